import { Accordion, MultiSelect, Stack, Text } from "@mantine/core";
import type { Channel, Staff } from "../../api/types";
import { useT } from "../../i18n";

const channels: Channel[] = ["voice", "chat", "email", "sms", "fax"];

interface Props {
  value: Staff["interrupted_by"];
  onChange: (value: Staff["interrupted_by"]) => void;
}

/** While an agent handles one channel, what may be offered besides. */
export function Interruptions({ value, onChange }: Props) {
  const t = useT();
  const options = channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }));
  return (
    <Accordion variant="contained">
      <Accordion.Item value="interruptions">
        <Accordion.Control>{t("staff.interruptions")}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="xs">
            <Text size="xs" c="dimmed">
              {t("staff.interruptionsHint")}
            </Text>
            {channels.map((busy) => (
              <MultiSelect
                key={busy}
                label={t("staff.interruptedBy", { channel: t(`channel.${busy}`) })}
                data={options}
                value={value[busy] ?? []}
                onChange={(others) => onChange({ ...value, [busy]: others as Channel[] })}
              />
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
