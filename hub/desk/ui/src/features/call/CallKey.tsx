import { Tooltip, UnstyledButton } from "@mantine/core";
import type { IconProps } from "@tabler/icons-react";
import { type ComponentType, forwardRef } from "react";
import classes from "./Call.module.css";

interface Props {
  icon: ComponentType<IconProps>;
  label: string;
  /** The shortcut, as shown. */
  hint?: string;
  /** For what is either on or off. */
  on?: boolean;
  ends?: boolean;
  disabled?: boolean;
  onClick: () => void;
  testid: string;
}

/** One button of the telephone: a sign over a word. */
export const CallKey = forwardRef<HTMLButtonElement, Props>(function CallKey({ icon: Icon, label, hint, on, ends, disabled, onClick, testid }, ref) {
  return (
    <Tooltip label={hint ? `${label} (${hint})` : label}>
      <UnstyledButton
        ref={ref}
        className={`${classes.key} ${ends ? classes.end : ""}`}
        aria-pressed={on}
        disabled={disabled}
        onClick={onClick}
        data-testid={testid}
      >
        <Icon size={20} stroke={1.7} aria-hidden="true" />
        {label}
      </UnstyledButton>
    </Tooltip>
  );
});
