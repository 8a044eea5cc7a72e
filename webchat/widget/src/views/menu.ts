import { h, icon } from "../dom";
import { base, LANGUAGES } from "../i18n";
import type { Context, View } from "./view";

/** Language, sound, transcript and ending, behind the button with the three dots. */
export class Menu implements View {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly #context: Context;
  #shown = "";
  #panel: "list" | "transcript" | "end" = "list";

  constructor(context: Context) {
    this.#context = context;
    this.element = h("div", { class: "menu", id: "menu", hidden: true, "data-testid": "menu-panel" });
    this.button = h(
      "button",
      {
        class: "plain",
        type: "button",
        "data-testid": "menu",
        "aria-controls": "menu",
        "aria-expanded": "false",
        onclick: () => this.toggle(),
      },
      icon("more"),
    );
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  toggle(open = !this.open, panel: "list" | "transcript" | "end" = "list"): void {
    const had = this.open;
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.#panel = panel;
    this.#shown = "";
    this.update();
    if (open) this.element.querySelector<HTMLElement>("input:not([type=radio]), button, input")?.focus();
    else if (had) this.button.focus();
  }

  update(): void {
    const { chat, words, sound } = this.#context;
    this.button.setAttribute("aria-label", words.t("menu"));
    if (!this.open) return;
    const talking = chat.messages.length > 0;
    const look = [words.language, sound, this.#panel, talking, chat.state.ended, chat.help()].join();
    if (look === this.#shown) return;
    this.#shown = look;
    const focused = (this.element.getRootNode() as ShadowRoot).activeElement?.getAttribute("data-testid");
    const make = { list: () => this.#list(talking), transcript: () => this.#transcript(), end: () => this.#end() };
    this.element.replaceChildren(...make[this.#panel]());
    if (focused) this.element.querySelector<HTMLElement>(`[data-testid="${focused}"]`)?.focus();
  }

  #list(talking: boolean): HTMLElement[] {
    const { words, sound, chat } = this.#context;
    const items = [
      this.#languages(),
      this.#item("sound", "sound", words.t(sound ? "sound.on" : "sound.off"), () => this.#context.setSound(!sound)),
    ];
    const help = chat.help();
    if (help) {
      const act = { href: help, target: "_blank", rel: "noopener", "data-testid": "menu-help" };
      items.push(h("a", { class: "item", ...act }, icon("book"), words.t("help")));
    }
    if (talking) {
      items.push(this.#item("transcript", "mail", words.t("transcript"), () => this.toggle(true, "transcript")));
      if (!chat.state.ended) {
        items.push(this.#item("end", "close", words.t("end"), () => this.toggle(true, "end")));
      }
    }
    return items;
  }

  #item(id: string, image: "sound" | "mail" | "close", label: string, act: () => void): HTMLElement {
    return h("button", { class: "item", type: "button", "data-testid": `menu-${id}`, onclick: act }, icon(image), label);
  }

  #languages(): HTMLElement {
    const { words } = this.#context;
    const now = base(words.language);
    return h(
      "div",
      { class: "item languages", role: "group", "aria-label": words.t("language") },
      icon("globe"),
      ...LANGUAGES.map(({ code, name }) =>
        h(
          "button",
          {
            type: "button",
            lang: code,
            "aria-pressed": String(code === now),
            "data-testid": `language-${code}`,
            onclick: () => this.#context.setLanguage(code),
          },
          name,
        ),
      ),
    );
  }

  #transcript(): HTMLElement[] {
    const { words, chat } = this.#context;
    const field = h("input", {
      id: "email",
      type: "email",
      autocomplete: "email",
      required: true,
      placeholder: "name@example.com",
      "data-testid": "transcript-email",
      "aria-describedby": "email-hint",
    });
    const hint = h("p", { class: "hint", id: "email-hint", role: "alert" });
    const submit = (event: Event): void => {
      event.preventDefault();
      const valid = field.checkValidity() && /@.+\../.test(field.value);
      hint.textContent = valid ? "" : words.t("transcript.invalid");
      field.setAttribute("aria-invalid", String(!valid));
      if (!valid) field.focus();
      else if (chat.transcript(field.value)) this.toggle(false);
    };
    return [
      h(
        "form",
        { class: "form", novalidate: true, onsubmit: submit },
        h("label", { for: "email" }, words.t("transcript.email")),
        field,
        hint,
        this.#buttons(
          h("button", { class: "primary", type: "submit", "data-testid": "transcript-send" }, words.t("transcript.send")),
          words.t("cancel"),
        ),
      ),
    ];
  }

  #end(): HTMLElement[] {
    const { words, chat } = this.#context;
    const act = (): void => {
      if (chat.end()) this.toggle(false);
    };
    return [
      h(
        "div",
        { class: "form" },
        h("p", {}, words.t("end.sure")),
        this.#buttons(
          h("button", { class: "primary", type: "button", "data-testid": "end-yes", onclick: act }, words.t("end.yes")),
          words.t("end.no"),
        ),
      ),
    ];
  }

  #buttons(primary: HTMLElement, back: string): HTMLElement {
    const cancel = h("button", { class: "quiet", type: "button", onclick: () => this.toggle(false) }, back);
    return h("div", { class: "buttons" }, primary, cancel);
  }
}
