import { Accordion, Badge, Button, Group, Text } from "@mantine/core";
import { useNames } from "../../api/directory";
import { useAudit } from "../../api/settings";
import type { AuditEntry } from "../../api/types";
import { Busy } from "../../components/Busy";
import { Nothing } from "../../components/marks";
import { PageFrame } from "../../components/PageFrame";
import { codeText, useI18n } from "../../i18n";
import { fullTime } from "../../lib/time";
import classes from "./Admin.module.css";

/** Who changed what in the set-up, with what it was before and after. */
export function AuditSection() {
  const { t } = useI18n();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit();
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PageFrame title={t("admin.audit")}>
      {!data && <Busy />}
      {data && entries.length === 0 && <Nothing>{t("audit.none")}</Nothing>}
      <Accordion variant="contained" chevronPosition="left">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </Accordion>
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
    </PageFrame>
  );
}

/** What records are called by, as far as they have it. */
const callings = ["name", "title", "url", "code"];

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, language } = useI18n();
  const names = useNames();
  const named = callings.map((key) => entry.after[key] ?? entry.before[key]).find(Boolean);
  const subject = named ? String(named) : names.staff(entry.subject) || names.queue(entry.subject);
  return (
    <Accordion.Item value={entry.id}>
      <Accordion.Control>
        <Group gap="xs">
          <Text size="sm" c="dimmed" className="number">
            {fullTime(entry.at, language)}
          </Text>
          <Text size="sm" fw={550}>
            {names.staff(entry.actor) || entry.actor}
          </Text>
          <Badge color="gray">{codeText(t, "audit", entry.action)}</Badge>
          {!entry.action.startsWith("signed_") && (
            <Text size="sm">
              {codeText(t, "kind", entry.kind)} {subject}
            </Text>
          )}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {isEmpty(entry.before) && isEmpty(entry.after) ? (
          <Text size="sm">{t("audit.nothing")}</Text>
        ) : (
          <div className={classes.changes}>
            <Side title={t("audit.before")} value={entry.before} />
            <Side title={t("audit.after")} value={entry.after} />
          </div>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

const isEmpty = (value: Record<string, unknown>) => Object.keys(value).length === 0;

function Side({ title, value }: { title: string; value: Record<string, unknown> }) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {title}
      </Text>
      <code className={classes.code}>{isEmpty(value) ? "–" : JSON.stringify(value, null, 2)}</code>
    </div>
  );
}
