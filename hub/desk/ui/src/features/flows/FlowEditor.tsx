import { ActionIcon, Alert, Badge, Button, Menu, SegmentedControl, Tabs, Title } from "@mantine/core";
import { IconArrowLeft, IconDots } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { type Flow, useEndFlow } from "../../api/flows";
import { Busy } from "../../components/Busy";
import { localized, useI18n } from "../../i18n";
import { useMayEdit } from "../knowledge/useMayEdit";
import { FlowProblems } from "./FlowProblems";
import classes from "./Flows.module.css";
import { FlowStateBadge } from "./FlowList";
import { FlowTests } from "./FlowTests";
import { FlowVersions } from "./FlowVersions";
import { PublishButton } from "./PublishButton";
import { Simulator } from "./Simulator";
import { StepForm } from "./StepForm";
import { useFlowText } from "./useFlowText";

const FlowDiagram = lazy(() => import("./FlowDiagram"));
const FlowSource = lazy(() => import("./FlowSource"));

/** One flow: as a diagram or as text, with what is wrong, a customer to try it, its tests and versions beside it. */
export function FlowEditor({ flow, onBack }: { flow: Flow; onBack?: () => void }) {
  const { t, language } = useI18n();
  const edited = useFlowText(flow);
  const mayEdit = useMayEdit();
  const [view, setView] = useState("diagram");
  const [tab, setTab] = useState<string | null>("try");
  const [step, setStep] = useState<string | null>(null);
  const [visited, setVisited] = useState<string[]>([]);
  const errors = edited.problems.filter((problem) => !problem.warning).length;

  function choose(name: string | null) {
    setStep(name);
    if (name) setTab("step");
  }

  return (
    <section className={classes.editor} aria-label={localized(flow.title, language) || flow.id}>
      <header className={classes.bar}>
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <Title order={1} size="h3" style={{ flex: 1, minWidth: 120 }}>
          {localized(flow.title, language) || flow.id}
        </Title>
        <FlowStateBadge flow={flow} />
        <SegmentedControl
          size="xs"
          value={view}
          onChange={setView}
          aria-label={t("flows.view")}
          data={[
            { value: "diagram", label: t("flows.diagram") },
            { value: "text", label: t("flows.text") },
          ]}
        />
        {mayEdit && (
          <Button size="xs" variant="default" disabled={!edited.changed} loading={edited.saving} onClick={() => edited.save()} data-testid="flow-save">
            {t("flows.save")}
          </Button>
        )}
        {mayEdit && <PublishButton flow={flow} changed={edited.changed} errors={errors} />}
        {mayEdit && <More flow={flow} />}
      </header>
      <div className={classes.work}>
        <div className={classes.main}>
          <Suspense fallback={<Busy />}>
            {view === "text" && <FlowSource text={edited.text} problems={edited.problems} onChange={edited.setText} readOnly={!mayEdit} />}
            {view === "diagram" && edited.picture && (
              <FlowDiagram picture={edited.picture} edited={edited} chosen={step} onChoose={choose} visited={visited} problems={edited.problems} readOnly={!mayEdit} />
            )}
            {view === "diagram" && !edited.picture && !edited.checking && <Alert m="md">{t("flows.noPicture")}</Alert>}
          </Suspense>
        </div>
        <aside className={classes.side} aria-label={t("flows.tools")}>
          <Tabs value={tab} onChange={setTab} keepMounted={false} classNames={{ tab: classes.tab }}>
            <Tabs.List mb="sm">
              <Tabs.Tab value="try">{t("flows.try")}</Tabs.Tab>
              <Tabs.Tab value="step">{t("flows.step")}</Tabs.Tab>
              <Tabs.Tab
                value="problems"
                data-testid="flow-problems"
                rightSection={errors > 0 ? <Badge size="xs" circle color="red.8">{errors}</Badge> : undefined}
              >
                {t("flows.problems")}
              </Tabs.Tab>
              <Tabs.Tab value="tests">{t("flows.tests")}</Tabs.Tab>
              <Tabs.Tab value="versions">{t("flows.versions")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="try">
              <Simulator id={flow.id} text={edited.text} languages={edited.definition?.languages} broken={errors > 0} onVisited={setVisited} />
            </Tabs.Panel>
            <Tabs.Panel value="step">
              <StepForm edited={edited} name={step} onChoose={choose} readOnly={!mayEdit} />
            </Tabs.Panel>
            <Tabs.Panel value="problems">
              <FlowProblems problems={edited.problems} onChoose={choose} />
            </Tabs.Panel>
            <Tabs.Panel value="tests">
              <FlowTests id={flow.id} text={edited.text} />
            </Tabs.Panel>
            <Tabs.Panel value="versions">
              <FlowVersions flow={flow} onTake={mayEdit ? edited.setText : undefined} />
            </Tabs.Panel>
          </Tabs>
        </aside>
      </div>
    </section>
  );
}

function More({ flow }: { flow: Flow }) {
  const { t } = useI18n();
  const withdraw = useEndFlow(flow.id, "withdraw");
  const archive = useEndFlow(flow.id, "archive");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("flows.more")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={flow.state !== "published"} onClick={() => withdraw.mutate()}>
          {t("flows.withdraw")}
        </Menu.Item>
        <Menu.Item disabled={flow.state === "archived"} color="red" onClick={() => archive.mutate()}>
          {t("flows.archive")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
