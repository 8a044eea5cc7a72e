import { append, h, hidden, icon, Rows, type Row } from "../dom";
import type { Pending } from "../model/outbox";
import type { Message } from "../model/protocol";
import { safe } from "../sanitize";
import { fileCard } from "./files";
import { initials } from "./header";
import type { Context, View } from "./view";

const SAME_GROUP = 5 * 60_000;
const NEAR_END = 80;
/** So long after a wheel, finger or key a movement counts as the reader's own. */
const BY_HAND = 1_000;

/** The conversation: days, groups of messages, system lines, what is on its way, who is typing. */
export class Messages implements View {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #log = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "data-testid": "log" });
  readonly #older = h("button", { class: "older", type: "button", "data-testid": "older" });
  readonly #list = h("div", { class: "list" });
  readonly #newest = h("button", { class: "newest", type: "button", hidden: true });
  readonly #rows = new Rows(this.#list);
  #first = 0;
  #count = 0;
  #sticks = true;
  #handAt = 0;
  #own = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#older.addEventListener("click", () => context.chat.older());
    this.#newest.addEventListener("click", () => this.#toEnd(true));
    this.#log.append(this.#older, this.#list);
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.#log.addEventListener(kind, () => (this.#handAt = Date.now()), { passive: true });
    }
    this.#log.addEventListener("scroll", () => this.#scrolled());
    this.element = h("div", { class: "messages" }, this.#log, this.#newest);
    // A picture that has loaded, or a banner that takes height away, must not push the end out of sight.
    const sizes = new ResizeObserver(() => this.#sticks && this.#toEnd());
    sizes.observe(this.#log);
    sizes.observe(this.#list);
  }

  update(): void {
    const { chat, words } = this.#context;
    this.#log.setAttribute("aria-label", words.t("log"));
    this.#older.textContent = words.t("older");
    this.#older.hidden = !chat.more;
    this.#newest.replaceChildren(icon("down"), words.t("newest"));
    const own = chat.outbox.entries.length > this.#own;
    this.#own = chat.outbox.entries.length;
    const stick = this.#sticks || own;
    const height = this.#log.scrollHeight;
    const first = chat.messages[0]?.seq ?? 0;
    const earlier = first < this.#first && this.#first > 0;
    this.#first = first;
    // Earlier messages were asked for: they are not news to be read out.
    this.#log.setAttribute("aria-live", earlier ? "off" : "polite");
    const rows = this.#all();
    const grown = rows.length > this.#count;
    this.#count = rows.length;
    this.#rows.show(rows);
    if (earlier) this.#log.scrollTop += this.#log.scrollHeight - height;
    else if (stick) this.#toEnd();
    else if (grown && chat.unread) this.#newest.hidden = false;
  }

  /** Show the end, as when the panel opens. */
  opened(): void {
    this.#toEnd();
  }

  /** Only the reader's own hand lets go of the end; what grows or shrinks around it does not. */
  #scrolled(): void {
    if (this.#atEnd()) {
      this.#sticks = true;
      this.#newest.hidden = true;
    } else if (Date.now() - this.#handAt < BY_HAND) {
      this.#sticks = false;
      this.#handAt = Date.now();
    }
  }

  #atEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #toEnd(smooth = false): void {
    this.#newest.hidden = true;
    this.#sticks = true;
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  #all(): Row[] {
    const { chat, words } = this.#context;
    const rows: Row[] = [];
    if (chat.entry?.greeting && !chat.more) rows.push(this.#greeting(chat.entry.greeting));
    let day = "";
    let before: Message | null = null;
    const answers = chat.messages.filter((one) => one.from === "agent" || one.from === "bot");
    const answered = answers.at(-1)?.seq ?? 0;
    const last = chat.messages.filter((one) => one.from !== "system").at(-1);
    for (const message of chat.messages) {
      const today = words.day(new Date(message.at));
      if (today !== day) {
        day = today;
        before = null;
        rows.push({ key: `day:${today}`, look: "", make: () => h("div", { class: "day" }, h("span", {}, today)) });
      }
      const starts = !before || !together(before, message);
      rows.push(this.#row(message, starts, message === last, answered));
      before = message;
    }
    rows.push(...chat.outbox.entries.map((entry) => this.#pending(entry)));
    if (chat.typing !== null) rows.push(this.#typing(chat.typing));
    return rows;
  }

  #greeting(text: string): Row {
    return {
      key: "greeting",
      look: text,
      make: () => h("div", { class: "group theirs starts" }, avatar("bot", ""), h("div", { class: "bubble" }, text)),
    };
  }

  #row(message: Message, starts: boolean, last: boolean, answered: number): Row {
    if (message.from === "system") return this.#system(message);
    const { chat, words } = this.#context;
    const mine = message.from === "me";
    const read = mine && (message.seq <= chat.readSeq || message.seq <= answered);
    const waits = chat.state.handler === "waiting" || chat.state.handler === "agent";
    const choices = last && !waits && !chat.outbox.entries.length && !chat.state.ended;
    return {
      key: mine ? `own:${message.client_id}` : `message:${message.id}`,
      look: [starts, read, choices, waits, message.seq, message.feedback, words.language].join(),
      make: () =>
        mine ? this.#mine(message, starts, read) : this.#theirs(message, { starts, choices, waits }),
    };
  }

  #mine(message: Message, starts: boolean, read: boolean): HTMLElement {
    const { words } = this.#context;
    const state = h("span", { class: read ? "mark read" : "mark", "data-testid": "mark" });
    state.append(icon(read ? "ticks" : "tick"), hidden(words.t(read ? "read" : "delivered")));
    return h(
      "div",
      { class: `group mine${starts ? " starts" : ""}`, "data-testid": "message", "data-from": "me" },
      h(
        "div",
        { class: "stack" },
        hidden(`${words.t("you")}:`),
        message.text ? h("div", { class: "bubble" }, body(message, this.#context.chat.base)) : null,
        ...message.files.map((file) => fileCard(this.#context, message, file)),
        h("div", { class: "meta" }, words.time(new Date(message.at)), state),
      ),
    );
  }

  #theirs(message: Message, shown: { starts: boolean; choices: boolean; waits: boolean }): HTMLElement {
    const { words } = this.#context;
    const bot = message.from === "bot";
    const name = message.name || this.#context.chat.entry?.name || words.t("bot");
    return h(
      "div",
      {
        class: `group theirs${shown.starts ? " starts" : ""}`,
        "data-testid": "message",
        "data-from": message.from,
      },
      avatar(message.from, name),
      h(
        "div",
        { class: "stack" },
        shown.starts
          ? h("div", { class: "name" }, name, bot ? h("span", { class: "label" }, words.t("bot")) : null)
          : hidden(`${name}:`),
        message.text ? h("div", { class: "bubble" }, body(message, this.#context.chat.base), this.#sources(message)) : null,
        ...message.files.map((file) => fileCard(this.#context, message, file)),
        message.citations.length ? this.#helpful(message, shown.waits) : null,
        shown.choices && message.choices.length ? this.#choices(message) : null,
        h("div", { class: "meta" }, words.time(new Date(message.at))),
      ),
    );
  }

  #sources(message: Message): HTMLElement | null {
    const { chat, words } = this.#context;
    if (!message.citations.length) return null;
    const titles = message.citations.map((one, place) => {
      const href = chat.help(one.article);
      const title = href ? h("a", { href, target: "_blank", rel: "noopener" }, one.title) : one.title;
      return h("span", {}, place ? ", " : "", title);
    });
    return h(
      "div",
      { class: "source", "data-testid": "source" },
      icon("book"),
      h("span", {}, words.t("source", { title: "" }), ...titles),
    );
  }

  #helpful(message: Message, waits: boolean): HTMLElement {
    const { chat, words } = this.#context;
    if (message.feedback !== null) {
      const ask = !message.feedback && !waits && !chat.state.ended;
      const thanks = words.t(message.feedback || !ask ? "helpful.yes" : "helpful.no");
      return h(
        "div",
        { class: "helpful", "data-testid": "helpful-thanks" },
        h("span", {}, thanks),
        ask ? h("button", { type: "button", onclick: () => chat.person() }, words.t("person")) : null,
      );
    }
    const answer = (helpful: boolean): HTMLElement =>
      h(
        "button",
        {
          type: "button",
          "data-testid": helpful ? "helpful-yes" : "helpful-no",
          onclick: () => {
            chat.feedback(message, helpful);
            this.#context.focusComposer();
          },
        },
        words.t(helpful ? "yes" : "no"),
      );
    return h(
      "div",
      { class: "helpful", role: "group", "aria-label": words.t("helpful") },
      h("span", {}, words.t("helpful")),
      answer(true),
      answer(false),
    );
  }

  #choices(message: Message): HTMLElement {
    const { chat, words } = this.#context;
    return h(
      "div",
      { class: "choices", role: "group", "aria-label": words.t("choices") },
      ...message.choices.map((choice) =>
        h(
          "button",
          {
            type: "button",
            "data-testid": "choice",
            onclick: () => {
              chat.send(choice.label, [], choice.value);
              this.#context.focusComposer();
            },
          },
          choice.label,
        ),
      ),
    );
  }

  #system(message: Message): Row {
    const { words } = this.#context;
    const text = words.find(`notice.${message.notice}`, message.vars) ?? message.text;
    return {
      key: `message:${message.id}`,
      look: text,
      make: () => h("div", { class: "system", hidden: !text, "data-testid": "notice" }, h("span", {}, text)),
    };
  }

  #pending(entry: Pending): Row {
    const { words } = this.#context;
    return {
      key: `own:${entry.id}`,
      look: ["pending", entry.stored, entry.failed, words.language].join(),
      make: () => this.#onItsWay(entry),
    };
  }

  #onItsWay(entry: Pending): HTMLElement {
    const { chat, words } = this.#context;
    const failed = entry.failed !== undefined;
    const [mark, key] = entry.stored ? (["tick", "delivered"] as const) : (["clock", "sending"] as const);
    const act = (key: "retry" | "discard", run: () => void): HTMLElement =>
      h("button", { type: "button", class: "link", onclick: run }, words.t(key));
    return h(
      "div",
      { class: `group mine starts ${failed ? "failed" : entry.stored ? "" : "pending"}`, "data-testid": "pending" },
      h(
        "div",
        { class: "stack" },
        entry.text ? h("div", { class: "bubble" }, h("p", {}, entry.text)) : null,
        ...entry.files.map((file) => h("div", { class: "file" }, icon("file"), h("span", {}, file.name))),
        failed
          ? h(
              "div",
              { class: "meta problem" },
              `${words.t("failed")}: ${entry.failed ?? ""}`,
              act("retry", () => chat.retry(entry.id)),
              act("discard", () => chat.discard(entry.id)),
            )
          : h("div", { class: "meta" }, h("span", { class: "mark" }, icon(mark), hidden(words.t(key)))),
      ),
    );
  }

  #typing(name: string): Row {
    const { words } = this.#context;
    const text = name ? words.t("typing", { name }) : words.t("typing.any");
    return {
      key: "typing",
      look: text,
      make: () =>
        h(
          "div",
          { class: "group theirs starts typing", "data-testid": "typing" },
          avatar("agent", name),
          h("div", { class: "bubble" }, h("i", {}), h("i", {}), h("i", {}), hidden(text)),
        ),
    };
  }
}

function together(before: Message, message: Message): boolean {
  const soon = Date.parse(message.at) - Date.parse(before.at) < SAME_GROUP;
  return soon && before.from === message.from && before.name === message.name && !before.citations.length;
}

function body(message: Message, base: string): Node {
  return message.html ? safe(message.html, base) : h("p", {}, message.text);
}

function avatar(from: Message["from"], name: string): HTMLElement {
  const element = h("span", { class: `avatar ${from}`, "aria-hidden": "true" });
  append(element, [from === "bot" ? icon("bot") : initials(name) || icon("person")]);
  return element;
}
