/** The first start: one administrator is made by a one-time link. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import { adopt } from "./session";
import type { SignedIn } from "./types";

export interface FirstAdmin {
  token: string;
  login: string;
  name: string;
  password: string;
}

export function useSetupNeeded() {
  return useQuery({ queryKey: keys.setup, queryFn: () => api<{ needed: boolean }>("GET", "/setup"), retry: false });
}

/** Make the first administrator, who is signed in at once. */
export function useSetup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (admin: FirstAdmin) => api<SignedIn>("POST", "/setup", admin).then(adopt),
    onSuccess: (me) => client.setQueryData(keys.session, me),
    meta: { quiet: true },
  });
}
