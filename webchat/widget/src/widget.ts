import { styles } from "./styles";

/** The chat on a customer's page: `<switchboard-chat>`; everything it shows is inside its shadow root. */
export class SwitchboardChat extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #launcher = document.createElement("button");
  readonly #panel = document.createElement("section");

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#root.adoptedStyleSheets = [sheet];

    this.#launcher.type = "button";
    this.#launcher.className = "launcher";
    this.#launcher.setAttribute("aria-controls", "panel");
    this.#launcher.addEventListener("click", () => this.toggle());

    this.#panel.id = "panel";
    this.#panel.className = "panel";
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle(false);
    });
    this.#root.append(this.#panel, this.#launcher);
  }

  connectedCallback(): void {
    const label = this.getAttribute("label") ?? "Chat";
    this.#launcher.textContent = label;
    this.#panel.setAttribute("aria-label", label);
    this.toggle(false);
  }

  get open(): boolean {
    return !this.#panel.hidden;
  }

  /** Open or close the panel; without an argument, do the other of the two. */
  toggle(open = !this.open): void {
    const closing = this.open && !open && this.#root.activeElement !== this.#launcher;
    this.#panel.hidden = !open;
    this.#launcher.setAttribute("aria-expanded", String(open));
    if (closing) this.#launcher.focus();
  }
}

if (!customElements.get("switchboard-chat")) customElements.define("switchboard-chat", SwitchboardChat);
