/** Which keys a key press means, in the words of the registry. */

const EDITABLE = "input, textarea, select, [contenteditable=true]";
/** These use single keys and arrows themselves. */
const OWN_KEYS = "[role=menu], [role=listbox], [role=dialog]";

export function chord(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const alt = event.altKey ? "Alt+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return control + alt + key;
}

/** Whether a single key may be a shortcut here, rather than text or a menu's own key. */
export function mayShortcut(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.isComposing || event.defaultPrevented || !(target instanceof Element)) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  if (target.closest(OWN_KEYS)) return false;
  if (!target.matches(EDITABLE)) return true;
  // Check boxes and the like take no letters.
  return target instanceof HTMLInputElement && ["checkbox", "radio", "button", "submit"].includes(target.type);
}
