/** What supervisors watch. */
import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import type { CallLive, Live, Waiting } from "./types";

// Changes come over the live socket; this only corrects the figures that change by time alone.
const EVERY = 10_000;

export function useLiveView() {
  return useQuery({
    queryKey: keys.live,
    queryFn: () => api<Live>("GET", "/live"),
    refetchInterval: EVERY,
    staleTime: 2_000,
  });
}

export function useLiveCalls() {
  return useQuery({
    queryKey: keys.liveCalls,
    queryFn: () => api<CallLive[]>("GET", "/live/calls"),
    refetchInterval: EVERY,
    staleTime: 2_000,
  });
}

export function useWaiting() {
  return useQuery({
    queryKey: keys.waiting,
    queryFn: () => api<{ items: Waiting[] }>("GET", "/live/waiting").then((found) => found.items),
    refetchInterval: EVERY,
    staleTime: 2_000,
  });
}
