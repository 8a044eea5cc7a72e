/** What is known of the usual providers, so that nobody has to look it up. */
import type { Mailbox } from "../../../api/types";

export type MailboxDraft = Omit<Mailbox, "id">;
export type Preset = "gmail" | "microsoft" | "imap" | "routed";
type Servers = Pick<MailboxDraft, "imap" | "smtp" | "oauth" | "plus_addressing" | "rewrites_ids" | "authserv_id">;

export const presets: Preset[] = ["gmail", "microsoft", "imap", "routed"];

const GMAIL = "imap.gmail.com";
const MICROSOFT = "outlook.office365.com";
export const MICROSOFT_TOKENS = "https://login.microsoftonline.com/TENANT-ID/oauth2/v2.0/token";

/** The servers of a provider for a user. */
export function serversOf(preset: Preset, user: string): Servers {
  switch (preset) {
    case "gmail":
      return {
        imap: { host: GMAIL, port: 993, security: "tls", user, folder: "INBOX", sent_folder: "[Gmail]/Sent Mail" },
        smtp: { host: "smtp.gmail.com", port: 465, security: "tls", user },
        oauth: null,
        plus_addressing: true,
        rewrites_ids: false,
        authserv_id: "mx.google.com",
      };
    case "microsoft":
      return {
        imap: { host: MICROSOFT, port: 993, security: "tls", user, folder: "INBOX", sent_folder: "Sent Items" },
        smtp: { host: "smtp.office365.com", port: 587, security: "starttls", user },
        oauth: { token_url: MICROSOFT_TOKENS, client_id: "", scope: "https://outlook.office365.com/.default" },
        plus_addressing: true,
        rewrites_ids: true,
        authserv_id: "-",
      };
    case "imap":
      return {
        imap: { host: "", port: 993, security: "tls", user, folder: "INBOX", sent_folder: "" },
        smtp: { host: "", port: 465, security: "tls", user },
        oauth: null,
        plus_addressing: false,
        rewrites_ids: false,
        authserv_id: "",
      };
    case "routed":
      return {
        imap: null,
        smtp: { host: "", port: 587, security: "starttls", user: "" },
        oauth: null,
        plus_addressing: false,
        rewrites_ids: false,
        authserv_id: "",
      };
  }
}

/** Which provider a mailbox looks like. */
export function presetOf({ imap }: Pick<MailboxDraft, "imap">): Preset {
  if (!imap) return "routed";
  if (imap.host === GMAIL) return "gmail";
  return imap.host === MICROSOFT ? "microsoft" : "imap";
}

/** The draft with another address: user names that were the old address follow it. */
export function withAddress(draft: MailboxDraft, address: string): Partial<MailboxDraft> {
  const follow = <T extends { user: string } | null>(account: T): T =>
    account && account.user === draft.address && draft.imap ? { ...account, user: address } : account;
  return { address, imap: follow(draft.imap), smtp: follow(draft.smtp) };
}
