/** What can be done next with the people in a call, from who is there and who hears whom. */
import type { CallView, Party } from "../../api/calls";

/**
 * How the agent stands to the caller and to somebody asked to come: alone with the caller, ringing somebody,
 * speaking with them in private, back with the caller while they wait, or all together.
 */
export type Stage = "alone" | "ringing" | "private" | "caller" | "conference";

/** Those the agent brought in, oldest first. */
export const invited = ({ parties }: Pick<CallView, "parties">): Party[] =>
  parties.filter((party) => party.kind === "colleague" || party.kind === "number");

export function stageOf(call: Pick<CallView, "parties" | "held" | "conversation">): Stage {
  // Between colleagues there is no caller whom somebody else could join.
  if (call.conversation === "") return "alone";
  const others = invited(call);
  const there = others.filter((party) => party.state === "connected");
  if (there.length === 0) return others.length > 0 ? "ringing" : "alone";
  if (call.held) return "private";
  return there.some((party) => !party.held) ? "conference" : "caller";
}

/** Who gets the caller when the agent leaves: whoever was asked last and has answered. */
export const successor = (call: Pick<CallView, "parties">): Party | undefined =>
  invited(call).findLast((party) => party.state === "connected");

/** What the other side is called: by name, else by number, else as a visitor. */
export const callerName = (contact: { name: string }, call: Pick<CallView, "number"> | null | undefined, otherwise: string): string =>
  contact.name || call?.number || otherwise;

/** Digits of what was typed or pasted as a telephone number: a plus in front, and what a keypad has. */
export function dialled(typed: string): string {
  const kept = typed.replace(/[^\d+*#]/g, "");
  return kept.slice(0, 1) + kept.slice(1).replaceAll("+", "");
}

/** Keys of a telephone, in their places. */
export const KEYPAD = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const LETTERS: Record<string, string> = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };

export const lettersOf = (key: string): string => LETTERS[key] ?? "";

/** Somebody's place in a call; staff are called by their own id. */
export const partyOf = ({ parties }: Pick<CallView, "parties">, staff: string): Party | undefined => parties.find((party) => party.id === staff);
