import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { socketUrl } from "../api/client";
import { keys } from "../api/keys";
import type { Id } from "../api/types";
import { LiveChanges, type Reactions } from "./apply";
import { type Frame, LiveSocket } from "./socket";
import { LiveStore, useStore } from "./store";

interface Live {
  socket: LiveSocket | null;
  store: LiveStore;
}

const LiveContext = createContext<Live | null>(null);

/** Keep one live socket open for everything below, and feed the caches from it. */
export function LiveProvider({ reactions, children }: { reactions: Reactions; children: ReactNode }) {
  const client = useQueryClient();
  const [store] = useState(() => new LiveStore());
  const [socket, setSocket] = useState<LiveSocket | null>(null);
  const latest = useRef(reactions);
  latest.current = reactions;

  useEffect(() => {
    const changes = new LiveChanges(client, {
      offered: (offer) => latest.current.offered(offer),
      messaged: (message) => latest.current.messaged(message),
    });
    let before = false;
    const onFrame = (frame: Frame) => {
      if (frame.type === "hello") {
        if (before) changes.reconnected();
        before = true;
      } else if (frame.type === "change") changes.apply(frame);
      else if (frame.type === "rows") changes.listed(frame);
      else if (frame.type === "resync") changes.resync();
      else if (frame.type === "viewers") store.setViewers(frame.conversation, frame.viewers);
      else if (frame.type === "typing") store.setTyping(frame.conversation, frame.on);
    };
    const opened = new LiveSocket(socketUrl(), {
      onFrame,
      onStatus: (status) => {
        store.setStatus(status);
        // The socket may be refused because the session ended; asking once tells.
        if (status === "offline") void client.invalidateQueries({ queryKey: keys.session });
      },
    });
    const end = changes.start();
    opened.start();
    setSocket(opened);
    return () => {
      opened.stop();
      end();
    };
  }, [client, store]);

  const value = useMemo(() => ({ socket, store }), [socket, store]);
  return <LiveContext value={value}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("useLive outside LiveProvider");
  return live;
}

export function useConnection() {
  const { store, socket } = useLive();
  return { status: useStore(store, () => store.status), hurry: () => socket?.hurry() };
}

/** Watch a conversation while shown: its messages come in, and colleagues see that we look at it. */
export function useWatch(conversation: Id) {
  const { socket } = useLive();
  useEffect(() => {
    socket?.watch(conversation);
    return () => socket?.unwatch(conversation);
  }, [socket, conversation]);
}

/** Colleagues who look at a conversation; not oneself. */
export function useViewers(conversation: Id, me: Id) {
  const { store } = useLive();
  return useStore(store, () => store.viewersOf(conversation)).filter((viewer) => viewer.staff !== me);
}

export function useCustomerTypes(conversation: Id): boolean {
  const { store } = useLive();
  return useStore(store, () => store.customerTypes(conversation));
}

const TYPING_RENEW = 3_000;
const TYPING_END = 5_000;

/** Say that we type; call it at each key press. It ends by itself, or with `stop`. */
export function useTypingSignal(conversation: Id) {
  const { socket } = useLive();
  const state = useRef<{ sent: number; timer?: ReturnType<typeof setTimeout> }>({ sent: 0 });
  return useMemo(() => {
    const stop = () => {
      clearTimeout(state.current.timer);
      if (state.current.sent) socket?.typing(conversation, false);
      state.current.sent = 0;
    };
    const typed = () => {
      clearTimeout(state.current.timer);
      state.current.timer = setTimeout(stop, TYPING_END);
      if (Date.now() - state.current.sent < TYPING_RENEW) return;
      state.current.sent = Date.now();
      socket?.typing(conversation, true);
    };
    return { typed, stop };
  }, [socket, conversation]);
}
