import { useComputedColorScheme } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { fileUrl } from "../../api/client";
import type { Attachment } from "../../api/types";
import { useT } from "../../i18n";
import classes from "./Mail.module.css";

/** Nothing may be loaded or run; pictures that came with the mail are put into the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const STYLE = `
  body { margin: 12px; font: 14px/1.5 system-ui, sans-serif; color: #1b1e24; background: #fff; overflow-wrap: anywhere }
  img { max-width: 100%; height: auto } img[data-remote] { padding: 2px 6px; border: 1px dashed #8a8f99; color: #5a6270 }
  td, th { vertical-align: top } blockquote { margin: 8px 0; padding-left: 10px; border-left: 3px solid #c6cbd4 }
`;

/** Whether a file is a picture within the mail's page. */
export const isInPage = ({ file, type }: Attachment, html: string) => type.startsWith("image/") && html.includes(`"cid:${file}"`);

/** A frame of another origin cannot be measured: guess from what is in it; it scrolls, and can be pulled larger. */
function heightOf(html: string): number {
  const blocks = html.match(/<(p|div|tr|li|br|h[1-6])\b/gi)?.length ?? 0;
  const letters = html.replace(/<[^>]*>/g, "").length;
  const pictures = html.match(/<img [^>]*src=/gi)?.length ?? 0;
  return Math.min(600, Math.max(140, 50 + 20 * blocks + letters / 4 + 140 * pictures));
}

async function asData(file: string): Promise<string> {
  const answer = await fetch(fileUrl(file), { credentials: "same-origin" });
  if (!answer.ok) return "";
  const blob = await answer.blob();
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve("");
    reader.readAsDataURL(blob);
  });
}

/** A mail as its sender designed it, in a frame that can neither run anything nor tell anybody that it was read. */
export function MailPage({ html, files }: { html: string; files: Attachment[] }) {
  const t = useT();
  const scheme = useComputedColorScheme("light");
  const shown = files.filter((file) => isInPage(file, html));
  const pictures = useQueries({
    queries: shown.map(({ file }) => ({ queryKey: ["picture", file], queryFn: () => asData(file), staleTime: Infinity })),
  });
  const page = shown.reduce((text, { file }, place) => text.replaceAll(`"cid:${file}"`, `"${pictures[place]?.data ?? ""}"`), html);
  const remote = html.split(" data-remote=").length - 1;
  const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank"><style>${STYLE}</style>`;
  return (
    <>
      {remote > 0 && (
        <p className={classes.remote} data-testid="remote-pictures">
          {t("mail.remote", { count: remote })}
        </p>
      )}
      <iframe
        title={t("mail.asDesigned")}
        className={classes.page}
        data-scheme={scheme}
        style={{ height: heightOf(html) }}
        // Neither scripts nor our origin: links open in a new tab, and nothing else is possible.
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={`${head}<body>${page}`}
      />
    </>
  );
}
