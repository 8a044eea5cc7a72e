/** What waits for the reader in the knowledge: reviews, comments, articles to be verified. */
import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Me } from "./types";

export type ToDo = components["schemas"]["ToDo"];

export const useToDo = (me: Me) =>
  useQuery({
    queryKey: keys.toDo,
    queryFn: () => api<ToDo[]>("GET", "/knowledge/to-do"),
    enabled: me.permissions.includes("knowledge:write"),
  });
