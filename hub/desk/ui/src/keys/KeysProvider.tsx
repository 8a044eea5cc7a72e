import { createContext, type ReactNode, use, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { preference, useSession } from "../api/session";
import { chord, mayShortcut } from "./press";
import { type Command, Registry } from "./registry";

const RegistryContext = createContext<Registry | null>(null);
const SEQUENCE_TIME = 1_200;

/** Listens to the keyboard for all commands below. Letters can be switched off (WCAG 2.1.4). */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new Registry());
  const { data: me } = useSession();
  const letters = preference(me, "keys") === "on";

  useEffect(() => {
    let first = "";
    let at = 0;
    const onKey = (event: KeyboardEvent) => {
      const pressed = chord(event);
      if (!mayShortcut(event) || (!letters && pressed.length === 1)) return;
      const sequence = first && Date.now() - at < SEQUENCE_TIME ? registry.find(`${first} ${pressed}`) : undefined;
      const command = sequence ?? registry.find(pressed);
      first = command ? "" : pressed;
      at = Date.now();
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [registry, letters]);

  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

function useRegistry(): Registry {
  const registry = use(RegistryContext);
  if (!registry) throw new Error("useRegistry outside KeysProvider");
  return registry;
}

/** Offer a command while the component is shown and `when` holds. */
export function useCommand(command: Command, when = true) {
  const registry = useRegistry();
  const run = useRef(command.run);
  run.current = command.run;
  const { id, group, label, keys, hidden } = command;
  useEffect(
    () => (when ? registry.add({ id, group, label, keys, hidden, run: () => run.current() }) : undefined),
    [registry, when, id, group, label, keys, hidden],
  );
}

export function useCommands(): Command[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.all);
}
