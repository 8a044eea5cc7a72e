import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./PageFrame.module.css";

interface Props {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A screen with a title that scrolls as a whole. */
export function PageFrame({ title, actions, children }: Props) {
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="md">
        <Title order={1}>{title}</Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </div>
  );
}

/** A table that scrolls sideways by itself where it is too wide; on a phone its rows become cards, cells named by `data-label`. */
export function WideTable({ label, numbers = false, children }: { label: string; numbers?: boolean; children: ReactNode }) {
  return (
    // Scrollable regions must be reachable by keyboard.
    <div className={`${classes.wide} ${numbers ? classes.numbers : ""}`} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
