import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { Message } from "../../api/types";
import { useT } from "../../i18n";
import { MessageLine } from "../conversation/MessageLine";
import classes from "./Composer.module.css";
import type { Stopped } from "./useSend";

/** The check before sending: the conversation has news that the author has not seen. */
export function MovedOnDialog({ stopped, messages }: { stopped: Stopped | null; messages: Message[] }) {
  const t = useT();
  const news = messages.filter((message) => message.seq > (stopped?.attempt.seen ?? 0) && !message.notice);
  return (
    <Modal opened={stopped !== null} onClose={() => stopped?.look()} title={t("moved.title")} data-testid="moved-on">
      <Stack>
        <Text size="sm">{t("moved.text")}</Text>
        <Stack gap="xs" className={classes.news}>
          {news.map((message) => (
            <MessageLine key={message.id} message={message} />
          ))}
        </Stack>
        <Text size="xs" c="dimmed">
          {t("moved.yours")}
        </Text>
        <Text size="sm" className={`${classes.preview} ${classes.written}`} lineClamp={4}>
          {stopped?.attempt.text}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={stopped?.anyway} data-testid="send-anyway">
            {t("moved.anyway")}
          </Button>
          <Button onClick={stopped?.look} data-autofocus data-testid="look">
            {t("moved.look")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
