import { h, icon, Rows, type Icon } from "../dom";
import type { Key } from "../i18n";
import type { CallState, Fault } from "../model/call";
import type { Caption } from "../model/protocol";
import { initials } from "./header";
import type { Context, View } from "./view";

const FAULTS: Record<Fault, Key> = {
  microphone: "call.fault.microphone",
  device: "call.fault.device",
  busy: "call.fault.busy",
  unavailable: "call.fault.unavailable",
  refused: "call.fault.refused",
  connection: "call.fault.connection",
  lost: "call.fault.lost",
};
const STATES: Partial<Record<CallState, Key>> = {
  microphone: "call.microphone",
  connecting: "call.connecting",
  over: "call.over",
};
const SPEAKERS: Record<Exclude<Caption["from"], "system">, Key> = { me: "you", bot: "bot", agent: "call.person" };
const PAD = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** The telephone: who speaks, what is said, and the buttons one needs while talking. */
export class CallView implements View {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #focusChat: () => void;
  readonly #face = h("span", { class: "face", "aria-hidden": "true" });
  readonly #name = h("p", { class: "call-name" });
  readonly #status = h("p", { class: "call-status", role: "status", "data-testid": "call-status" });
  readonly #time = h("p", { class: "call-time", role: "timer", "data-testid": "call-time" });
  readonly #said = h("ol", { class: "said", tabindex: "0", "data-testid": "call-said" });
  readonly #rows = new Rows(this.#said);
  readonly #choices = h("div", { class: "choices", role: "group", "data-testid": "call-choices" });
  readonly #pad = h("div", { class: "pad", role: "group", hidden: true, "data-testid": "call-pad" });
  readonly #pressed = h("output", { class: "pressed", "data-testid": "call-pressed" });
  readonly #mute = this.#button("call-mute", "mic", () => this.#call.mute(!this.#call.muted));
  readonly #keys = this.#button("call-keys", "pad", () => this.#togglePad());
  readonly #end = this.#button("call-end", "hangup", () => this.#call.hangUp());
  readonly #again = h("button", { class: "primary", type: "button", "data-testid": "call-again" });
  readonly #back = h("button", { class: "quiet", type: "button", "data-testid": "call-back" });
  readonly #live: HTMLElement;
  readonly #after: HTMLElement;
  #before = "idle";
  #newest = "";
  #looks = "";
  #drawing = false;

