/** The frames of the chat socket, as webchat/frames.py and webchat/commands.py define them. */

export interface FileView {
  id: string;
  name: string;
  type: string;
  size: number;
  url: string;
}

export interface Choice {
  label: string;
  value: string;
}

export interface Citation {
  article: string;
  revision: number;
  title: string;
}

export interface Message {
  seq: number;
  id: string;
  from: "me" | "agent" | "bot" | "system";
  name: string;
  text: string;
  format: string;
  html: string;
  at: string;
  files: FileView[];
  choices: Choice[];
  citations: Citation[];
  feedback: boolean | null;
  client_id: string | null;
  delivery: string;
  notice: string;
  vars: Record<string, string>;
}

export interface Entry {
  name: string;
  greeting: string;
  open: boolean;
  opens_at: string | null;
  closed_text: string;
  /** Path of the help centre, empty when there is none. */
  help: string;
}

export interface State {
  handler: "bot" | "waiting" | "agent" | "none";
  position: number | null;
  wait_seconds: number | null;
  agent: string | null;
  open: boolean;
  opens_at: string | null;
  rate: boolean;
  ended: boolean;
  /** Whether we can be called from here. */
  calls: boolean;
}

/** How the call stands. */
export interface CallFrame {
  type: "call";
  call: string;
  state: "ringing" | "up" | "ended";
  handler: State["handler"];
  position: number | null;
  wait_seconds: number | null;
  agent: string | null;
}

/** Something said in the call. */
export interface Caption {
  type: "caption";
  call: string;
  id: string;
  from: Message["from"];
  text: string;
  choices: Array<Choice & { key: string }>;
  notice: string;
  vars: Record<string, string>;
}

export interface Limits {
  text: number;
  file_bytes: number;
  file_types: string[];
}

export interface Welcome {
  type: "welcome";
  visitor: string;
  name: string;
  conversation: string | null;
  language: string;
  entry: Entry;
  limits: Limits;
  resumed: boolean;
  messages: Message[];
  last_seq: number;
  read_seq: number;
  more: boolean;
  state: State;
}

export interface ErrorFrame {
  type: "error";
  code: string;
  message: string;
  field?: string;
  id?: string;
  retry_after?: number;
}

export type ServerFrame =
  | Welcome
  | ErrorFrame
  | ({ type: "message" } & Message)
  | ({ type: "state" } & State)
  | { type: "ack"; id: string; seq: number; at: string }
  | { type: "receipt"; seq: number; delivery: string }
  | { type: "typing"; on: boolean; name: string }
  | { type: "entry"; entry: Entry; language: string }
  | { type: "history"; messages: Message[]; more: boolean }
  | { type: "link"; file: string; url: string }
  | { type: "placed"; id: string; call: string; answer: string }
  | CallFrame
  | Caption
  | { type: "done"; command: string }
  | { type: "bye"; retry_after: number }
  | { type: "pong" };

export type ClientFrame =
  | {
      type: "hello";
      visitor: string | null;
      identity: string | null;
      language: string;
      last_seq: number;
      conversation: string | null;
      call: string | null;
    }
  | { type: "send"; id: string; text: string; files: string[]; value?: string }
  | { type: "typing"; on: boolean }
  | { type: "delivered" | "read"; seq: number }
  | { type: "feedback"; message: string; helpful: boolean }
  | { type: "rate"; score: number; comment: string }
  | { type: "transcript"; email: string }
  | { type: "language"; language: string }
  | { type: "history"; before: number }
  | { type: "link"; file: string; message: string }
  | { type: "call"; id: string; offer: string }
  | { type: "person" | "end" | "ping" | "hang_up" };
