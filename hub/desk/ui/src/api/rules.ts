/** Rules before they are switched on. */
import { useMutation } from "@tanstack/react-query";
import { api } from "./client";
import type { Id, RuleDraft, RuleTrial } from "./types";

/** What a rule would have done with past mails; nothing is changed. */
export function useRuleTrial(id: Id | undefined) {
  return useMutation({
    mutationFn: (rule: RuleDraft) => api<RuleTrial[]>("POST", `/rules/${id ?? "new"}/try`, rule),
    meta: { quiet: true },
  });
}
