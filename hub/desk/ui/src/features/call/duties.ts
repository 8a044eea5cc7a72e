/** What this person's telephone has to do with a call, from how the call stands. */
import type { CallView } from "../../api/calls";
import type { ConversationView } from "../../api/types";
import { partyOf } from "./parties";

const live = (call: CallView) => call.state !== "ended";

/** It rings: somebody called this person into the call, and their own telephone is not dialled instead. */
export function ringsFor(call: CallView, me: string): boolean {
  const mine = partyOf(call, me);
  return live(call) && !call.own_phone && mine?.kind === "colleague" && mine.state === "ringing";
}

/** It should be in the call and is not, as after the page was loaded again. */
export function resumes(call: CallView, me: string): boolean {
  if (!live(call) || call.own_phone) return false;
  const mine = partyOf(call, me);
  return mine?.state === "connected" || (call.caller === me && call.state === "ringing");
}

/**
 * It has nothing to do with the call any more. Whoever has the work stays wanted when the network takes them out;
 * others came by a ring or by their own wish, and go when the hub says that they were let go.
 */
export function isOver(call: CallView | null, me: string, own: boolean): boolean {
  if (!call || !live(call)) return true;
  return !own && !partyOf(call, me) && call.gone?.id === me && call.gone.cause === "normal";
}

/** A call goes on in the conversation's present interaction. */
export const goesOn = ({ conversation, interactions }: Pick<ConversationView, "conversation" | "interactions">): boolean =>
  interactions.some((one) => one.channel === "voice" && one.id === conversation.interaction && one.state !== "ended");
