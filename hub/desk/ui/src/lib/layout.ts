/** Phones show one pane at a time. */
export const NARROW = "(max-width: 48em)";
