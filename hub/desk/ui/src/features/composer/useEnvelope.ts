import { useState } from "react";
import { useWays } from "../../api/mail";
import { usePreference } from "../../api/session";
import type { ConversationView, MailAddress, Moment, Way } from "../../api/types";

/** The outside of a mail as it is being edited; people as "Name <address>". */
export interface Head {
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
}

/** What goes with a reply besides its text. */
export interface Outside {
  via?: { entry_point: string; to: string };
  envelope?: { subject?: string; to?: MailAddress[]; cc?: MailAddress[]; bcc?: MailAddress[]; at?: Moment; quotes?: boolean };
}

const ADDRESS = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/;

export const written = ({ name, address }: MailAddress) => (name ? `${name} <${address}>` : address);

/** Read "Name <address>" or an address alone; null if it is neither. */
export function readAddress(text: string): MailAddress | null {
  const found = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text);
  const address = (found?.[2] ?? text).trim().toLowerCase();
  const name = (found?.[1] ?? "").replace(/^"(.*)"$/, "$1");
  return ADDRESS.test(address) ? { address, name } : null;
}

const people = (texts: string[]) => texts.map(readAddress).filter((each) => each !== null);
export const wayKey = ({ entry_point, to }: Way) => `${entry_point} ${to}`;

/** How the answer goes: by which way, to whom, under which subject, and when. */
export function useEnvelope({ conversation }: ConversationView, enabled: boolean) {
  const { data: ways = [] } = useWays(conversation, enabled);
  const [chosen, setChosen] = useState("");
  const [edited, setEdited] = useState<Partial<Head>>({});
  const [at, setAt] = useState<Moment | null>(null);
  // As in mail programs: on, and for everything one writes from then on as one left it.
  const [quote, setQuote] = usePreference("quote");
  const way = ways.find((each) => wayKey(each) === chosen) ?? ways.find((each) => each.default) ?? null;
  const head: Head = {
    to: way?.mail?.to.map(written) ?? [],
    cc: [],
    bcc: [],
    subject: way?.mail?.subject ?? "",
    ...edited,
  };
  const reset = () => {
    setEdited({});
    setAt(null);
  };
  const posted = way?.channel === "email" || way?.channel === "sms";
  const outside = (): Outside => {
    if (!way || !posted) return {};
    const via = way.default ? undefined : { entry_point: way.entry_point, to: way.to };
    const when = at ? { at } : {};
    if (way.channel === "sms") return { via, envelope: at ? when : undefined };
    return { via, envelope: { subject: head.subject.trim(), to: people(head.to), cc: people(head.cc), bcc: people(head.bcc), quotes: quote === "on", ...when } };
  };
  return {
    ways,
    way,
    posted,
    channel: way?.channel ?? conversation.channel,
    head,
    at,
    setAt,
    quotes: quote === "on",
    setQuotes: (quotes: boolean) => setQuote(quotes ? "on" : "off"),
    choose: (key: string) => {
      setChosen(key);
      reset();
    },
    edit: (change: Partial<Head>) => setEdited((old) => ({ ...old, ...change })),
    reset,
    outside,
    refused: way?.refused ?? "",
    complete: way?.channel !== "email" || (head.to.length > 0 && [...head.to, ...head.cc, ...head.bcc].every(readAddress)),
  };
}

export type EnvelopeState = ReturnType<typeof useEnvelope>;
