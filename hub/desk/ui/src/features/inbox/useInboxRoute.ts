import { useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { Filters } from "../../api/keys";
import type { Id, ListName } from "../../api/types";

export const listNames: ListName[] = ["mine", "team", "waiting", "parked", "all"];
const filterNames = ["q", "channel", "queue", "agent", "state", "tag", "entry_point"] as const;

/** Which list, which filters, which conversation: all in the address, so that it can be shared. */
export function useInboxRoute() {
  const params = useParams<"list" | "conversation">();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const list = listNames.find((name) => name === params.list) ?? "mine";
  const filters = useMemo(() => {
    const found: Filters = {};
    for (const name of filterNames) {
      const value = search.get(name);
      if (value) found[name] = value;
    }
    return found;
  }, [search]);

  return useMemo(() => {
    const address = (name: ListName, conversation?: Id, wanted: Filters = filters) => {
      const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
      return `/inbox/${name}${conversation ? `/${conversation}` : ""}${query ? `?${query}` : ""}`;
    };
    return {
      list,
      filters,
      conversation: params.conversation,
      address,
      open: (conversation?: Id) => void navigate(address(list, conversation)),
      setFilters: (wanted: Filters) => void navigate(address(list, params.conversation, wanted), { replace: true }),
    };
  }, [list, filters, params.conversation, navigate]);
}
