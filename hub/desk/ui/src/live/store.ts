/** What is true only at this moment: the connection, who views what, who types. */
import { useSyncExternalStore } from "react";
import type { Id } from "../api/types";
import type { Status, Viewer } from "./socket";

const NOBODY: readonly Viewer[] = [];

export class LiveStore {
  private listeners = new Set<() => void>();
  private viewers = new Map<Id, readonly Viewer[]>();
  private typing = new Set<Id>();
  status: Status = "connecting";

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  setStatus(status: Status) {
    this.status = status;
    if (status === "offline") {
      this.viewers.clear();
      this.typing.clear();
    }
    this.changed();
  }

  setViewers(conversation: Id, viewers: Viewer[]) {
    this.viewers.set(conversation, viewers);
    this.changed();
  }

  setTyping(conversation: Id, on: boolean) {
    if (on) this.typing.add(conversation);
    else this.typing.delete(conversation);
    this.changed();
  }

  viewersOf = (conversation: Id) => this.viewers.get(conversation) ?? NOBODY;
  customerTypes = (conversation: Id) => this.typing.has(conversation);

  private changed() {
    for (const listener of this.listeners) listener();
  }
}

export const useStore = <T>(store: LiveStore, read: () => T): T => useSyncExternalStore(store.subscribe, read);
