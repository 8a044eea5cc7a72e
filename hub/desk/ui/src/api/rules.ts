/** Rules before they are switched on. */
import { useMutation } from "@tanstack/react-query";
import { api } from "./client";
import type { RuleDraft, RuleTrial } from "./types";

/** What a rule would have done with past messages; nothing is changed. */
export function useRuleTrial() {
  return useMutation({ mutationFn: (rule: RuleDraft) => api<RuleTrial>("POST", "/rules/try", { rule }), meta: { quiet: true } });
}
