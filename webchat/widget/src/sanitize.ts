const TAGS = new Set(
  "A BLOCKQUOTE BR CODE DEL EM H1 H2 H3 H4 H5 H6 HR LI OL P PRE S STRONG TABLE TBODY TD TH THEAD TR UL".split(" "),
);
/** Pictures of articles; those of others would tell their server who reads. */
const PICTURE = /^\/kb\/images\/[0-9A-Z]{26}$/;
const SCHEMES = /^(https?:|mailto:|tel:)/i;

/**
 * Return the server's HTML as nodes. The server has cleaned it; it is checked once more here, so that
 * neither side alone is trusted: unknown elements are left out, and every attribute but a safe `href`.
 * Pictures come from the hub at `base`.
 */
export function safe(html: string, base: string): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  for (const node of Array.from(parsed.body.childNodes)) copy(node, fragment, base);
  return fragment;
}

function copy(node: Node, into: Node, base: string): void {
  if (node.nodeType === Node.TEXT_NODE) {
    into.appendChild(document.createTextNode(node.textContent ?? ""));
    return;
  }
  if (node instanceof HTMLImageElement) {
    const source = node.getAttribute("src") ?? "";
    if (!PICTURE.test(source)) return;
    const picture = document.createElement("img");
    picture.alt = node.alt;
    picture.src = base + source;
    into.appendChild(picture);
    return;
  }
  if (!(node instanceof HTMLElement) || !TAGS.has(node.tagName)) return;
  const element = document.createElement(node.tagName);
  const href = node.getAttribute("href") ?? "";
  if (element instanceof HTMLAnchorElement && SCHEMES.test(href.trim())) {
    element.href = href;
    element.target = "_blank";
    element.rel = "noopener noreferrer nofollow";
  }
  const start = Number(node.getAttribute("start"));
  if (element instanceof HTMLOListElement && Number.isInteger(start) && start) element.start = start;
  for (const child of Array.from(node.childNodes)) copy(child, element, base);
  into.appendChild(element);
}
