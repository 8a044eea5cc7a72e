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
  chat: "M4 5.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-4.5 3.5V17.5H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM8 10h8M8 13.5h5",
  down: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4.5 12h13M12 5.5l6.5 6.5-6.5 6.5",
  attach: "M19.5 11.5l-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5l8.2-8.2a3.1 3.1 0 0 1 4.400 4.400l-8.2 8.2a1.5 1.5 0 0 1-2.2-2.2l7.400-7.400",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.700 3.8-5.5 7.5-5.5s6.700 1.8 7.5 5.5",
  bot: "M6 8.5h12a1.5 1.5 0 0 1 1.5 1.5v7.5A1.5 1.5 0 0 1 18 19H6a1.5 1.5 0 0 1-1.5-1.5V10A1.5 1.5 0 0 1 6 8.5zM12 8.5V5M9.5 13v1.5M14.5 13v1.5M2.5 12.5v3M21.5 12.5v3",
  file: "M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5",
  book: "M12 6.5c-2-1.6-4.5-2-8-2v13.5c3.5 0 6 .4 8 2 2-1.6 4.5-2 8-2V4.5c-3.5 0-6 .4-8 2zM12 6.5V20",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  ticks: "M2.5 12.5L7 17l8.5-9.5M12 16l1 1 8.5-9.5",
  alert: "M12 8v5M12 16.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  star: "M12 3.5l2.6 5.400 5.900.8-4.300 4.1 1.1 5.900L12 16.900l-5.300 2.8 1.1-5.900L3.5 9.700l5.900-.8z",
  mail: "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM3.5 7l8.5 6.5L20.5 7",
  sound: "M5 9.5v5h3.5l4.5 4v-13l-4.5 4zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  phone: "M6.6 3.5h2.9l1.6 4.3-2.1 1.5a12.500 12.500 0 0 0 5.700 5.700l1.5-2.1 4.3 1.6v2.9a2.100 2.100 0 0 1-2.300 2.100C10.600 18.900 5.100 13.400 4.500 5.800a2.100 2.100 0 0 1 2.100-2.300z",
  hangup: "M3 13.500c5.300-5.300 12.700-5.300 18 0l-1.800 2.800-4.200-1.300-.3-2.700a9 9 0 0 0-5.400 0l-.3 2.700-4.200 1.300z",
  mic: "M12 15a3 3 0 0 0 3-3V6.500a3 3 0 0 0-6 0V12a3 3 0 0 0 3 3zM5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3",
  mute: "M15 10.500v-4a3 3 0 0 0-5.700-1.300M9 9.500V12a3 3 0 0 0 4.500 2.600M5.500 11.500a6.500 6.500 0 0 0 10.300 5.300M18.500 11.500a6.500 6.500 0 0 1-.5 2.500M12 18v3M4 3.500l16 17",
  pad: "M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.700 5.5 3.700 9S14.5 18.5 12 21c-2.5-2.5-3.700-5.5-3.700-9S9.5 5.5 12 3z",
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
