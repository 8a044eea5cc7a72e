import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

const STYLE = `
  :root { color-scheme: light dark }
  body { margin: 0; font: 14px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; background: transparent }
  body > :first-child { margin-top: 0 } body > :last-child { margin-bottom: 0 }
  h1, h2, h3, h4, h5, h6 { font-size: 1.1em; margin: 1em 0 0.4em }
  img { max-width: 100% } table { border-collapse: collapse } td, th { border: 1px solid #8888; padding: 3px 7px }
`;

/** HTML from the hub in a frame without scripts, forms or a way out, though it was cleaned already. */
export function SafeHtml({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(40);
  const scheme = useComputedColorScheme("light");
  const colour = scheme === "dark" ? "#d5d9e0" : "#1b1e24";
  const document = `<!doctype html><meta charset="utf-8"><base target="_blank"><style>${STYLE} body { color: ${colour} } a { color: ${scheme === "dark" ? "#8caaf0" : "#2a51aa"} }</style><body>${html}`;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    // While a new text is being loaded the frame has no root for a moment.
    const fit = () => setHeight((element.contentDocument?.documentElement?.getBoundingClientRect().height ?? 40) + 4);
    element.addEventListener("load", fit);
    window.addEventListener("resize", fit);
    return () => {
      element.removeEventListener("load", fit);
      window.removeEventListener("resize", fit);
    };
  }, []);

  return (
    <iframe
      ref={frame}
      title={title}
      // Same origin only to measure the height; scripts stay forbidden.
      sandbox="allow-same-origin allow-popups"
      srcDoc={document}
      style={{ width: "100%", height, border: 0, display: "block", colorScheme: scheme }}
    />
  );
}
