import { Button, Group, Select, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { useDirectory } from "../../api/directory";
import type { WorkItem } from "../../api/types";
import { useWork } from "../../api/work";
import { localized, useI18n } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { useSecond } from "../../lib/clock";
import { span } from "../../lib/time";
import classes from "./Conversation.module.css";

/** The time after: what came of it, a note, and done. */
export function WrapUp({ item }: { item: WorkItem }) {
  const { t, language } = useI18n();
  const { data } = useDirectory();
  const work = useWork();
  const [disposition, setDisposition] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const choices = data?.dispositions
    .filter((each) => each.active && (each.queues.length === 0 || each.queues.includes(item.queue)))
    .map((each) => ({ value: each.id, label: localized(each.label, language) || each.code }));
  const complete = () =>
    work.mutate({ item: item.id, step: "complete", body: { disposition: disposition ?? undefined, note: note || undefined } });

  useCommand({ id: "complete", group: "conversation", label: t("wrap.complete"), keys: "Ctrl+Enter", run: complete });

  return (
    <section className={classes.wrap} aria-label={t("wrap.title")} data-testid="wrap-up">
      <Group justify="space-between" mb="xs">
        <Title order={2}>{t("wrap.title")}</Title>
        {item.wrap_up_until && <Left until={item.wrap_up_until} />}
      </Group>
      <Group align="flex-start" gap="sm">
        <Select
          className="grow"
          miw={200}
          label={t("wrap.disposition")}
          placeholder={t("wrap.choose")}
          searchable
          autoFocus
          openOnFocus={false}
          data={choices}
          value={disposition}
          onChange={setDisposition}
          nothingFoundMessage={t("app.nothingFound")}
          data-testid="disposition"
        />
        <Textarea
          className="grow"
          miw={200}
          label={t("wrap.note")}
          autosize
          maxRows={5}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-testid="wrap-note"
        />
      </Group>
      <Group justify="flex-end" mt="sm">
        <Button size="sm" onClick={complete} loading={work.isPending} data-testid="complete">
          {t("wrap.complete")}
        </Button>
      </Group>
    </section>
  );
}

function Left({ until }: { until: string }) {
  const { t } = useI18n();
  const second = useSecond();
  const left = Date.parse(until) / 1000 - second;
  return (
    <Text size="sm" className="number" role="timer" c={left < 10 ? "var(--mantine-color-error)" : "dimmed"}>
      {left > 0 ? t("wrap.left", { time: span(left) }) : t("wrap.over")}
    </Text>
  );
}
