/** Telephone calls: the one of a conversation, one's own, and what one does with them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Id } from "./types";

type Schemas = components["schemas"];

export type CallView = Schemas["CallView"];
export type Party = Schemas["PartyView"];
export type CallRole = Schemas["PartyRole"];
export type TransferKind = Schemas["TransferKind"];
export type InviteKind = Schemas["InviteKind"];

/** What stands for a call in paths: its conversation, or between colleagues its own id. */
export const refOf = (call: Pick<CallView, "id" | "conversation">): Id => call.conversation || call.id;

/** The newest call of a conversation, or the call of that id; null when there is none. Changes come live. */
export function useCall(ref: Id, enabled = true) {
  return useQuery({
    queryKey: keys.call(ref),
    queryFn: () => api<CallView>("GET", `/conversations/${ref}/call`).catch(() => null),
    enabled,
  });
}

/** The calls a conversation has had, oldest first. */
export function useCallHistory(conversation: Id, enabled: boolean) {
  return useQuery({ queryKey: keys.callHistory(conversation), queryFn: () => api<CallView[]>("GET", `/conversations/${conversation}/calls`), enabled });
}

/** The calls one is in, or called into. */
export function useCalls(enabled: boolean) {
  return useQuery({ queryKey: keys.calls, queryFn: () => api<CallView[]>("GET", "/calls"), enabled });
}

export type CallStep =
  | { step: "hold"; body: { on: boolean } }
  | { step: "mute"; body: { on: boolean } }
  | { step: "keys"; body: { keys: string; party: string } }
  | { step: "end" | "complete"; body?: undefined }
  | { step: "role"; body: { role: CallRole } }
  | { step: "recording"; body: { paused: boolean } }
  | { step: "invite"; body: { kind: InviteKind; target: string } }
  | { step: "drop"; party: Id; body?: undefined }
  | { step: "party"; party: Id; body: { held?: boolean; muted?: boolean } }
  | { step: "transfer"; body: { kind: TransferKind; target: string; note: string } };

const METHODS: Partial<Record<CallStep["step"], string>> = { hold: "PUT", mute: "PUT", role: "PUT", recording: "PUT", party: "PUT", drop: "DELETE" };

/** Do something in a call; what became of it is read again, and comes live too. */
export function useCallStep(ref: Id, { quiet = false } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: CallStep) => {
      const path = what.step === "party" || what.step === "drop" ? `parties/${what.party}` : what.step === "invite" ? "parties" : what.step;
      return api<unknown>(METHODS[what.step] ?? "POST", `/conversations/${ref}/call/${path}`, what.body);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.call(ref) }),
    meta: { quiet },
  });
}

export interface Outgoing {
  number?: string;
  contact?: Id;
  queue?: Id;
}

export function usePlaceCall() {
  return useMutation({
    mutationFn: (whom: Outgoing) => api<{ conversation: Id }>("POST", "/calls", whom),
    meta: { quiet: true },
  });
}

export function useCallColleague() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (staff: Id) => api<{ call: Id }>("POST", "/calls/colleague", { staff }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calls }),
    meta: { quiet: true },
  });
}

/** Give the voice node this browser's audio (SDP), and return its answer. */
export const joinCall = (ref: Id, sdp: string, role: CallRole) =>
  api<{ sdp: string }>("POST", `/conversations/${ref}/call/audio`, { sdp, role }).then((answer) => answer.sdp);

export const leaveCall = (ref: Id) => api<void>("DELETE", `/conversations/${ref}/call/audio`);
