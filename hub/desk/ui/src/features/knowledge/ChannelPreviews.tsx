import { Badge, Button, Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerStop, IconVolume } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { usePreviews } from "../../api/knowledge";
import type { Channel, ChannelPreviews as Previews } from "../../api/types";
import { Busy } from "../../components/Busy";
import { SafeHtml } from "../../components/SafeHtml";
import { useT } from "../../i18n";
import classes from "./Knowledge.module.css";
import type { Draft } from "./useArticleForm";

const channels: Channel[] = ["chat", "email", "sms", "fax", "voice"];

/** The answer as each channel brings it, made by the hub from what is being written. */
export function ChannelPreviews({ draft, help }: { draft: Pick<Draft, "title" | "body" | "texts" | "language">; help: string }) {
  const t = useT();
  const [channel, setChannel] = useState<Channel>("chat");
  const [settled] = useDebouncedValue(draft, 300);
  const { data } = usePreviews({ title: settled.title, body: settled.body, texts: settled.texts, language: settled.language });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {help}
      </Text>
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t("preview.channel")}
        value={channel}
        onChange={(value) => setChannel(value as Channel)}
        data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
      />
      {!data ? <Busy /> : <Shown channel={channel} previews={data} language={settled.language} />}
    </Stack>
  );
}

interface ShownProps {
  channel: Channel;
  previews: Previews;
  language: string;
}

function Shown({ channel, previews, language }: ShownProps) {
  const t = useT();
  return (
    <Stack gap="xs" data-testid={`preview-${channel}`}>
      {previews.own.includes(channel) && <Badge w="fit-content">{t("preview.own")}</Badge>}
      {channel === "chat" && (
        <Paper withBorder p="md" className={classes.chat}>
          <SafeHtml html={previews.chat_html} title={t("preview.chat")} />
        </Paper>
      )}
      {channel === "email" && <Mail previews={previews} />}
      {channel === "sms" && <Sms previews={previews} />}
      {channel === "fax" && previews.fax.map((page, place) => <Fax key={place} page={page} number={place + 1} count={previews.fax.length} />)}
      {channel === "voice" && <Spoken text={previews.spoken} language={language} />}
    </Stack>
  );
}

function Mail({ previews }: { previews: Previews }) {
  const t = useT();
  return (
    <>
      <Paper withBorder p="md">
        <SafeHtml html={previews.mail_html} title={t("preview.mail")} />
      </Paper>
      <Text size="xs" c="dimmed">
        {t("preview.mailText")}
      </Text>
      <Paper withBorder p="md" className={classes.plainText}>
        {previews.mail_text}
      </Paper>
    </>
  );
}

function Sms({ previews: { sms } }: { previews: Previews }) {
  const t = useT();
  return (
    <>
      <Text size="sm" data-testid="sms-count">
        {t("preview.sms", { count: sms.parts.length, left: sms.left })} {t(`preview.${sms.alphabet as "gsm" | "ucs2"}`)}
      </Text>
      {sms.parts.map((part, place) => (
        <Group key={place} align="flex-start" gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" className="number" w={36}>
            {place + 1}/{sms.parts.length}
          </Text>
          <Paper withBorder p="xs" className={classes.sms}>
            {part}
          </Paper>
        </Group>
      ))}
    </>
  );
}

function Fax({ page, number, count }: { page: string; number: number; count: number }) {
  const t = useT();
  return (
    <figure className={classes.fax}>
      <figcaption>{t("preview.faxPage", { number, count })}</figcaption>
      <pre tabIndex={0}>{page}</pre>
    </figure>
  );
}

/** What a caller would hear; until the hub speaks itself, the browser's own voice reads it. */
function Spoken({ text, language }: { text: string; language: string }) {
  const t = useT();
  const [speaking, setSpeaking] = useState(false);
  const voice = "speechSynthesis" in window ? window.speechSynthesis : undefined;
  useEffect(() => () => voice?.cancel(), [voice, text]);

  function listen() {
    if (!voice) return;
    voice.cancel();
    if (speaking) {
      setSpeaking(false);
      return;
    }
    const said = new SpeechSynthesisUtterance(text);
    said.lang = language === "zh" ? "zh-CN" : "en-GB";
    said.onend = said.onerror = () => setSpeaking(false);
    setSpeaking(true);
    voice.speak(said);
  }

  return (
    <>
      <Group gap="xs">
        <Button variant="default" onClick={listen} disabled={!voice} leftSection={speaking ? <IconPlayerStop size={15} /> : <IconVolume size={15} />}>
          {t(speaking ? "preview.stop" : "preview.listen")}
        </Button>
        <Text size="xs" c="dimmed">
          {t(voice ? "preview.browserVoice" : "preview.noVoice")}
        </Text>
      </Group>
      <Paper withBorder p="md" className={classes.plainText} data-testid="spoken">
        {text}
      </Paper>
    </>
  );
}
