/** Our ways to the outside: whether they work, what a test of them finds, and what could not be taken in. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import type { ChannelStatus, Id, Moment, OptedOut, Quarantined, TestReport } from "./types";

const STATUS_AGAIN = 5_000;

const channelKeys = {
  status: ["channels", "status"] as const,
  quarantine: ["channels", "quarantine"] as const,
  optOuts: (route: Id) => ["channels", "opt-outs", route] as const,
};

export function useChannelStatus() {
  return useQuery({
    queryKey: channelKeys.status,
    queryFn: () => api<ChannelStatus[]>("GET", "/channels/status"),
    // Links come and go without an event, so the live socket does not tell of them.
    refetchInterval: STATUS_AGAIN,
  });
}

export type Testable = "mailboxes" | "sms-routes";

/** Connect as the hub would with the form as it is, and say what was found at each step. */
export function useConnectionTest(kind: Testable, id: Id) {
  return useMutation({
    mutationFn: (draft: object) => api<TestReport>("POST", `/${kind}/${id}/test`, draft),
    meta: { quiet: true },
  });
}

/** Who asked for no more SMS from a route, newest first. */
export function useOptOuts(route: Id) {
  return useInfiniteQuery({
    queryKey: channelKeys.optOuts(route),
    queryFn: ({ pageParam }) =>
      api<{ items: OptedOut[]; next: Moment | null }>("GET", withQuery(`/sms-routes/${route}/opt-outs`, { before: pageParam })),
    initialPageParam: null as Moment | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useAllowAgain(route: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => api<unknown>("DELETE", `/opt-outs/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: channelKeys.optOuts(route) }),
  });
}

export function useQuarantine() {
  return useInfiniteQuery({
    queryKey: channelKeys.quarantine,
    queryFn: ({ pageParam }) =>
      api<{ items: Quarantined[]; next: Moment | null }>("GET", withQuery("/quarantine", { before: pageParam })),
    initialPageParam: null as Moment | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useQuarantineStep(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: "retry" | "delete") =>
      step === "retry" ? api<unknown>("POST", `/quarantine/${id}/retry`) : api<unknown>("DELETE", `/quarantine/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: channelKeys.quarantine }),
  });
}
