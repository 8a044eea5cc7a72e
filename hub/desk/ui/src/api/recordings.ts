/** Recordings of calls, and messages that callers left. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import type { components } from "./schema";
import type { Id } from "./types";

type Schemas = components["schemas"];
export type Recording = Schemas["RecordingView"];
export type Waveform = Schemas["Waveform"];
export type RecordingPage = Schemas["RecordingPage"];

/** What recordings are looked for by; empty means any. */
export interface RecordingSearch {
  number: string;
  agent: string;
  work_item: string;
  kind: string;
  since: string;
  until: string;
}

export const recordingKeys = {
  all: ["recordings"] as const,
  of: (conversation: Id) => ["recordings", "of", conversation] as const,
  found: (search: RecordingSearch) => ["recordings", "found", search] as const,
  waveform: (id: Id, seconds: number) => ["recordings", "waveform", id, seconds] as const,
};

export const soundOf = (id: Id) => `/api/v1/recordings/${id}/audio`;

export function useRecordings(conversation: Id) {
  return useQuery({
    queryKey: recordingKeys.of(conversation),
    queryFn: () => api<Recording[]>("GET", `/conversations/${conversation}/recordings`),
    staleTime: 5_000,
  });
}

/** How loud a stored recording is: that does not change any more. */
export function useWaveform({ id, seconds, state, may_hear }: Recording) {
  return useQuery({
    queryKey: recordingKeys.waveform(id, seconds),
    queryFn: () => api<Waveform>("GET", `/recordings/${id}/waveform`),
    staleTime: Infinity,
    enabled: state === "stored" && may_hear,
  });
}

export function useFoundRecordings(search: RecordingSearch) {
  return useInfiniteQuery({
    queryKey: recordingKeys.found(search),
    queryFn: ({ pageParam }) => api<RecordingPage>("GET", withQuery("/recordings", { ...search, before: pageParam })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: (previous) => previous,
  });
}
