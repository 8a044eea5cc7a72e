import { h, icon } from "./dom";
import { choose, Words } from "./i18n";
import { Chat } from "./model/chat";
import { Storage } from "./model/storage";
import { chime } from "./sound";
import css from "./styles.css?inline";
import { CallView } from "./views/call";
import { Banner } from "./views/banner";
import { Composer } from "./views/composer";
import { Farewell } from "./views/farewell";
import { Header } from "./views/header";
import { Launcher } from "./views/launcher";
import { Messages } from "./views/messages";
import type { Context, View } from "./views/view";

const TOLD_FOR = 6_000;
const PHONE = matchMedia("(max-width: 480px)");

export interface Settings {
  base: string;
  key: string;
  language: string | null;
  identity: string | null;
}

/** The chat on a customer's page; everything it shows is inside its shadow root. */
export class SwitchboardChat extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  #context!: Context;
  #chat!: Chat;
  #storage!: Storage;
  #launcher!: Launcher;
  #messages!: Messages;
  #composer!: Composer;
  #header!: Header;
  #farewell!: Farewell;
  #callView!: CallView;
  #views: View[] = [];
  #panel!: HTMLElement;
  #told!: HTMLElement;
  #drop!: HTMLElement;
  #toldTimer = 0;
  #again = false;
  #scheduled = false;

  /** Build the chat for one widget key; called once, before the element is put on the page. */
  configure(settings: Settings): this {
    this.#storage = new Storage(settings.key);
    const language = this.#storage.get("language") ?? choose(settings.language);
    this.#chat = new Chat({ ...settings, language }, this.#storage, {
      changed: () => this.#schedule(),
      arrived: () => this.#arrived(),
      told: (what) => this.#tell("text" in what ? what.text : (this.#context.words.find(what.key) ?? "")),
    });
    this.#context = {
      chat: this.#chat,
      words: new Words(language),
      sound: this.#storage.get("sound") === "on",
      setLanguage: (code) => this.#setLanguage(code),
      setSound: (on) => this.#setSound(on),
      close: () => this.close(),
      tell: (text) => this.#tell(text),
      focusComposer: () => this.#composer.focus(),
    };
    this.#build();
    return this;
  }

  connectedCallback(): void {
    document.addEventListener("visibilitychange", () => this.#seen());
    addEventListener("focus", () => this.#seen());
    // Who has talked here before may have an answer waiting.
    if (this.#chat.known) this.#chat.start();
    this.#update();
  }

  get opened(): boolean {
    return !this.#panel.hidden;
  }

  open(): void {
    this.#chat.start();
    this.#panel.hidden = false;
    this.toggleAttribute("opened", true);
    this.#panel.setAttribute("aria-modal", String(PHONE.matches));
    this.#launcher.show(true);
    this.#update();
    this.#messages.opened();
    this.#focusIn();
    this.#seen();
  }

  close(): void {
    if (!this.opened) return;
    this.#header.menu.toggle(false);
    this.#panel.hidden = true;
    this.toggleAttribute("opened", false);
    this.#launcher.show(false);
    this.#launcher.element.focus();
  }

  /** Open the panel and call. */
  call(): void {
    this.open();
    this.#chat.startCall();
  }

  /** Say whether we can be called from this page, by this browser, at this moment. */
  async canCall(): Promise<boolean> {
    return this.#chat.call.able && (await this.#chat.asksForCalls());
  }

  setIdentity(identity: string | null): void {
    this.#chat.setIdentity(identity);
  }

  #build(): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#root.adoptedStyleSheets = [sheet];
    this.#launcher = new Launcher(this.#context, () => (this.opened ? this.close() : this.open()));
    this.#header = new Header(this.#context);
    this.#messages = new Messages(this.#context);
    this.#composer = new Composer(this.#context);
    this.#farewell = new Farewell(this.#context, () => {
      this.#again = true;
      this.#update();
      this.#composer.focus();
    });
    this.#callView = new CallView(this.#context, () => this.#focusIn());
    const banner = new Banner(this.#context);
    this.#told = h("p", { class: "told", role: "alert", hidden: true, "data-testid": "told" });
    this.#drop = h("div", { class: "drop", hidden: true });
    this.#views = [this.#launcher, this.#header, banner, this.#messages, this.#farewell, this.#composer];
    this.#views.push(this.#callView);
    this.#panel = h(
      "section",
      { class: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true, "data-testid": "panel" },
      ...[this.#header.element, this.#callView.element, banner.element, this.#messages.element, this.#told],
      ...[this.#farewell.element, this.#composer.element, this.#drop],
    );
    this.#launcher.element.setAttribute("aria-controls", "panel");
    this.#launcher.show(false);
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    this.#listenForDrops();
    this.#root.append(this.#panel, this.#launcher.element);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#update();
    });
  }

  #update(): void {
    const { state, outbox } = this.#chat;
    if (!state.ended && !state.rate) this.#again = false;
    const over = (state.ended || state.rate) && !this.#again && !outbox.entries.length;
    this.#farewell.element.hidden = !over;
    this.#composer.element.hidden = state.ended && over;
    this.setAttribute("lang", this.#context.words.language);
    this.#panel.classList.toggle("calling", this.#chat.call.state !== "idle");
    for (const view of this.#views) view.update();
    this.#seen();
  }

  #arrived(): void {
    if (this.#context.sound && (!this.opened || document.visibilityState === "hidden")) chime();
  }

  #seen(): void {
    if (this.opened && document.visibilityState === "visible" && document.hasFocus()) this.#chat.seen();
  }

  #tell(text: string): void {
    clearTimeout(this.#toldTimer);
    this.#told.replaceChildren(text);
    this.#told.hidden = !text;
    this.#toldTimer = window.setTimeout(() => (this.#told.hidden = true), TOLD_FOR);
  }

  #setLanguage(code: string): void {
    this.#context.words = new Words(code);
    this.#chat.setLanguage(code);
  }

  #setSound(on: boolean): void {
    this.#context.sound = on;
    this.#storage.set("sound", on ? "on" : "off");
    if (on) chime();
    this.#schedule();
  }

  // --- keyboard and files ---------------------------------------------------------------------------

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.#header.menu.open) this.#header.menu.toggle(false);
      else this.close();
    } else if (this.#chat.call.press(event.key)) {
      event.preventDefault();
    } else if (event.key === "Tab" && PHONE.matches) {
      this.#keepFocus(event);
    }
  }

  /** On a phone the panel covers the page: Tab goes round inside it. */
  #keepFocus(event: KeyboardEvent): void {
    const all = this.#panel.querySelectorAll<HTMLElement>("button, a[href], input, textarea, [tabindex='0']");
    const usable = Array.from(all).filter((one) => one.checkVisibility() && !(one as HTMLButtonElement).disabled);
    const [first, last] = [usable[0], usable.at(-1)];
    const now = this.#root.activeElement;
    if (event.shiftKey ? now === first : now === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }

  #focusIn(): void {
    if (this.#chat.call.state !== "idle") this.#callView.focus();
    else if (!this.#composer.element.hidden) this.#composer.focus();
    else this.#farewell.element.querySelector<HTMLElement>("input, button")?.focus();
  }

  #listenForDrops(): void {
    const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    this.#panel.addEventListener("dragover", (event) => {
      if (!carries(event) || this.#composer.element.hidden) return;
      event.preventDefault();
      this.#drop.replaceChildren(icon("attach"), this.#context.words.t("drop"));
      this.#drop.hidden = false;
    });
    this.#panel.addEventListener("dragleave", (event) => {
      if (!this.#panel.contains(event.relatedTarget as Node | null)) this.#drop.hidden = true;
    });
    this.#panel.addEventListener("drop", (event) => {
      this.#drop.hidden = true;
      if (!carries(event) || this.#composer.element.hidden) return;
      event.preventDefault();
      this.#composer.attach(Array.from(event.dataTransfer?.files ?? []));
    });
  }
}
