import { h, hidden, icon } from "../dom";
import type { FileView, Message } from "../model/protocol";
import type { Context } from "./view";

const SHOWN_TYPES = /^image\/(png|jpeg|gif|webp)$/;
const SHOWN_BYTES = 4 << 20;

/** A file of a message: a picture is shown, everything can be saved. */
export function fileCard(context: Context, message: Message, file: FileView): HTMLElement {
  const { chat, words } = context;
  const size = words.size(file.size);
  const link = h(
    "a",
    {
      class: "file",
      href: chat.links.of(file) ?? "#",
      download: file.name,
      target: "_blank",
      rel: "noopener",
      "data-testid": "file",
    },
    icon("file"),
    hidden(words.t("download")),
    h("span", { class: "file-name" }, file.name),
    h("span", { class: "file-size" }, size),
  );
  link.addEventListener("click", (event) => {
    const url = chat.links.of(file);
    if (url) {
      link.href = url;
      return;
    }
    event.preventDefault();
    void chat.links.fresh(message, file).then((fresh) => {
      link.href = fresh;
      link.click();
    });
  });
  const url = chat.links.of(file);
  if (url && SHOWN_TYPES.test(file.type) && file.size <= SHOWN_BYTES) {
    const picture = h("img", { src: url, alt: "", loading: "lazy" });
    // The page's own policy may forbid the picture: then the card alone has to do.
    picture.addEventListener("error", () => picture.remove());
    link.prepend(picture);
    link.classList.add("picture");
  }
  return link;
}
