import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDirectory, useNames } from "../../api/directory";
import { useArticleDetails } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { showDone } from "../../components/faults";
import { useI18n } from "../../i18n";
import { fullTime } from "../../lib/time";
import { localTime } from "./StepDialog";
import { useMayEdit } from "./useMayEdit";

/** Who answers for the article, how often somebody looks at it, and when it ends. These hold at once. */
export function Details({ article }: { article: Article }) {
  // What a colleague changed meanwhile is shown, not overwritten.
  return <Form key={[article.owner, article.verify_every_days, article.expires_at].join()} article={article} />;
}

function Form({ article }: { article: Article }) {
  const { t, language } = useI18n();
  const names = useNames();
  const mayEdit = useMayEdit();
  const { data: directory } = useDirectory();
  const save = useArticleDetails(article.id);
  const [owner, setOwner] = useState(article.owner);
  const [days, setDays] = useState<number | string>(article.verify_every_days);
  const [expires, setExpires] = useState(article.expires_at ? localTime(new Date(article.expires_at)) : "");

  function submit() {
    save.mutate(
      { owner, verify_every_days: Number(days), expires_at: expires ? new Date(expires).toISOString() : null },
      { onSuccess: () => showDone(t("app.saved")) },
    );
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md" maw={520}>
        <Text size="sm">{t("details.help")}</Text>
        <NativeSelect
          label={t("article.owner")}
          description={t("details.ownerHint")}
          size="sm"
          disabled={!mayEdit}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          data={[{ value: "", label: t("details.nobody") }, ...(directory?.staff ?? []).map((each) => ({ value: each.id, label: each.name }))]}
          data-testid="owner"
        />
        <NumberInput
          label={t("details.verifyEvery")}
          description={t("details.verifyHint")}
          min={0}
          max={3650}
          readOnly={!mayEdit}
          value={days}
          onChange={setDays}
          data-testid="verify-days"
        />
        {article.verified_at && (
          <Text size="sm" c="dimmed">
            {t("details.verified", { name: names.staff(article.verified_by) || article.verified_by, time: fullTime(article.verified_at, language) })}
            {article.verify_at && ` ${t("details.verifyNext", { time: fullTime(article.verify_at, language) })}`}
          </Text>
        )}
        <TextInput
          type="datetime-local"
          label={t("details.expires")}
          description={t("details.expiresHint")}
          readOnly={!mayEdit}
          value={expires}
          onChange={(event) => setExpires(event.currentTarget.value)}
        />
        {mayEdit && (
          <Group>
            <Button type="submit" loading={save.isPending} data-testid="save-details">
              {t("app.save")}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
