/** Changes the socket brings, put into what is loaded, and into what is being loaded. */
import { type Query, type QueryClient, type QueryKey } from "@tanstack/react-query";

type Change = (data: unknown) => unknown;

/**
 * Puts changes into cached data. An answer on its way may have been read before the change it would
 * overwrite, so changes that come meanwhile are made again once it is there; they must not mind being
 * made twice.
 */
export class Patches {
  private meanwhile = new Map<string, Change[]>();

  constructor(private readonly client: QueryClient) {}

  /** Watch for answers, until the returned function is called. */
  start(): () => void {
    return this.client.getQueryCache().subscribe((event) => {
      if (event.type === "removed") this.meanwhile.delete(event.query.queryHash);
      if (event.type !== "updated") return;
      const { action, query } = event;
      if (action.type === "success" && !action.manual) this.answered(query);
      else if (action.type === "error") this.meanwhile.delete(query.queryHash);
    });
  }

  apply<T>(queryKey: QueryKey, change: (data: T) => T) {
    const query = this.client.getQueryCache().find({ queryKey, exact: true });
    if (!query) return;
    this.put(queryKey, change as Change);
    if (query.state.fetchStatus === "idle") return;
    this.meanwhile.set(query.queryHash, [...(this.meanwhile.get(query.queryHash) ?? []), change as Change]);
  }

  private answered({ queryKey, queryHash }: Query) {
    const changes = this.meanwhile.get(queryHash) ?? [];
    this.meanwhile.delete(queryHash);
    for (const change of changes) this.put(queryKey, change);
  }

  private put(queryKey: QueryKey, change: Change) {
    this.client.setQueryData(queryKey, (data: unknown) => (data === undefined ? data : change(data)));
  }
}
