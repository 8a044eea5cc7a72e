/** Flows: their text, whether it is right, how it is drawn, trying and publishing it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import type { components } from "./schema";
import type { Id } from "./types";

type Schemas = components["schemas"];

export type Flow = Schemas["Flow"];
export type FlowVersion = Schemas["FlowVersion"];
export type FlowCheck = Schemas["FlowCheck"];
export type FlowProblem = Schemas["FlowProblem"];
export type FlowFailure = Schemas["FlowFailure"];
export type ReplayedTurn = Schemas["ReplayedTurn"];
export type LedConversation = Schemas["LedConversation"];
export type FlowPicture = Schemas["FlowPicture"];
export type FlowBox = Schemas["FlowBox"];
export type FlowArrow = Schemas["FlowArrow"];
export type StepKind = Schemas["StepKind"];
export type StepKey = Schemas["StepKey"];
export type TriedTurn = Schemas["TriedTurn"];
export type TriedAnswer = Schemas["TriedAnswer"];
export type FlowTrial = Schemas["FlowTrial"];
/** A flow as plain values, as its text has them. */
export type Definition = Record<string, unknown>;

const flows = ["flows"] as const;
const one = (id: Id) => [...flows, "one", id] as const;

export const useFlows = () => useQuery({ queryKey: [...flows, "all"], queryFn: () => api<Flow[]>("GET", "/flows") });

export const useFlow = (id: Id) => useQuery({ queryKey: one(id), queryFn: () => api<Flow>("GET", `/flows/${id}`) });

export const useStepKinds = () =>
  useQuery({ queryKey: [...flows, "kinds"], queryFn: () => api<StepKind[]>("GET", "/flows/kinds"), staleTime: Infinity });

export const useFlowVersions = (id: Id, enabled: boolean) =>
  useQuery({ queryKey: [...flows, "versions", id], queryFn: () => api<FlowVersion[]>("GET", `/flows/${id}/versions`), enabled });

/** What is wrong with a text as it stands; the last answer stays while the next one is awaited. */
export const useFlowCheck = (id: Id, text: string) =>
  useQuery({
    queryKey: [...flows, "check", id, text],
    queryFn: () => api<FlowCheck>("POST", "/flows/check", { id, text }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 30_000,
  });

function useChanged() {
  const client = useQueryClient();
  return (flow: Flow) => {
    client.setQueryData(one(flow.id), flow);
    void client.invalidateQueries({ queryKey: flows, predicate: ({ queryKey }) => queryKey[1] !== "check" && queryKey[1] !== "kinds" });
  };
}

export const useCreateFlow = () =>
  useMutation({ mutationFn: (draft: { id: Id; text: string }) => api<Flow>("POST", "/flows", draft), onSuccess: useChanged() });

export const useSaveFlow = (id: Id) =>
  useMutation({
    mutationFn: (edit: { text: string; rev: number }) => api<Flow>("PUT", `/flows/${id}`, edit),
    onSuccess: useChanged(),
  });

export const usePublishFlow = (id: Id) =>
  useMutation({
    mutationFn: (publication: { revision: number; even_if_broken: boolean }) =>
      api<Flow>("POST", `/flows/${id}/publish`, publication),
    onSuccess: useChanged(),
    meta: { quiet: true },
  });

export const useEndFlow = (id: Id, how: "withdraw" | "archive") =>
  useMutation({ mutationFn: () => api<Flow>("POST", `/flows/${id}/${how}`), onSuccess: useChanged() });

export const useSimulate = () =>
  useMutation({
    mutationFn: (turn: Partial<TriedTurn> & { text: string }) => api<TriedAnswer>("POST", "/flows/simulate", turn),
    meta: { quiet: true },
  });

export const useTestFlow = () =>
  useMutation({
    mutationFn: (source: { id: Id; text: string }) => api<FlowTrial[]>("POST", "/flows/test", source),
    meta: { quiet: true },
  });

/** The conversations that a flow led lately. */
export const useLedConversations = (id: Id) =>
  useQuery({ queryKey: [...flows, "led", id], queryFn: () => api<LedConversation[]>("GET", `/flows/${id}/conversations`) });

/** Take a conversation's turns again with what look-ups brought then: as it was, or as this text would have it. */
export const useReplay = () =>
  useMutation({
    mutationFn: ({ conversation, id, text }: { conversation: Id; id: Id; text: string }) =>
      api<ReplayedTurn[]>("POST", `/conversations/${conversation}/flow-replay`, { id, text }),
    meta: { quiet: true },
  });
