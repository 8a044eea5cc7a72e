import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useT } from "../i18n";
import { useConnection } from "../live/LiveProvider";
import classes from "./Shell.module.css";

const PATIENCE = 1_500;

/** Says when the live line is down. A short break is not worth a word. */
export function ConnectionBanner() {
  const t = useT();
  const { status, hurry } = useConnection();
  const [shown, setShown] = useState(false);
  const down = status !== "online";
  useEffect(() => {
    if (!down) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [down]);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <div className={classes.banner} data-testid="connection-banner">
          <IconPlugConnectedX size={16} aria-hidden="true" />
          {t("connection.down")}
          <Button variant="default" size="compact-xs" onClick={hurry}>
            {t("connection.now")}
          </Button>
        </div>
      )}
    </div>
  );
}
