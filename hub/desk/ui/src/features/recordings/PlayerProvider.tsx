import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { type Recording, soundOf, useRecordings } from "../../api/recordings";
import type { Id, Message } from "../../api/types";
import { Player, type Playing } from "./player";

interface Around {
  player: Player;
  recordings: Recording[];
}

const none: Recording[] = [];
const Context = createContext<Around | null>(null);

/** Around whatever plays recordings: only one of them is heard at a time. */
export function PlayerProvider({ recordings = none, children }: { recordings?: Recording[]; children: ReactNode }) {
  const player = useMemo(() => new Player(new Audio(), soundOf), []);
  useEffect(() => () => player.end(), [player]);
  const around = useMemo(() => ({ player, recordings }), [player, recordings]);
  return <Context.Provider value={around}>{children}</Context.Provider>;
}

/** Around a conversation, whose messages know when they were spoken. */
export function ConversationRecordings({ id, children }: { id: Id; children: ReactNode }) {
  const { data } = useRecordings(id);
  return <PlayerProvider recordings={data}>{children}</PlayerProvider>;
}

function useAround(): Around {
  const around = useContext(Context);
  if (!around) throw new Error("There is no player around this.");
  return around;
}

/** The player, and a part of what it does now; only a change of that part draws anew. */
export function usePlayer<T>(part: (playing: Playing) => T): [Player, T] {
  const { player } = useAround();
  return [player, useSyncExternalStore(player.subscribe, () => part(player.now()))];
}

export const useCallRecordings = () => useAround().recordings.filter((one) => one.kind === "call");

/** The message that a caller left, of a message in the timeline. */
export const useLeft = (message: Message) => useAround().recordings.find((one) => one.message === message.id);

/** When a message was spoken, and in which recording one may hear it. */
export function useSpoken(message: Message) {
  for (const recording of useAround().recordings) {
    if (!recording.may_hear || recording.state !== "stored") continue;
    const line = recording.lines.find((one) => one.message === message.id);
    if (line) return { recording: recording.id, ...line };
  }
  return null;
}
