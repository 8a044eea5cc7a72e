import { useEffect, useRef } from "react";
import { shown } from "./audio";
import classes from "./Call.module.css";

const EVERY = 100;
const HELD = 0.8;

interface Props {
  /** How loud it is at this moment, 0 to 1. */
  read: () => number;
  label: string;
}

/** A bar as long as it is loud. It is moved directly: ten times a second is too often for React. */
export function LevelMeter({ read, label }: Props) {
  const bar = useRef<HTMLSpanElement>(null);
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    let level = 0;
    const timer = setInterval(() => {
      // Falls more slowly than it rises, so that speech is seen and not flicker.
      level = Math.max(shown(latest.current()), level * HELD);
      if (!bar.current) return;
      bar.current.style.transform = `scaleX(${level.toFixed(3)})`;
      bar.current.parentElement?.setAttribute("aria-valuenow", String(Math.round(level * 100)));
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={classes.meter} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0} data-testid="level">
      <span ref={bar} />
    </span>
  );
}
