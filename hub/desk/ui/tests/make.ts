import type { Conversation, Message, Row } from "../src/api/types";

const AT = "2026-11-21T10:00:00Z";

/** A message with what a test says about it. */
export const message = (given: Partial<Message> & { id: string }): Message => ({
  rev: 1,
  conversation: "c",
  interaction: "i",
  direction: "inbound",
  author: { kind: "contact", id: "p", name: "" },
  text: "",
  format: "plain",
  at: AT,
  seq: 0,
  source: "e",
  external_id: given.id,
  delivery: "sent",
  delivery_reason: null,
  draft: false,
  automatic: false,
  attachments: [],
  choices: [],
  citations: [],
  secret: false,
  mentions: [],
  confidence: null,
  heard: null,
  notice: "",
  notice_vars: {},
  ...given,
});

export const conversation = (given: Partial<Conversation> & { id: string }): Conversation => ({
  rev: 1,
  contact: "p",
  channel: "chat",
  entry_point: "e",
  state: "open",
  subject: "",
  language: "",
  handler: "",
  tags: [],
  data: [],
  reference: "",
  opened_at: AT,
  last_at: AT,
  last_seq: 0,
  last_text: "",
  last_direction: null,
  last_author: null,
  read_seq: 0,
  interaction: "i",
  work_item: null,
  work_state: null,
  agent: null,
  queue: null,
  skills: [],
  priority: 0,
  merged_into: null,
  resolved_at: null,
  ...given,
});

export const row = (given: Partial<Conversation> & { id: string }): Row => ({
  conversation: conversation(given),
  contact: { id: "p", name: "" },
  work_item: null,
});
