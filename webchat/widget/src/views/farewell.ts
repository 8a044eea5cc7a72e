import { h, icon } from "../dom";
import type { Context, View } from "./view";

/** After the end: the rating, and the way to begin again. */
export class Farewell implements View {
  readonly element = h("div", { class: "farewell", hidden: true, "data-testid": "farewell" });
  readonly #context: Context;
  readonly #again: () => void;
  #shown = "";

  constructor(context: Context, again: () => void) {
    this.#context = context;
    this.#again = again;
  }

  update(): void {
    const { chat, words } = this.#context;
    const look = [chat.state.rate, chat.state.ended, words.language].join();
    if (look === this.#shown) return;
    this.#shown = look;
    this.element.replaceChildren();
    if (chat.state.rate) this.element.append(this.#rating());
    if (chat.state.ended) {
      this.element.append(
        h(
          "button",
          {
            class: chat.state.rate ? "quiet" : "primary",
            type: "button",
            "data-testid": "again",
            onclick: this.#again,
          },
          words.t("again"),
        ),
      );
    }
  }

  #rating(): HTMLElement {
    const { chat, words } = this.#context;
    const comment = h("textarea", {
      rows: "2",
      maxlength: "2000",
      "aria-label": words.t("rate.comment"),
      placeholder: words.t("rate.comment"),
      "data-testid": "rate-comment",
    });
    const send = h("button", { class: "primary", type: "submit", "data-testid": "rate-send" }, words.t("rate.send"));
    const more = h("div", { class: "more", hidden: true }, comment, send);
    const stars = [1, 2, 3, 4, 5].map((score) =>
      h(
        "label",
        { class: "star" },
        h("input", {
          type: "radio",
          name: "score",
          value: score,
          "aria-label": words.t("rate.star", { score }),
          "data-testid": `star-${score}`,
        }),
        icon("star"),
      ),
    );
    const form = h(
      "form",
      { class: "rating", "data-testid": "rating" },
      h("fieldset", {}, h("legend", {}, words.t("rate.title")), h("div", { class: "stars" }, ...stars)),
      more,
    );
    form.addEventListener("change", () => {
      const score = Number(new FormData(form).get("score") ?? 0);
      stars.forEach((star, index) => star.classList.toggle("lit", index < score));
      more.hidden = score === 0;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const score = Number(new FormData(form).get("score") ?? 0);
      if (score) chat.rate(score, comment.value.trim());
    });
    return form;
  }
}
