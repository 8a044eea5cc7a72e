import { useEffect } from "react";

const EVERY = 900;

/** Let the tab's title change to and fro while something rings; an empty text does nothing. */
export function useTitleFlash(text: string) {
  useEffect(() => {
    if (!text) return;
    const before = document.title;
    let shown = false;
    const flash = () => {
      shown = !shown;
      document.title = shown ? text : before;
    };
    flash();
    const timer = setInterval(flash, EVERY);
    return () => {
      clearInterval(timer);
      document.title = before;
    };
  }, [text]);
}
