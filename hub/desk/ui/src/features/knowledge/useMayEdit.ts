import { useMe } from "../../api/session";

/** Whether the person signed in may write articles. */
export const useMayEdit = () => useMe().permissions.includes("knowledge:write");

/** Whether the person signed in may review and publish them. */
export const useMayPublish = () => useMe().permissions.includes("knowledge:publish");
