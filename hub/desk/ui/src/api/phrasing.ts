/** How a language model would phrase an answer, tried out. */
import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import type { PhrasingTrial } from "./types";

/** Asks the model anew for each trial; `asked` tells one trial from the next. */
export function usePhrasingTrial(question: string, language: string, asked: number) {
  return useQuery({
    queryKey: ["phrasing", question, language, asked] as const,
    queryFn: () => api<PhrasingTrial>("POST", "/knowledge/phrasing", { question, language }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}
