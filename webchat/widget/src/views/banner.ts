import { h, icon, type Icon } from "../dom";
import type { Context, View } from "./view";

/** What one should know before reading on: no connection, closed, or the place in line. */
export class Banner implements View {
  readonly element = h("div", { class: "banners", role: "status", "data-testid": "banner" });
  readonly #context: Context;
  #shown = "";

  constructor(context: Context) {
    this.#context = context;
  }

  update(): void {
    const { chat, words } = this.#context;
    const { state } = chat;
    const cards: Array<[Icon, string, string, string]> = [];
    if (chat.status === "offline") {
      const kept = chat.outbox.entries.some((entry) => !entry.stored) ? words.t("status.kept") : "";
      cards.push(["alert", "offline", words.t("status.offline"), kept]);
    }
    if (!state.open && chat.entry && state.handler !== "agent") {
      const until = state.opens_at ? words.t("closed.until", { when: words.moment(new Date(state.opens_at)) }) : "";
      const title = [words.t("closed.title"), until].filter(Boolean).join(" · ");
      cards.push(["moon", "closed", title, chat.entry.closed_text || words.t("closed.hint")]);
    } else if (state.handler === "waiting") {
      cards.push(["clock", "waiting", this.#place(), this.#wait()]);
    }
    const look = JSON.stringify(cards);
    if (look === this.#shown) return;
    this.#shown = look;
    this.element.replaceChildren(
      ...cards.map(([image, kind, title, text]) =>
        h(
          "div",
          { class: `banner ${kind}`, "data-testid": `banner-${kind}` },
          icon(image),
          h("div", {}, h("strong", {}, title), text ? h("span", {}, text) : null),
        ),
      ),
    );
  }

  #place(): string {
    const { chat, words } = this.#context;
    const { position } = chat.state;
    if (position === null) return words.t("waiting.some");
    return position <= 1 ? words.t("waiting.next") : words.t("waiting.place", { position });
  }

  #wait(): string {
    const { chat, words } = this.#context;
    const seconds = chat.state.wait_seconds;
    if (seconds === null) return words.t("waiting.stay");
    const estimate = seconds < 60 ? words.t("waiting.soon") : words.t("waiting.minutes", { minutes: Math.round(seconds / 60) });
    return `${estimate} ${words.t("waiting.stay")}`;
  }
}
