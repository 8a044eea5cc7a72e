/** Work items: what an agent or a supervisor does with them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import type {
  AgentState,
  Decisions,
  Explanation,
  Id,
  Moment,
  Offer,
  PresenceState,
  Requirement,
  WorkItem,
} from "./types";

export interface TransferTo {
  queue?: Id;
  skills?: Requirement[];
  agent?: Id;
  note: string;
}

export type WorkStep =
  | { step: "transfer"; body: TransferTo }
  | { step: "park"; body: { until: Moment | null } }
  | { step: "complete"; body: { disposition?: Id; note?: string } }
  | { step: "assign"; body: { agent: Id } }
  | { step: "unpark" | "resolve" | "requeue"; body?: undefined };

/** Take one step with a work item; the conversation and the live views are read again after. */
export function useWork() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ item, step, body }: { item: Id } & WorkStep) => api<WorkItem>("POST", `/work/${item}/${step}`, body ?? {}),
    onSettled: (item) => {
      if (item) void client.invalidateQueries({ queryKey: keys.conversation(item.conversation) });
      void client.invalidateQueries({ queryKey: keys.live });
    },
  });
}

export function useOffers() {
  return useQuery({ queryKey: keys.offers, queryFn: () => api<Offer[]>("GET", "/me/offers") });
}

export function useAnswerOffer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ offer, answer }: { offer: Id; answer: "accept" | "decline" }) =>
      api<unknown>("POST", `/offers/${offer}/${answer}`, {}),
    onSettled: (_result, _fault, { offer }) => {
      client.setQueryData<Offer[]>(keys.offers, (offers) => offers?.filter((each) => each.id !== offer));
      void client.invalidateQueries({ queryKey: keys.offers });
    },
  });
}

export interface PresenceWish {
  presence: PresenceState;
  reason: string;
  /** Whose presence; nobody named means one's own. */
  agent?: Id;
}

export function useSetPresence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agent, ...wish }: PresenceWish) =>
      api<AgentState>("PUT", agent ? `/agents/${agent}/presence` : "/me/presence", wish),
    onSettled: () => client.invalidateQueries({ queryKey: keys.directory }),
  });
}

export function useExplanation(item: Id | null) {
  return useQuery({
    queryKey: keys.explain(item ?? ""),
    queryFn: () => api<Explanation>("GET", `/work/${item}/explain`),
    enabled: item !== null,
    refetchInterval: 5_000,
  });
}

export function useDecisions(item: Id | null) {
  return useQuery({
    queryKey: keys.decisions(item ?? ""),
    queryFn: () => api<Decisions>("GET", `/work/${item}/decisions`),
    enabled: item !== null,
  });
}
