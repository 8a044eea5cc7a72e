import { Alert, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconMinus, IconPlugConnected, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { type Testable, useChannelStatus, useConnectionTest } from "../../../api/channels";
import type { Finding, Id, LinkStatus, Verdict } from "../../../api/types";
import { faultText } from "../../../components/faults";
import { When } from "../../../components/marks";
import { codeText, useT, whyText } from "../../../i18n";
import classes from "../Admin.module.css";
import { Section } from "./fields";

const colours: Record<LinkStatus["state"], string> = { up: "green", connecting: "yellow", down: "red", off: "gray" };

/** Whether the connections of an entry point work at this moment, since when, and if not why. */
export function LiveState({ entryPoint, active }: { entryPoint: Id; active: boolean }) {
  const t = useT();
  const { data } = useChannelStatus();
  const status = data?.find((each) => each.entry_point === entryPoint);
  const links = status?.links ?? [];
  if (!active || links.length === 0) return <Text size="sm">{t("link.off")}</Text>;
  return (
    <Stack gap={4}>
      {links.map((link) => (
        <div key={`${link.link} ${link.name}`}>
          <Group gap={6}>
            <Badge color={colours[link.state]}>
              {codeText(t, "link", link.link)}: {t(`link.${link.state}`)}
            </Badge>
            {link.since && (
              <Text span size="xs" c="dimmed">
                {t("link.since")} <When at={link.since} />
              </Text>
            )}
          </Group>
          {link.state === "down" && link.reason && (
            <Text size="xs" className={classes.reason}>
              {whyText(t, link.reason)}
            </Text>
          )}
        </div>
      ))}
      {status?.limited && (
        <Text size="xs" className={classes.reason}>
          {t("link.limited")}
        </Text>
      )}
      {status && status.pending > 0 && <Text size="xs">{t("link.pending", { count: status.pending })}</Text>}
      {status && status.unknown > 0 && <Text size="xs">{t("link.unknown", { count: status.unknown })}</Text>}
    </Stack>
  );
}

interface TestProps {
  kind: Testable;
  /** What the form has, saved or not. */
  draft: object & { entry_point: Id; active: boolean };
  id: Id | undefined;
}

/** What is the case now, and a test of what the form says. */
export function ConnectionTest({ kind, draft, id }: TestProps) {
  const t = useT();
  const test = useConnectionTest(kind, id ?? "new");
  return (
    <Section legend={t("test.title")}>
        {id && <LiveState entryPoint={draft.entry_point} active={draft.active} />}
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {t("test.hint")}
          </Text>
          <Button
            variant="default"
            style={{ flexShrink: 0 }}
            leftSection={<IconPlugConnected size={15} />}
            loading={test.isPending}
            onClick={() => test.mutate(draft)}
            data-testid="test-connection"
          >
            {t("test.start")}
          </Button>
        </Group>
        <div role="status">
          {test.error && <Alert color="red">{faultText(test.error, t)}</Alert>}
          {test.data && <Findings findings={test.data.findings} />}
        </div>
    </Section>
  );
}

const signs: Record<Verdict, [ComponentType<IconProps>, string]> = {
  ok: [IconCircleCheck, "var(--mantine-color-green-light-color)"],
  warning: [IconAlertTriangle, "var(--mantine-color-orange-light-color)"],
  failed: [IconCircleX, "var(--mantine-color-error)"],
  skipped: [IconMinus, "var(--mantine-color-dimmed)"],
};

/** What a test found, step by step, in words; the other side's own words below. */
export function Findings({ findings }: { findings: Finding[] }) {
  const t = useT();
  const failed = findings.some((each) => each.verdict === "failed");
  const warned = findings.some((each) => each.verdict === "warning");
  return (
    <Stack gap="xs" data-testid="findings">
      <Alert color={failed ? "red" : warned ? "orange" : "green"}>
        {failed ? t("test.failed") : warned ? t("test.warned") : t("test.passed")}
      </Alert>
      {findings.map((finding, place) => {
        const [Icon, colour] = signs[finding.verdict];
        return (
          <Group key={place} gap="xs" wrap="nowrap" align="flex-start" data-verdict={finding.verdict}>
            <Icon size={18} color={colour} role="img" aria-label={t(`verdict.${finding.verdict}`)} style={{ flexShrink: 0, marginTop: 2 }} />
            <div className="grow">
              <Text size="sm">
                <b>{codeText(t, "step", finding.step)}:</b> {codeText(t, "why", finding.reason.code, finding.reason.vars)}
              </Text>
              {finding.reason.detail && (
                <Text size="xs" c="dimmed" className={classes.reason}>
                  {t("test.theirWords", { detail: finding.reason.detail })}
                </Text>
              )}
              {finding.field && finding.verdict !== "ok" && <Text size="xs">{t("test.lookAt", { field: codeText(t, "field", finding.field.replace(/^smscs\[\d+\]\./, "")) })}</Text>}
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}
