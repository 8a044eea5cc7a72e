/** Who is signed in, and what they may change about themselves. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, setCsrf } from "./client";
import { keys } from "./keys";
import type { Me, Role, SignedIn } from "./types";

export interface Credentials {
  login: string;
  password: string;
  code?: string;
}

async function readSession(): Promise<Me | null> {
  try {
    return adopt(await api<SignedIn>("GET", "/session"));
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 401) return null;
    throw fault;
  }
}

export function adopt(signedIn: SignedIn): Me {
  setCsrf(signedIn.csrf);
  return signedIn.staff;
}

/** Who is signed in: null when nobody is, undefined while that is being asked. */
export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: readSession, staleTime: Infinity });
}

/** The person signed in; only for screens behind the sign-in. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data) throw new Error("useMe outside the signed-in part");
  return data;
}

export const hasRole = (me: Me, ...roles: Role[]) =>
  me.roles.includes("admin") || roles.some((role) => me.roles.includes(role));

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => api<SignedIn>("POST", "/session", credentials).then(adopt),
    onSuccess: (me) => client.setQueryData(keys.session, me),
    meta: { quiet: true },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<void>("DELETE", "/session"),
    onSuccess: () => {
      client.setQueryData(keys.session, null);
      // Nothing of the last person stays for the next.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
    },
  });
}

export type ProfileChange = Partial<Pick<Me, "name" | "language" | "preferences" | "on_phone">>;

export function useSaveProfile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ProfileChange) => api<unknown>("PATCH", "/me", change),
    onMutate: (change) =>
      client.setQueryData<Me | null>(keys.session, (me) => (me ? { ...me, ...change } : me)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.session }),
  });
}

/** A wish kept with the account: theme, sounds, single-letter keys, which key sends, quoting. */
export type Preference = "theme" | "sounds" | "keys" | "send" | "quote";

const DEFAULTS: Record<Preference, string> = { theme: "auto", sounds: "on", keys: "on", send: "ctrl", quote: "on" };

export const preference = (me: Me | null | undefined, name: Preference) =>
  me?.preferences[name] ?? DEFAULTS[name];

export function usePreference(name: Preference): [string, (value: string) => void] {
  const { data: me } = useSession();
  const save = useSaveProfile();
  const set = (value: string) =>
    save.mutate({ preferences: { ...(me?.preferences ?? {}), [name]: value } });
  return [preference(me, name), set];
}
