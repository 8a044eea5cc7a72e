import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useT } from "../i18n";
import { useCommands } from "../keys/KeysProvider";
import type { Group } from "../keys/registry";
import { Keys } from "./ShortcutsHelp";

const order: Group[] = ["conversation", "composer", "go", "list", "general"];

/** Everything one can do here, by name (Ctrl+K). */
export function Palette() {
  const t = useT();
  const commands = useCommands().filter((command) => !command.hidden);
  const actions: SpotlightActionGroupData[] = order
    .map((group) => ({
      group: t(`shortcuts.${group}`),
      actions: commands
        .filter((command) => command.group === group)
        .map((command) => ({
          id: command.id,
          label: command.label,
          onClick: command.run,
          rightSection: command.keys ? <Keys keys={command.keys} /> : undefined,
        })),
    }))
    .filter((group) => group.actions.length > 0);
  return (
    <Spotlight
      actions={actions}
      shortcut={["mod + K"]}
      nothingFound={t("palette.nothing")}
      highlightQuery
      scrollable
      attributes={{ content: { "aria-label": t("palette.open") } }}
      maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: t("palette.placeholder"), "aria-label": t("palette.open") }}
    />
  );
}
