/** Which bots there are, how they do, what they leave to people, and the flows customers can be sent to. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Conversation, Id } from "./types";

type Schemas = components["schemas"];

export type BotOption = Schemas["BotOption"];
export type BotReport = Schemas["BotReport"];
export type BotFigures = Schemas["BotFigures"];
export type Briefing = Schemas["Briefing"];
export type Question = Schemas["BriefedQuestion"];
export type Field = Schemas["Field"];
export type FlowOption = Schemas["FlowOption"];
export type BotLimits = Schemas["BotLimits"];

/** The bots that can be chosen now; editors publish and withdraw flows at any time. */
export const useBots = () => useQuery({ queryKey: keys.bots, queryFn: () => api<BotOption[]>("GET", "/bots"), staleTime: 10_000 });

/** Days as "2026-11-21", UTC, both inclusive. */
export interface ReportScope {
  since: string;
  until: string;
  bot: string | null;
  queue: string | null;
  channel: string | null;
}

export const reportFile = (scope: ReportScope) => `/api/v1${withQuery("/reports/bots/file", { ...scope })}`;

export function useBotReport(scope: ReportScope) {
  return useQuery({
    queryKey: ["bot-report", scope],
    queryFn: () => api<BotReport>("GET", withQuery("/reports/bots", { ...scope })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    enabled: scope.since !== "" && scope.until !== "",
  });
}

/** It changes only while a bot has the conversation, so it is read again then and not with each message. */
export function useBriefing({ id, handler, rev, work_item }: Conversation) {
  const state = handler && handler !== "agent" ? rev : work_item;
  return useQuery({
    queryKey: [...keys.conversation(id), "briefing", state],
    queryFn: async () => (await api<{ briefing: Briefing | null }>("GET", `/conversations/${id}/briefing`)).briefing,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

export function useFlowOptions(enabled: boolean) {
  return useQuery({
    queryKey: ["flow-options"],
    queryFn: () => api<FlowOption[]>("GET", "/flows/options"),
    enabled,
    staleTime: 10_000,
  });
}

interface Sent {
  flow: Id;
  values: Field[];
  return_to_me: boolean;
}

export function useSendToFlow(conversation: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sent: Sent) => api<Conversation>("POST", `/conversations/${conversation}/flow`, sent),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(conversation) }),
    meta: { quiet: true },
  });
}
