import { h, icon } from "../dom";
import type { FileView } from "../model/protocol";
import type { Context, View } from "./view";

const TYPING_EVERY = 3_000;
const TYPING_STOPS = 4_000;
const MOST_FILES = 10;

interface Upload {
  name: string;
  share: number;
  file?: FileView;
  cancel: () => void;
}

/** Where one writes: text, files by button, paste or drop, and the way to a person. */
export class Composer implements View {
  readonly element: HTMLFormElement;
  readonly #context: Context;
  readonly #person = h("button", { class: "person", type: "button", "data-testid": "person" });
  readonly #call = h("button", { class: "person", type: "button", hidden: true, "data-testid": "call-us" });
  readonly #chips = h("ul", { class: "chips", hidden: true });
  readonly #field = h("textarea", { rows: "1", "data-testid": "composer", enterkeyhint: "send" });
  readonly #picker = h("input", { type: "file", multiple: true, hidden: true, "data-testid": "file-picker" });
  readonly #attach = h("button", { class: "plain", type: "button", "data-testid": "attach" }, icon("attach"));
  readonly #send = h("button", { class: "send", type: "submit", "data-testid": "send" }, icon("send"));
  readonly #count = h("p", { class: "count", role: "status" });
  #uploads: Upload[] = [];
  #saidTyping = 0;
  #stopTyping = 0;

  constructor(context: Context) {
    this.#context = context;
    this.element = h(
      "form",
      { class: "composer" },
      h("div", { class: "ways" }, this.#person, this.#call),
      this.#chips,
      h("div", { class: "line" }, this.#attach, this.#field, this.#send),
      this.#count,
      this.#picker,
    );
    this.#listen();
  }

  focus(): void {
    this.#field.focus({ preventScroll: true });
  }

  update(): void {
    const { chat, words } = this.#context;
    const { state } = chat;
    this.#field.setAttribute("aria-label", words.t("write"));
    this.#field.placeholder = words.t("write");
    this.#attach.setAttribute("aria-label", words.t("attach"));
    this.#send.setAttribute("aria-label", words.t("send"));
    this.#picker.accept = chat.limits.file_types.join(",");
    const closed = !state.open;
    this.#person.hidden = state.handler === "agent" || state.handler === "waiting";
    this.#person.replaceChildren(icon(closed ? "mail" : "person"), words.t(closed ? "person.closed" : "person"));
    this.#call.hidden = !chat.canCall;
    this.#call.replaceChildren(icon("phone"), words.t("call"));
    this.#sized();
  }

  /** Upload files and attach them to the message being written. */
  attach(files: Iterable<File>): void {
    const { chat, words, tell } = this.#context;
    for (const file of files) {
      if (this.#uploads.length >= MOST_FILES) return;
      if (file.size > chat.limits.file_bytes) {
        tell(words.t("file.big", { name: file.name, size: words.size(chat.limits.file_bytes) }));
        continue;
      }
      this.#upload(file);
    }
    this.#showChips();
  }

  #upload(file: File): void {
    const { chat, words, tell } = this.#context;
    const entry: Upload = { name: file.name, share: 0, cancel: () => undefined };
    const { done, cancel } = chat.upload(file, (share) => {
      entry.share = share;
      this.#showChips();
    });
    entry.cancel = cancel;
    this.#uploads.push(entry);
    done.then(
      (stored) => {
        entry.file = stored;
        this.#showChips();
      },
      (error: Error) => {
        this.#drop(entry);
        if (error.name !== "AbortError") tell(error.message || words.t("file.failed", { name: file.name }));
      },
    );
  }

  #drop(entry: Upload): void {
    this.#uploads = this.#uploads.filter((one) => one !== entry);
    this.#showChips();
  }

  #showChips(): void {
    const { words } = this.#context;
    this.#chips.hidden = this.#uploads.length === 0;
    this.#chips.replaceChildren(
      ...this.#uploads.map((entry) => {
        const percent = Math.round(entry.share * 100);
        const label = words.t("file.uploading", { name: entry.name, percent });
        const bar = h("progress", { max: "100", value: String(percent), "aria-label": label });
        const remove = h(
          "button",
          {
            type: "button",
            "aria-label": words.t("remove", { name: entry.name }),
            onclick: () => {
              entry.cancel();
              this.#drop(entry);
            },
          },
          icon("close"),
        );
        return h("li", { "data-testid": "chip" }, icon("file"), h("span", {}, entry.name), entry.file ? null : bar, remove);
      }),
    );
    this.#sized();
  }

  #submit(): void {
    const text = this.#field.value.trim();
    const { chat } = this.#context;
    const busy = this.#uploads.some((entry) => !entry.file);
    const files = this.#uploads.flatMap((entry) => (entry.file ? [entry.file] : []));
    if (busy || (!text && !files.length) || text.length > chat.limits.text) return;
    this.#field.value = "";
    this.#uploads = [];
    this.#showChips();
    this.#quiet();
    chat.send(text, files);
    this.focus();
  }

  #listen(): void {
    const { chat } = this.#context;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#person.addEventListener("click", () => {
      chat.person();
      this.focus();
    });
    this.#call.addEventListener("click", () => chat.startCall());
    this.#field.addEventListener("keydown", (event) => {
      // While an input method composes, Enter chooses a word.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("input", () => {
      this.#sized();
      this.#typing();
    });
    this.#field.addEventListener("blur", () => this.#quiet());
    this.#field.addEventListener("paste", (event) => {
      const files = event.clipboardData?.files;
      if (!files?.length) return;
      event.preventDefault();
      this.attach(Array.from(files));
    });
    this.#attach.addEventListener("click", () => this.#picker.click());
    this.#picker.addEventListener("change", () => {
      this.attach(Array.from(this.#picker.files ?? []));
      this.#picker.value = "";
      this.focus();
    });
  }

  #typing(): void {
    const { chat } = this.#context;
    clearTimeout(this.#stopTyping);
    if (!this.#field.value) return this.#quiet();
    this.#stopTyping = window.setTimeout(() => this.#quiet(), TYPING_STOPS);
    if (Date.now() - this.#saidTyping < TYPING_EVERY) return;
    this.#saidTyping = Date.now();
    chat.sayTyping(true);
  }

  #quiet(): void {
    clearTimeout(this.#stopTyping);
    if (!this.#saidTyping) return;
    this.#saidTyping = 0;
    this.#context.chat.sayTyping(false);
  }

  /** Fit the field to its text, and count characters when the limit is near. */
  #sized(): void {
    const { chat, words } = this.#context;
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 140)}px`;
    const left = chat.limits.text - this.#field.value.trim().length;
    const near = left < chat.limits.text / 10;
    this.#count.hidden = !near;
    this.#count.classList.toggle("problem", left < 0);
    const text = near ? words.t(left < 0 ? "over" : "left", { count: Math.abs(left) }) : "";
    if (this.#count.textContent !== text) this.#count.textContent = text;
    const ready = this.#field.value.trim() || this.#uploads.length;
    this.#send.disabled = !ready || left < 0 || this.#uploads.some((entry) => !entry.file);
  }
}
