import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api } from "./client";

/** Who is signed in. */
export interface Me {
  id: string;
  name: string;
}

export interface Credentials {
  user: string;
  password: string;
}

const SESSION = ["session"];

/** Who is signed in: null when nobody is, undefined while that is being asked. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: () =>
      api<Me>("GET", "/session").catch((fault: unknown) => {
        if (fault instanceof ApiError && fault.status === 401) return null;
        throw fault;
      }),
    staleTime: Infinity,
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => api<Me>("POST", "/session", credentials),
    onSuccess: (me) => client.setQueryData(SESSION, me),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<void>("DELETE", "/session"),
    onSuccess: () => {
      client.clear();
      client.setQueryData(SESSION, null);
    },
  });
}
