import { Button, Group, Input, Stack, Textarea } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Channel } from "../../api/types";
import { useT } from "../../i18n";

const channels: Channel[] = ["chat", "email", "sms", "fax", "voice"];

interface Props {
  texts: Record<string, string>;
  onChange: (texts: Record<string, string>) => void;
  readOnly?: boolean;
}

/** Texts that replace the answer on single channels. */
export function ChannelTexts({ texts, onChange, readOnly }: Props) {
  const t = useT();
  const without = (channel: Channel) => Object.fromEntries(Object.entries(texts).filter(([name]) => name !== channel));
  return (
    <Input.Wrapper label={t("article.texts")} description={t("article.textsHint")} labelElement="div">
      <Stack gap="xs" mt={6}>
        {channels
          .filter((channel) => channel in texts)
          .map((channel) => (
            <Group key={channel} align="flex-end" gap="xs" wrap="nowrap">
              <Textarea
                className="grow"
                label={t(`channel.${channel}`)}
                autosize
                minRows={2}
                readOnly={readOnly}
                value={texts[channel]}
                onChange={(event) => onChange({ ...texts, [channel]: event.currentTarget.value })}
                data-testid={`text-${channel}`}
              />
              {!readOnly && (
                <Button variant="subtle" color="gray" leftSection={<IconTrash size={14} />} onClick={() => onChange(without(channel))}>
                  {t("article.textDefault")}
                </Button>
              )}
            </Group>
          ))}
        {!readOnly && (
          <Group gap="xs">
            {channels
              .filter((channel) => !(channel in texts))
              .map((channel) => (
                <Button
                  key={channel}
                  variant="default"
                  size="compact-xs"
                  leftSection={<IconPlus size={12} />}
                  onClick={() => onChange({ ...texts, [channel]: "" })}
                  data-testid={`own-${channel}`}
                >
                  {t(`channel.${channel}`)}
                </Button>
              ))}
          </Group>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
