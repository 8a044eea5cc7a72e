import { SwitchboardChat } from "./element";

declare global {
  interface Window {
    Switchboard?: {
      open(): void;
      close(): void;
      /** Open the panel and call us by voice. */
      call(): void;
      /** Whether a call is possible here and now. */
      canCall(): Promise<boolean>;
      /** Say who is logged in (a JWT signed by the site), or null after a log-out. */
      setIdentity(identity: string | null): void;
    };
  }
}

// Only known while the script runs, so it is taken before anything else.
const script = document.currentScript as HTMLScriptElement | null;

function start(): void {
  const key = script?.dataset["key"];
  if (!script || !key) {
    console.error("Switchboard: the script tag needs data-key, the key of the chat's entry point.");
    return;
  }
  if (window.Switchboard) return;
  const chat = new SwitchboardChat().configure({
    base: new URL(script.src).href.replace(/\/chat\/v1\/widget\.js.*$/, ""),
    key,
    language: script.dataset["language"] ?? null,
    identity: script.dataset["identity"] ?? null,
  });
  document.body.append(chat);
  window.Switchboard = {
    open: () => chat.open(),
    close: () => chat.close(),
    call: () => chat.call(),
    canCall: () => chat.canCall(),
    setIdentity: (identity) => chat.setIdentity(identity),
  };
  dispatchEvent(new CustomEvent("switchboard:ready"));
}

if (!customElements.get("switchboard-chat")) customElements.define("switchboard-chat", SwitchboardChat);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