  constructor(context: Context, focusChat: () => void) {
    this.#context = context;
    this.#focusChat = focusChat;
    this.#again.addEventListener("click", () => context.chat.startCall());
    this.#back.addEventListener("click", () => this.#call.dismiss());
    this.#pad.append(
      this.#pressed,
      ...PAD.map((key) =>
        h("button", { type: "button", "data-testid": `key-${key}`, onclick: () => this.#call.press(key) }, key),
      ),
    );
    this.#live = h("div", { class: "call-buttons" }, this.#mute, this.#keys, this.#end);
    this.#after = h("div", { class: "call-after" }, this.#again, this.#back);
    const stage = h("div", { class: "stage" }, this.#face, this.#name, this.#status, this.#time);
    const parts = [stage, this.#said, this.#choices, this.#pad, this.#live, this.#after];
    this.element = h("div", { class: "call", hidden: true, "data-testid": "call" }, ...parts);
    setInterval(() => this.#tick(), 1_000);
    // Choices and keypad take room from what was said last.
    new ResizeObserver(() => this.#toNewest()).observe(this.#said);
  }

  get #call(): Context["chat"]["call"] {
    return this.#context.chat.call;
  }

  /** Where the keyboard is when the panel opens. */
  focus(): void {
    (this.#call.active ? this.#end : this.#again).focus();
  }

  update(): void {
    const call = this.#call;
    const { words } = this.#context;
    this.element.hidden = call.state === "idle";
    this.element.dataset["state"] = call.state;
    if (this.element.hidden) return this.#moved();
    this.#showWho();
    const status = this.#statusText();
    if (this.#status.textContent !== status) this.#status.textContent = status;
    this.#tick();
    this.#showSaid();
    this.#showChoices();
    const up = call.state === "up";
    this.#label(this.#mute, words.t(call.muted ? "call.unmute" : "call.mute"), call.muted ? "mute" : "mic");
    this.#mute.setAttribute("aria-pressed", String(call.muted));
    this.#label(this.#keys, words.t("call.keypad"), "pad");
    this.#label(this.#end, words.t("call.end"), "hangup");
    this.#mute.disabled = this.#keys.disabled = !up;
    if (!up) this.#pad.hidden = true;
    this.#keys.setAttribute("aria-expanded", String(!this.#pad.hidden));
    this.#pad.setAttribute("aria-label", words.t("call.keypad"));
    this.#pressed.textContent = call.keys;
    this.#live.hidden = !call.active;
    this.#after.hidden = call.active;
    this.#again.textContent = words.t("call.again");
    this.#again.hidden = call.fault === "refused";
    this.#back.textContent = words.t("call.back");
    if (up && !this.#drawing && !CALM.matches) this.#draw();
    this.#moved();
  }

  /** The keyboard stays with what one can do now. */
  #moved(): void {
    const before = this.#before;
    this.#before = this.#call.state;
    if (before === this.#before) return;
    if (this.#before === "idle") this.#focusChat();
    else if (this.#call.active !== ["microphone", "connecting", "up"].includes(before)) this.focus();
  }

  #showWho(): void {
    const { chat } = this.#context;
    const agent = this.#call.frame?.agent ?? null;
    this.#name.textContent = agent ?? chat.entry?.name ?? "";
    const look = agent ?? "";
    if (this.#face.childNodes.length && this.#face.dataset["look"] === look) return;
    this.#face.dataset["look"] = look;
    this.#face.replaceChildren(agent ? initials(agent) : icon("phone"));
  }

  #statusText(): string {
    const { words } = this.#context;
    const { state, fault, frame, unsteady, muted } = this.#call;
    if (fault) return words.t(FAULTS[fault]);
    const without = STATES[state];
    if (without) return words.t(without);
    if (unsteady) return words.t("call.unsteady");
    if (frame?.handler === "waiting") return this.#waitingText();
    if (muted) return words.t("call.muted");
    return words.t(frame?.handler === "agent" ? "call.agent" : "call.up");
  }

  #waitingText(): string {
    const { words } = this.#context;
    const { position = null, wait_seconds: seconds = null } = this.#call.frame ?? {};
    const place =
      position === null ? "waiting.some" : position <= 1 ? "waiting.next" : ("waiting.place" as const);
    const wait = seconds === null ? "" : seconds < 60 ? "waiting.soon" : ("waiting.minutes" as const);
    const minutes = Math.round((seconds ?? 0) / 60);
    return [words.t(place, { position: position ?? "" }), wait && words.t(wait, { minutes })].filter(Boolean).join(" · ");
  }

  #tick(): void {
    const { seconds, startedAt } = this.#call;
    const text = startedAt ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
    if (this.#time.textContent !== text) this.#time.textContent = text;
  }

  #showSaid(): void {
    const { words } = this.#context;
    const captions = this.#call.captions.filter((one) => this.#textOf(one));
    this.#said.hidden = captions.length === 0;
    this.#said.setAttribute("aria-label", words.t("call.said"));
    this.#rows.show(
      captions.map((one) => ({
        key: one.id,
        look: words.language + JSON.stringify(one),
        make: () =>
          h(
            "li",
            { class: one.from, "data-testid": "caption" },
            one.from === "system" ? null : h("strong", {}, words.t(SPEAKERS[one.from])),
            h("span", {}, this.#textOf(one)),
          ),
      })),
    );
    const newest = captions.at(-1)?.id ?? "";
    if (newest !== this.#newest) this.#toNewest();
    this.#newest = newest;
  }

  #textOf(caption: Caption): string {
    const { notice, text, vars } = caption;
    if (!notice) return text;
    const { words } = this.#context;
    return words.find(`call.notice.${notice}`, vars) ?? words.find(`notice.${notice}`, vars) ?? "";
  }

  /** What the menu offers: pressing one is pressing its key. */
  #showChoices(): void {
    const { choices } = this.#call;
    const look = this.#context.words.language + JSON.stringify(choices);
    this.#choices.hidden = choices.length === 0;
    if (look === this.#looks) return;
    this.#looks = look;
    this.#choices.setAttribute("aria-label", this.#context.words.t("choices"));
    this.#choices.replaceChildren(
      ...choices.map((one) =>
        h("button", { type: "button", onclick: () => this.#call.press(one.key) }, h("kbd", {}, one.key), one.label),
      ),
    );
  }

  #togglePad(): void {
    this.#pad.hidden = !this.#pad.hidden;
    this.update();
  }

  #toNewest(): void {
    this.#said.scrollTop = this.#said.scrollHeight;
  }

  #button(id: string, image: Icon, act: () => void): HTMLButtonElement {
    return h("button", { class: `round ${id}`, type: "button", "data-testid": id, onclick: act }, icon(image));
  }

  #label(button: HTMLButtonElement, label: string, image: Icon): void {
    if (button.dataset["look"] === image + label) return;
    button.dataset["look"] = image + label;
    button.replaceChildren(icon(image), h("span", {}, label));
  }

  /** Show who speaks, as often as the screen is drawn. */
  #draw(): void {
    this.#drawing = this.#call.state === "up";
    const [mine, theirs] = this.#call.levels();
    this.element.style.setProperty("--mine", mine.toFixed(2));
    this.element.style.setProperty("--theirs", theirs.toFixed(2));
    if (this.#drawing) requestAnimationFrame(() => this.#draw());
  }
}
