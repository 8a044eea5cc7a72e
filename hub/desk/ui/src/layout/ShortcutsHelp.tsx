import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { createStore, useStore } from "@mantine/store";
import { useT } from "../i18n";
import { useCommands } from "../keys/KeysProvider";
import type { Group as KeyGroup } from "../keys/registry";

const opened = createStore({ shown: false });
export const openShortcuts = () => opened.setState({ shown: true });

const groups: KeyGroup[] = ["general", "go", "list", "call", "conversation", "composer"];

/** All keys that work on the present screen. */
export function ShortcutsHelp() {
  const t = useT();
  const commands = useCommands().filter((command) => command.keys);
  return (
    <Modal opened={useStore(opened).shown} onClose={() => opened.setState({ shown: false })} title={t("shortcuts.title")} size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {groups.map((group) => {
          const members = commands.filter((command) => command.group === group);
          if (members.length === 0) return null;
          return (
            <Stack key={group} gap={6}>
              <Title order={3} size="h3">
                {t(`shortcuts.${group}`)}
              </Title>
              {members.map((command) => (
                <Group key={command.id} justify="space-between" wrap="nowrap">
                  <Text size="sm">{command.label}</Text>
                  <Keys keys={command.keys ?? ""} />
                </Group>
              ))}
            </Stack>
          );
        })}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="md">
        {t("shortcuts.off")}
      </Text>
    </Modal>
  );
}

export function Keys({ keys }: { keys: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      {keys.split(/[ +]/).map((key, place) => (
        <Kbd key={place} size="xs">
          {key.length === 1 ? key.toUpperCase() : key}
        </Kbd>
      ))}
    </Group>
  );
}
