/** What this browser remembers; storage may be full or forbidden, then nothing is remembered. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`switchboard.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string) {
  try {
    if (value) localStorage.setItem(`switchboard.${key}`, value);
    else localStorage.removeItem(`switchboard.${key}`);
  } catch {
    // Forgetting a draft is better than failing to type one.
  }
}
