import { ActionIcon, Button, Indicator, Popover, Select, Stack, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { options, useDirectory } from "../../api/directory";
import type { Filters } from "../../api/keys";
import type { Channel } from "../../api/types";
import { useT } from "../../i18n";

const channels: Channel[] = ["chat", "email", "sms", "fax", "voice"];

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
          <Select
            size="xs"
            clearable
            label={t("filter.channel")}
            value={filters.channel ?? null}
            onChange={set("channel")}
            data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            size="xs"
            clearable
            searchable
            label={t("filter.entryPoint")}
            value={filters.entry_point ?? null}
            onChange={set("entry_point")}
            data={options(entries)}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            size="xs"
            clearable
            searchable
            label={t("filter.queue")}
            value={filters.queue ?? null}
            onChange={set("queue")}
            data={options(data?.queues)}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            size="xs"
            clearable
            searchable
            label={t("filter.agent")}
            value={filters.agent ?? null}
            onChange={set("agent")}
            data={options(agents)}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            size="xs"
            clearable
            label={t("filter.state")}
            value={filters.state ?? null}
            onChange={set("state")}
            data={(["open", "resolved"] as const).map((value) => ({ value, label: t(`conversation.${value}`) }))}
            comboboxProps={{ withinPortal: false }}
          />
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
