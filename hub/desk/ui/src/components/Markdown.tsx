import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkBreaks from "remark-breaks";
import remarkGfm from "remark-gfm";
import classes from "./Markdown.module.css";

const plugins = [remarkGfm, remarkBreaks];

// Pictures from outside would tell their server who reads.
const forbidden = ["img", "input"];

/** Headings in a message must not become part of the page's outline. */
const Heading = ({ children }: { children?: ReactNode }) => (
  <p>
    <strong>{children}</strong>
  </p>
);

const parts: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
};

/** Text people wrote. It becomes React elements, never HTML, so nothing in it can run. */
export function Markdown({ text, plain = false }: { text: string; plain?: boolean }) {
  if (plain) return <div className={classes.plain}>{text}</div>;
  return (
    <div className={classes.text}>
      <ReactMarkdown remarkPlugins={plugins} disallowedElements={forbidden} unwrapDisallowed components={parts}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
