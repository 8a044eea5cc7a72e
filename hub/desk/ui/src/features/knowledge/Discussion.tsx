import { Button, Checkbox, Group, MultiSelect, Paper, Stack, Text, Textarea, Timeline, Title } from "@mantine/core";
import { useState } from "react";
import { options, useDirectory, useNames } from "../../api/directory";
import { useArticleComments, useArticleHistory, useComment, useSettleComment } from "../../api/knowledge";
import { useMe } from "../../api/session";
import type { Article, ArticleComment, Id, Role } from "../../api/types";
import { Busy } from "../../components/Busy";
import { showDone } from "../../components/faults";
import { Nothing, When } from "../../components/marks";
import { codeText, useI18n, useT } from "../../i18n";
import { fullTime } from "../../lib/time";
import { useMayEdit } from "./useMayEdit";

/** Who can read what is said here under "For you". */
const writing: Role[] = ["writer", "editor", "admin"];

/** What colleagues say about the article, and all that was done with it. */
export function Discussion({ article }: { article: Article }) {
  const t = useT();
  const { data } = useArticleComments(article.id);
  const [open, setOpen] = useState(true);
  const shown = data?.filter((each) => !open || !each.resolved_at);
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t("article.comments")}
          </Title>
          <Checkbox size="sm" label={t("comment.onlyOpen")} checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} />
        </Group>
        {!data && <Busy />}
        {shown?.length === 0 && <Nothing>{t("comment.none")}</Nothing>}
        {shown?.map((each) => <Comment key={each.id} article={article} comment={each} />)}
        <NewComment article={article} />
      </Stack>
      <History article={article} />
    </Stack>
  );
}

function Comment({ article, comment }: { article: Article; comment: ArticleComment }) {
  const t = useT();
  const names = useNames();
  const mayEdit = useMayEdit();
  const settle = useSettleComment(article.id);
  const resolved = !!comment.resolved_at;
  return (
    <Paper withBorder p="sm" data-testid="comment">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed">
          {names.staff(comment.by)} · {t("article.revision", { number: comment.revision })} · <When at={comment.at} />
          {comment.mentions.length > 0 && ` · ${t("comment.to", { names: comment.mentions.map(names.staff).join(", ") })}`}
          {resolved && ` · ${t("comment.resolvedBy", { name: names.staff(comment.resolved_by) })}`}
        </Text>
        {mayEdit && (
          <Button
            variant="subtle"
            size="compact-xs"
            loading={settle.isPending}
            onClick={() => settle.mutate({ comment: comment.id, resolved: !resolved })}
            data-testid="settle"
          >
            {t(resolved ? "comment.reopen" : "comment.resolve")}
          </Button>
        )}
      </Group>
      <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
        {comment.text}
      </Text>
    </Paper>
  );
}

function NewComment({ article }: { article: Article }) {
  const t = useT();
  const say = useComment(article.id);
  const me = useMe();
  const { data: directory } = useDirectory();
  const [text, setText] = useState("");
  const [mentions, setMentions] = useState<Id[]>([]);
  if (!useMayEdit()) return null;
  const done = () => {
    setText("");
    setMentions([]);
    showDone(t("comment.said"));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        say.mutate({ text, mentions }, { onSuccess: done });
      }}
    >
      <Stack gap="xs">
        <Textarea label={t("comment.new")} autosize minRows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} data-testid="new-comment" />
        <MultiSelect
          label={t("comment.mentions")}
          description={t("comment.mentionsHint")}
          searchable
          maxValues={20}
          maw={520}
          value={mentions}
          onChange={setMentions}
          data={options(directory?.staff.filter((each) => each.id !== me.id && each.active && each.roles.some((role) => writing.includes(role))))}
          data-testid="comment-mentions"
        />
        <Button type="submit" variant="default" w="fit-content" disabled={!text.trim()} loading={say.isPending}>
          {t("comment.say")}
        </Button>
      </Stack>
    </form>
  );
}

function History({ article }: { article: Article }) {
  const { t, language } = useI18n();
  const names = useNames();
  const { data } = useArticleHistory(article.id);
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {t("article.history")}
      </Title>
      {!data && <Busy />}
      {data && (
        <Timeline bulletSize={14} lineWidth={2} data-testid="history">
          {data.map((entry) => (
            <Timeline.Item key={entry.id} title={<Text size="sm">{codeText(t, "act", entry.act)}</Text>}>
              <Text size="xs" c="dimmed">
                {entry.by === "schedule" ? t("act.bySchedule") : names.staff(entry.by)} ·{" "}
                {t("article.revision", { number: entry.revision })} · <When at={entry.at} />
              </Text>
              {entry.until && <Text size="xs">{fullTime(entry.until, language)}</Text>}
              {entry.comment && (
                <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                  {entry.comment}
                </Text>
              )}
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Stack>
  );
}
