import ReactMarkdown, { type Components } from "react-markdown";
import remarkBreaks from "remark-breaks";
import remarkGfm from "remark-gfm";
import classes from "./Markdown.module.css";

const plugins = [remarkGfm, remarkBreaks];

// Pictures from outside would tell their server who reads; headings would break the page's outline.
const forbidden = ["img", "h1", "h2", "h3", "h4", "h5", "h6", "input"];

const parts: Components = {
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
