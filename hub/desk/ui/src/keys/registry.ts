/** Commands on the present screen: the keys run them, the palette and the `?` overlay list them. */

export type Group = "go" | "list" | "call" | "conversation" | "composer" | "general";

export interface Command {
  id: string;
  group: Group;
  label: string;
  /** "r", "Ctrl+Enter", "?", or two keys after each other: "g i". Without keys: palette only. */
  keys?: string;
  /** Not listed in the palette, such as moving in a list. */
  hidden?: boolean;
  run: () => void;
}

export class Registry {
  private commands = new Map<string, Command>();
  private listeners = new Set<() => void>();
  private snapshot: Command[] = [];

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly all = () => this.snapshot;

  add(command: Command) {
    this.commands.set(command.id, command);
    this.changed();
    return () => {
      if (this.commands.get(command.id) === command) this.commands.delete(command.id);
      this.changed();
    };
  }

  find(keys: string): Command | undefined {
    return this.snapshot.findLast((command) => command.keys === keys);
  }

  private changed() {
    this.snapshot = [...this.commands.values()];
    for (const listener of this.listeners) listener();
  }
}
