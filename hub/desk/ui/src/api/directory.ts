/** Everything small that screens name by id: staff, queues, skills, dispositions, canned replies. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "./client";
import { keys } from "./keys";
import type { Id } from "./types";
import type { Directory } from "./types";

export function useDirectory() {
  return useQuery({
    queryKey: keys.directory,
    queryFn: () => api<Directory>("GET", "/directory"),
    staleTime: Infinity,
  });
}

const byId = <T extends { id: Id }>(items: T[] | undefined) => new Map(items?.map((item) => [item.id, item]));

/** Look up names by id; an unknown id gives an empty name, never a raw id on the screen. */
export function useNames() {
  const { data } = useDirectory();
  return useMemo(() => {
    const staff = byId(data?.staff);
    const queues = byId(data?.queues);
    const skills = byId(data?.skills);
    const entries = byId(data?.entry_points);
    return {
      staff: (id: Id | null | undefined) => (id && staff.get(id)?.name) || "",
      queue: (id: Id | null | undefined) => (id && queues.get(id)?.name) || "",
      skill: (id: Id | null | undefined) => (id && skills.get(id)?.name) || "",
      entryPoint: (id: Id | null | undefined) => (id && entries.get(id)?.name) || "",
    };
  }, [data]);
}

export const options = <T extends { id: Id; name: string }>(items: T[] | undefined) =>
  (items ?? []).map((item) => ({ value: item.id, label: item.name }));
