/** Styles of the shadow root; the page can set --switchboard-accent. */
export const styles = `
:host { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; font: 16px/1.5 system-ui, sans-serif; }
[hidden] { display: none !important; }
.launcher {
  float: inline-end; padding: 0.75rem 1.25rem; border: 0; border-radius: 2rem; cursor: pointer; font: inherit;
  color: #fff; background: var(--switchboard-accent, #1864ab); box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
}
.launcher:focus-visible { outline: 3px solid currentcolor; outline-offset: -6px; }
.panel {
  width: min(24rem, calc(100vw - 2rem)); height: min(36rem, calc(100dvh - 6rem)); margin-bottom: 0.75rem;
  border-radius: 1rem; color: #1a1b1e; background: #fff; box-shadow: 0 4px 24px rgb(0 0 0 / 25%);
}
@media (prefers-color-scheme: dark) { .panel { color: #e9ecef; background: #25262b; } }
`;
