import { h, icon } from "../dom";
import { Menu } from "./menu";
import type { Context, View } from "./view";

/** Who one is talking to, and the buttons for menu and closing. */
export class Header implements View {
  readonly element: HTMLElement;
  readonly menu: Menu;
  readonly #context: Context;
  readonly #avatar = h("span", { class: "avatar large", "aria-hidden": "true" });
  readonly #title = h("h2", { class: "title", id: "title" });
  readonly #status = h("p", { class: "status", "data-testid": "status" });
  readonly #close: HTMLButtonElement;
  #shown = "";

  constructor(context: Context) {
    this.#context = context;
    this.menu = new Menu(context);
    this.#close = h(
      "button",
      { class: "plain", type: "button", "data-testid": "close", onclick: () => context.close() },
      icon("close"),
    );
    this.element = h(
      "div",
      { class: "header" },
      this.#avatar,
      h("div", { class: "who" }, this.#title, this.#status),
      this.menu.button,
      this.#close,
      this.menu.element,
    );
  }

  update(): void {
    const { chat, words } = this.#context;
    const agent = chat.state.handler === "agent" ? chat.state.agent : null;
    this.#title.textContent = agent ?? chat.entry?.name ?? "";
    this.#status.textContent = this.#statusText();
    this.element.dataset["online"] = String(chat.status === "online" && chat.state.open && !chat.state.ended);
    this.#close.setAttribute("aria-label", words.t("minimise"));
    if (this.#shown !== (agent ?? "")) this.#avatar.textContent = "";
    if (!this.#avatar.childNodes.length || this.#shown !== (agent ?? "")) {
      this.#avatar.append(agent ? initials(agent) : icon("chat"));
    }
    this.#shown = agent ?? "";
    this.menu.update();
  }

  #statusText(): string {
    const { chat, words } = this.#context;
    const { state } = chat;
    if (chat.call.active) return words.t("status.call");
    if (chat.status !== "online") return words.t("status.connecting");
    if (state.ended) return words.t("status.ended");
    if (state.handler === "agent") {
      const company = chat.entry?.name ?? "";
      return company || words.t("status.agent.any");
    }
    if (state.handler === "waiting") return words.t(state.open ? "status.waiting" : "status.closed");
    if (!state.open) return words.t("status.closed");
    return words.t(state.handler === "bot" ? "status.bot" : "status.none");
  }
}

/** One or two letters for a name; the last character of a Chinese one. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  if (/^\p{Script=Han}+$/u.test(name.trim())) return name.trim().slice(-1);
  return parts
    .filter((_, index) => index === 0 || index === parts.length - 1)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");
}
