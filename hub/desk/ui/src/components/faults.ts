/** Errors in plain words: the hub's own sentence where it has one for the reader. */
import { notifications } from "@mantine/notifications";
import { ApiError, OFFLINE } from "../api/client";
import { isKey, type Translate } from "../i18n";

export function faultText(fault: Error, t: Translate): string {
  if (!(fault instanceof ApiError)) return t("error.unknown", { detail: fault.message });
  switch (fault.code) {
    case OFFLINE:
      return t("error.offline");
    case "not_signed_in":
      return t("error.signedOut");
    case "not_allowed":
      return t("error.notAllowed");
    case "stale_revision":
      return t("error.stale");
    default: {
      // The hub's own sentences are English: each catalogue says whether it repeats them or has words of its own.
      const key = `fault.${fault.code}`;
      const seconds = Math.max(1, Math.ceil(fault.problem.retry_after ?? 1));
      if (isKey(key) && fault.message) return t(key, { detail: fault.message, seconds });
      return fault.message || t("error.unknown", { detail: String(fault.status) });
    }
  }
}

export const showFault = (message: string) =>
  notifications.show({ color: "red", message, autoClose: 8000, role: "alert" });

export const showDone = (message: string) => notifications.show({ color: "green", message, autoClose: 3000 });
