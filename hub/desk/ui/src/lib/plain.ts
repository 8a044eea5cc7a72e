/** Markdown without its signs, for a line or two of it in a list. */
export const plainText = (markdown: string): string =>
  markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*(>|[-*+])\s+/gm, "")
    .replace(/(^|\s)#{1,6}\s+/g, "$1")
    .replace(/(\*\*|__|~~|`)/g, "")
    .replace(/(^|\s)[*_](\S[^*_]*)[*_](?=[\s.,;:!?]|$)/g, "$1$2")
    .replace(/\s+/g, " ")
    .trim();
