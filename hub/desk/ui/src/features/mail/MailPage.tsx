import { Button, Group, useComputedColorScheme } from "@mantine/core";
import { IconPhotoDown } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { withQuery } from "../../api/client";
import type { Id } from "../../api/types";
import { useT } from "../../i18n";
import classes from "./Mail.module.css";

const LOWEST = 60;
/** Longer mails scroll, and can be pulled larger. */
const HIGHEST = 1600;

interface Props {
  id: Id;
  /** How many pictures are on the internet. */
  remote: number;
}

/**
 * A mail as its sender designed it, in a frame of its own origin in which only the hub's measuring runs.
 * Pictures from the internet are fetched by the hub when somebody asks for them; the frame itself loads nothing.
 */
export function MailPage({ id, remote }: Props) {
  const t = useT();
  const scheme = useComputedColorScheme("light");
  const [pictures, setPictures] = useState(false);
  const [loading, setLoading] = useState(true);
  const frame = useRef<HTMLIFrameElement>(null);
  const height = useHeight(frame);
  const show = () => {
    setPictures(true);
    setLoading(true);
  };
  return (
    <>
      {remote > 0 && (
        <Group gap={6} mb={6} className={classes.remote} data-testid="remote-pictures">
          {t(pictures ? "mail.remoteShown" : "mail.remote", { count: remote })}
          {(!pictures || loading) && (
            <Button size="compact-xs" variant="default" leftSection={<IconPhotoDown size={14} />} loading={pictures} onClick={show} data-testid="load-pictures">
              {t("mail.loadPictures")}
            </Button>
          )}
        </Group>
      )}
      <iframe
        ref={frame}
        title={t("mail.asDesigned")}
        className={classes.page}
        data-scheme={scheme}
        style={{ height }}
        // Not our origin: a link opens in a new tab, and nothing else is possible.
        sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
        src={withQuery(`/api/v1/messages/${id}/page`, { pictures: pictures || null })}
        onLoad={() => setLoading(false)}
      />
    </>
  );
}

/** The height that the frame tells of its page. It is not believed in anything else. */
function useHeight(frame: React.RefObject<HTMLIFrameElement | null>): number {
  const [height, setHeight] = useState(140);
  const seen = useRef(false);
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent<unknown>) => {
      if (!frame.current || source !== frame.current.contentWindow) return;
      const told = typeof data === "object" && data !== null && "mailHeight" in data ? Number(data.mailHeight) : NaN;
      if (!Number.isFinite(told)) return;
      setHeight(Math.min(HIGHEST, Math.max(LOWEST, told + 2)));
      // The timeline keeps its end in place, so a long mail would grow out of sight at its beginning.
      if (!seen.current) requestAnimationFrame(() => frame.current?.parentElement?.scrollIntoView({ block: "start" }));
      seen.current = true;
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, [frame]);
  return height;
}
