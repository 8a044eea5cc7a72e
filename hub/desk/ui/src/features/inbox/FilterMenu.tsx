import { ActionIcon, Button, type ComboboxItem, Indicator, Popover, Select, Stack, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { options, useDirectory } from "../../api/directory";
import type { Filters } from "../../api/keys";
import type { Channel } from "../../api/types";
import { type Key, useT } from "../../i18n";

const channels: Channel[] = ["chat", "email", "sms", "fax", "voice"];

const states = ["open", "resolved"] as const;

interface Choice {
  name: keyof Filters;
  label: Key;
  data: ComboboxItem[];
  searchable?: boolean;
}

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Narrow a list by channel, queue, agent, state or tag. */
export function FilterMenu({ filters, onChange }: Props) {
  const t = useT();
  const { data } = useDirectory();
  const { q, ...rest } = filters;
  const count = Object.values(rest).filter(Boolean).length;
  const set = (name: keyof Filters) => (value: string | null) => onChange({ ...filters, [name]: value ?? "" });
  const entries = data?.entry_points.filter((entry) => !filters.channel || entry.channel === filters.channel);
  const agents = data?.staff.filter((person) => person.active);
  const choices: Choice[] = [
    { name: "channel", label: "filter.channel", data: channels.map((value) => ({ value, label: t(`channel.${value}`) })) },
    { name: "entry_point", label: "filter.entryPoint", data: options(entries), searchable: true },
    { name: "queue", label: "filter.queue", data: options(data?.queues), searchable: true },
    { name: "agent", label: "filter.agent", data: options(agents), searchable: true },
    { name: "state", label: "filter.state", data: states.map((value) => ({ value, label: t(`conversation.${value}`) })) },
  ];
  return (
    <Popover position="bottom-end" width={260} shadow="md" trapFocus>
      <Indicator label={count} size={16} disabled={count === 0}>
        <Popover.Target>
          <ActionIcon variant="default" size={30} aria-label={t("inbox.filters", { count })}>
            <IconFilter size={16} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Stack gap="xs">
          {choices.map(({ name, label, data, searchable }) => (
            <Select
              key={name}
              size="xs"
              clearable
              searchable={searchable}
              label={t(label)}
              value={filters[name] ?? null}
              onChange={set(name)}
              data={data}
              comboboxProps={{ withinPortal: false }}
            />
          ))}
          <TextInput
            size="xs"
            label={t("filter.tag")}
            defaultValue={filters.tag ?? ""}
            onBlur={(event) => set("tag")(event.currentTarget.value.trim())}
          />
          <Button variant="default" disabled={count === 0} onClick={() => onChange(q ? { q } : {})}>
            {t("filter.clear")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
