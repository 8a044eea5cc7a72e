/** The cache of everything the API told us, and what happens when a call fails. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";
import { keys } from "./keys";

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: { quiet?: boolean };
  }
}

const worthRetrying = (fault: Error) => !(fault instanceof ApiError) || fault.status === 0 || fault.status >= 500;

/** `onFault` tells the person; a mutation with `meta.quiet` shows its own errors. */
export function makeQueries(onFault: (fault: Error) => void): QueryClient {
  // A session that ended elsewhere leads back to the sign-in.
  const noticeSignOut = (fault: Error) => {
    if (fault instanceof ApiError && fault.code === "not_signed_in" && client.getQueryData(keys.session)) {
      client.setQueryData(keys.session, null);
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignOut }),
    mutationCache: new MutationCache({
      onError: (fault, _variables, _result, mutation) => {
        noticeSignOut(fault);
        if (!mutation.meta?.quiet) onFault(fault);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, fault) => count < 2 && worthRetrying(fault),
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
  return client;
}
