/** Contacts: find, edit, merge, erase. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import { keys } from "./keys";
import type { Contact, ContactView, Erasure, ErasurePlan, Id, Merge } from "./types";

export type ContactChange = Partial<
  Pick<Contact, "name" | "company" | "language" | "notes" | "tags" | "attributes" | "blocked" | "priority">
>;

export function useContact(id: Id) {
  return useQuery({ queryKey: keys.contact(id), queryFn: () => api<ContactView>("GET", `/contacts/${id}`) });
}

export function useContacts(q: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.contacts(q),
    queryFn: () => api<Contact[]>("GET", withQuery("/contacts", { q })),
    enabled,
  });
}

export function useEditContact(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactChange) => api<unknown>("PATCH", `/contacts/${id}`, change),
    onSettled: () => {
      for (const queryKey of [keys.contact(id), keys.conversations]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
}

export function useMergeContact(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (into: Id) => api<Merge>("POST", `/contacts/${id}/merge`, { into }),
    onSuccess: () => {
      void client.resetQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.lists[0] });
    },
  });
}

/** What erasing a person would take away, in numbers. */
export function useErasurePlan(id: Id, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.contact(id), "erasure"],
    queryFn: () => api<ErasurePlan>("GET", `/contacts/${id}/erasure`),
    enabled,
    staleTime: 0,
  });
}

/** Begin to erase a person; live changes tell when they are gone. */
export function useEraseContact(id: Id) {
  return useMutation({ mutationFn: () => api<Erasure>("POST", `/contacts/${id}/erasure`) });
}
