import { UnstyledButton } from "@mantine/core";
import { useT } from "../../i18n";
import classes from "./Call.module.css";
import { KEYPAD, lettersOf } from "./parties";

/** The twelve keys of a telephone. */
export function Keypad({ onKey }: { onKey: (key: string) => void }) {
  const t = useT();
  return (
    <div className={classes.pad} role="group" aria-label={t("call.keypad")}>
      {KEYPAD.map((key) => (
        <UnstyledButton key={key} className={classes.padKey} onClick={() => onKey(key)} data-testid={`key-${key}`}>
          {key}
          <small aria-hidden="true">{lettersOf(key)}</small>
        </UnstyledButton>
      ))}
    </div>
  );
}
