type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** Return an element: `on…` props become listeners, known properties are set, the rest become attributes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else if (name === "class") element.className = String(value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      parent.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    }
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** 24-pixel line icons, as paths. */
const PATHS = {
  chat: "M4 5.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-4.5 3.5V17.500H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM8 10h8M8 13.500h5",
  down: "M6 9.500l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4.500 12h13M12 5.500l6.500 6.500-6.500 6.500",
  attach: "M19.500 11.500l-7.800 7.800a4.600 4.600 0 0 1-6.500-6.500l8.200-8.200a3.100 3.100 0 0 1 4.400 4.400l-8.200 8.200a1.500 1.500 0 0 1-2.200-2.200l7.400-7.400",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c.8-3.700 3.800-5.500 7.500-5.500s6.700 1.800 7.500 5.500",
  bot: "M6 8.500h12a1.500 1.500 0 0 1 1.500 1.500v7.500A1.500 1.500 0 0 1 18 19H6a1.500 1.500 0 0 1-1.500-1.500V10A1.500 1.500 0 0 1 6 8.500zM12 8.500V5M9.500 13v1.500M14.500 13v1.500M2.500 12.500v3M21.500 12.500v3",
  file: "M13.500 3.500H7A1.500 1.500 0 0 0 5.500 5v14A1.500 1.500 0 0 0 7 20.500h10a1.500 1.500 0 0 0 1.500-1.500V8.500zM13.500 3.500v5h5",
  book: "M12 6.500c-2-1.600-4.500-2-8-2v13.500c3.500 0 6 .4 8 2 2-1.600 4.500-2 8-2V4.500c-3.500 0-6 .4-8 2zM12 6.500V20",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500V12l3 2",
  tick: "M5 12.500l4.500 4.500L19 7.500",
  ticks: "M2.500 12.500L7 17l8.500-9.500M12 16l1 1 8.500-9.500",
  alert: "M12 8v5M12 16.500h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  star: "M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1.100 5.900L12 16.900l-5.300 2.800 1.100-5.900L3.500 9.700l5.900-.8z",
  mail: "M4 5.500h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM3.500 7l8.500 6.500L20.500 7",
  sound: "M5 9.500v5h3.500l4.500 4v-13l-4.500 4zM16.500 9a4.500 4.500 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.500 2.500 3.700 5.500 3.700 9S14.500 18.500 12 21c-2.500-2.500-3.700-5.500-3.700-9S9.500 5.500 12 3z",
} as const;

export type Icon = keyof typeof PATHS;

export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Text for screen readers only. */
export function hidden(text: string): HTMLSpanElement {
  return h("span", { class: "hidden-text" }, text);
}

export interface Row {
  key: string;
  /** What the row looks like now: it is made anew when this changes. */
  look: string;
  make(): HTMLElement;
}

interface Kept {
  look: string;
  element: HTMLElement;
}

/** Keeps a parent's children equal to a list of rows, touching only what changed. */
export class Rows {
  readonly #parent: HTMLElement;
  #kept = new Map<string, Kept>();

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  show(rows: Row[]): void {
    const kept = new Map<string, Kept>();
    let next: Element | null = this.#parent.firstElementChild;
    for (const row of rows) {
      const before = this.#kept.get(row.key);
      const now = before?.look === row.look ? before : { look: row.look, element: row.make() };
      if (before && before !== now) {
        if (next === before.element) next = now.element;
        before.element.replaceWith(now.element);
      }
      if (next === now.element) next = next.nextElementSibling;
      else this.#parent.insertBefore(now.element, next);
      kept.set(row.key, now);
    }
    for (const [key, old] of this.#kept) if (!kept.has(key)) old.element.remove();
    this.#kept = kept;
  }
}
