/** Password and second factor of the person signed in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";

export function useChangePassword() {
  return useMutation({
    mutationFn: (change: { old: string; new: string }) => api<void>("PUT", "/me/password", change),
    meta: { quiet: true },
  });
}

export interface NewFactor {
  secret: string;
  uri: string;
}

export function useSecondFactor() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.session });
  const meta = { quiet: true };
  return {
    begin: useMutation({ mutationFn: () => api<NewFactor>("POST", "/me/totp", {}), meta }),
    confirm: useMutation({ mutationFn: (code: string) => api<void>("PUT", "/me/totp", { code }), onSuccess, meta }),
    remove: useMutation({ mutationFn: (password: string) => api<void>("DELETE", "/me/totp", { password }), onSuccess, meta }),
  };
}
