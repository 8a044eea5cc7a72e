import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useArticleStep } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { showDone } from "../../components/faults";
import { useT } from "../../i18n";
import { Breaks } from "./Breaks";
import type { Step, StepName } from "./steps";

/** Steps that ask something first, or that take an article away from customers. */
export const asksMore = new Set<StepName>(["submit", "request-changes", "approve", "schedule", "discard", "unpublish", "archive"]);

const comments = new Set<StepName>(["submit", "request-changes", "approve"]);

/** Steps that bring a version nearer to customers: what it would break is said before. */
const tried = new Set<StepName>(["submit", "approve", "schedule", "publish"]);

/** A time of this browser as a date-time field wants it. */
export function localTime(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

interface Props {
  article: Article;
  step: Step;
  onClose: () => void;
}

/** What the step means, what there is to say, and the button that takes it. */
export function StepDialog({ article, step: { name }, onClose }: Props) {
  const t = useT();
  const take = useArticleStep(article.id);
  const [comment, setComment] = useState("");
  const [at, setAt] = useState(() => localTime(new Date(Date.now() + 86_400_000)));
  const needsComment = name === "request-changes";
  const ready = name === "schedule" ? at !== "" : !needsComment || comment.trim() !== "";

  function submit() {
    const publish_at = name === "schedule" ? new Date(at).toISOString() : undefined;
    const body = { revision: article.revision, ...(comments.has(name) && { comment }), ...(publish_at && { publish_at }) };
    take.mutate(
      { step: name, body },
      {
        onSuccess: () => {
          showDone(t(`step.${name}.done`));
          onClose();
        },
      },
    );
  }

  return (
    <Modal opened onClose={onClose} title={t(`step.${name}`)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t(`step.${name}.help` as "step.submit.help")}</Text>
          {tried.has(name) && <Breaks article={article} />}
          {comments.has(name) && (
            <Textarea
              label={t("step.comment")}
              required={needsComment}
              autosize
              minRows={3}
              data-autofocus
              value={comment}
              onChange={(event) => setComment(event.currentTarget.value)}
              data-testid="step-comment"
            />
          )}
          {name === "schedule" && (
            <TextInput
              type="datetime-local"
              label={t("step.publishAt")}
              description={t("step.timeZone", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
              required
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
              data-testid="publish-at"
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("app.cancel")}
            </Button>
            <Button type="submit" disabled={!ready} loading={take.isPending} data-testid="take-step">
              {t(`step.${name}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
