import { Button, NumberInput, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { usePolicy, useSetPolicy } from "../../api/knowledge";
import type { KnowledgePolicy } from "../../api/types";
import { Busy } from "../../components/Busy";
import { showDone } from "../../components/faults";
import { PageFrame } from "../../components/PageFrame";
import { useT } from "../../i18n";

/** What is asked for before customers get an article. */
export function KnowledgeSection() {
  const t = useT();
  const { data } = usePolicy();
  return <PageFrame title={t("admin.knowledge")}>{data ? <Form key={data.rev} policy={data} /> : <Busy />}</PageFrame>;
}

function Form({ policy }: { policy: KnowledgePolicy }) {
  const t = useT();
  const save = useSetPolicy();
  const [draft, setDraft] = useState(policy);
  const set = (change: Partial<KnowledgePolicy>) => setDraft({ ...draft, ...change });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft, { onSuccess: () => showDone(t("app.saved")) });
      }}
    >
      <Stack gap="md" maw={560}>
        <Text size="sm">{t("policy.help")}</Text>
        <Switch
          label={t("policy.review")}
          description={t("policy.reviewHelp")}
          checked={draft.review_required}
          onChange={(event) => set({ review_required: event.currentTarget.checked })}
          data-testid="review-required"
        />
        <Switch
          label={t("policy.separate")}
          description={t("policy.separateHelp")}
          checked={draft.separate_reviewer}
          onChange={(event) => set({ separate_reviewer: event.currentTarget.checked })}
          data-testid="separate-reviewer"
        />
        <NumberInput
          label={t("policy.verifyEvery")}
          description={t("policy.verifyHelp")}
          min={0}
          max={3650}
          value={draft.verify_every_days}
          onChange={(value) => set({ verify_every_days: Number(value) || 0 })}
        />
        <Button type="submit" w="fit-content" loading={save.isPending} data-testid="save-policy">
          {t("app.save")}
        </Button>
      </Stack>
    </form>
  );
}
