import { h, icon } from "../dom";
import type { Context, View } from "./view";

/** The round button that opens and closes the panel, with the number of unread messages. */
export class Launcher implements View {
  readonly element: HTMLButtonElement;
  readonly #badge = h("span", { class: "badge", "aria-hidden": "true" });
  readonly #context: Context;

  constructor(context: Context, toggle: () => void) {
    this.#context = context;
    this.element = h(
      "button",
      { class: "launcher", type: "button", "data-testid": "launcher", "aria-haspopup": "dialog", onclick: toggle },
      icon("chat"),
      icon("phone"),
      icon("down"),
      this.#badge,
    );
  }

  show(open: boolean): void {
    this.element.setAttribute("aria-expanded", String(open));
    this.update();
  }

  update(): void {
    const { chat, words } = this.#context;
    const open = this.element.getAttribute("aria-expanded") === "true";
    const unread = open ? 0 : chat.unread;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    this.#badge.hidden = unread === 0;
    this.element.classList.toggle("calling", chat.call.active);
    const label = !open && chat.call.active ? words.t("call.open") : open ? words.t("close") : unread ? words.t("open.unread", { count: unread }) : words.t("open");
    this.element.setAttribute("aria-label", label);
  }
}
