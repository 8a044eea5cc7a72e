import { Kbd } from "@mantine/core";

/** Which key does the same as a button; phones have no keys, and screen readers are told by the `?` overlay. */
export function KeyHint({ children }: { children: string }) {
  return (
    <Kbd size="xs" visibleFrom="sm" aria-hidden="true">
      {children}
    </Kbd>
  );
}
