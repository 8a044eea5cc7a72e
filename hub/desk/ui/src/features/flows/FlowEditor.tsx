import { Alert, Badge, Button, Group, Tabs } from "@mantine/core";
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from "react";
import type { Flow, StepKind } from "../../api/flows";
import { Busy } from "../../components/Busy";
import { localized, useI18n } from "../../i18n";
import { useMayEdit } from "../knowledge/useMayEdit";
import { AddStep } from "./AddStep";
import { FlowBar, type View } from "./FlowBar";
import { FlowHead } from "./FlowHead";
import { FlowProblems } from "./FlowProblems";
import { FlowReplay } from "./FlowReplay";
import classes from "./Flows.module.css";
import { FlowTests } from "./FlowTests";
import { FlowVersions } from "./FlowVersions";
import { LeaveGuard } from "./LeaveGuard";
import { Simulator } from "./Simulator";
import { stepsOf } from "./definition";
import { StepForm } from "./StepForm";
import { type FlowText, useFlowText } from "./useFlowText";
import { stepAtLine } from "./lines";

const FlowDiagram = lazy(() => import("./FlowDiagram"));
const FlowSource = lazy(() => import("./FlowSource"));

interface Props {
  flow: Flow;
  kinds: StepKind[];
  onBack?: () => void;
}

/** One flow: as a diagram or as text, with its steps, what is wrong, a customer to try it, tests and versions beside it. */
export function FlowEditor({ flow, kinds, onBack }: Props) {
  const { t, language } = useI18n();
  const edited = useFlowText(flow);
  const mayEdit = useMayEdit();
  const [view, setView] = useState<View>("diagram");
  const [tab, setTab] = useState<string | null>("step");
  const [chosen, setStep] = useState<string | null>(null);
  const [line, setLine] = useState<{ number: number } | null>(null);
  const [visited, setVisited] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  const side = useRef<HTMLElement>(null);
  const errors = edited.problems.filter((problem) => !problem.warning).length;
  const step = chosen && edited.definition && chosen in stepsOf(edited.definition) ? chosen : null;

  function choose(name: string | null) {
    setStep(name);
    setTab("step");
    side.current?.scrollTo({ top: 0 });
  }

  function showStep(name: string) {
    setView("diagram");
    choose(name);
  }

  function showLine(number: number) {
    setView("text");
    setLine({ number });
  }

  // Fields and the text undo what is typed in them by themselves.
  function onKeys(event: KeyboardEvent) {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable=true]");
    if (!mayEdit || isTyping || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const change = key === "y" || (key === "z" && event.shiftKey) ? edited.redo : key === "z" ? edited.undo : undefined;
    if (!change) return;
    event.preventDefault();
    change();
  }

  return (
    <section className={classes.editor} aria-label={localized(flow.title, language) || flow.id} onKeyDown={onKeys}>
      <LeaveGuard when={edited.isChanged} />
      <FlowBar flow={flow} edited={edited} view={view} onView={setView} errors={errors} onBack={onBack} />
      {edited.isOvertaken && <Overtaken edited={edited} />}
      <div className={classes.work}>
        <div className={classes.main}>
          <Suspense fallback={<Busy />}>
            {view === "text" && (
              <FlowSource
                text={edited.text}
                kinds={kinds}
                problems={edited.problems}
                line={line}
                onChange={edited.type}
                onLine={(number) => {
                  const there = stepAtLine(edited.text, number);
                  if (there) setStep(there);
                }}
                readOnly={!mayEdit}
              />
            )}
            {view === "diagram" && edited.picture && (
              <FlowDiagram picture={edited.picture} edited={edited} chosen={step} onChoose={choose} onAdd={() => setAdding(true)} visited={visited} problems={edited.problems} readOnly={!mayEdit} />
            )}
            {view === "diagram" && !edited.picture && !edited.checking && (
              <Alert m="md">
                {t("flows.noPicture")}
                <Button mt="xs" size="xs" variant="default" display="block" onClick={() => showLine(edited.problems[0]?.line ?? 1)}>
                  {t("flows.showText")}
                </Button>
              </Alert>
            )}
          </Suspense>
        </div>
        <aside className={classes.side} ref={side} aria-label={t("flows.tools")}>
          <Tabs value={tab} onChange={setTab} keepMounted={false} classNames={{ tab: classes.tab, list: classes.tabs }}>
            <Tabs.List mb="sm">
              <Tabs.Tab value="step">{t(step ? "flows.step" : "flows.wholeFlow")}</Tabs.Tab>
              <Tabs.Tab value="try">{t("flows.try")}</Tabs.Tab>
              <Tabs.Tab
                value="problems"
                data-testid="flow-problems"
                rightSection={errors > 0 ? <Badge size="sm" circle color="red.8">{errors}</Badge> : undefined}
              >
                {t("flows.problems")}
              </Tabs.Tab>
              <Tabs.Tab value="tests">{t("flows.tests")}</Tabs.Tab>
              <Tabs.Tab value="versions">{t("flows.versions")}</Tabs.Tab>
              {mayEdit && <Tabs.Tab value="replay">{t("flows.replays")}</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="step">
              {step ? <StepForm kinds={kinds} edited={edited} name={step} onChoose={choose} onLine={showLine} readOnly={!mayEdit} /> : <FlowHead edited={edited} readOnly={!mayEdit} />}
            </Tabs.Panel>
            <Tabs.Panel value="try">
              <Simulator id={flow.id} text={edited.text} languages={edited.definition?.languages} broken={errors > 0} onVisited={setVisited} onStep={showStep} />
            </Tabs.Panel>
            <Tabs.Panel value="problems">
              <FlowProblems problems={edited.problems} onStep={showStep} onLine={showLine} />
            </Tabs.Panel>
            <Tabs.Panel value="tests">
              <FlowTests id={flow.id} text={edited.text} broken={errors > 0} />
            </Tabs.Panel>
            <Tabs.Panel value="versions">
              <FlowVersions flow={flow} text={edited.text} onTake={mayEdit ? edited.take : undefined} />
            </Tabs.Panel>
            <Tabs.Panel value="replay">
              <FlowReplay id={flow.id} text={edited.text} broken={errors > 0} onVisited={setVisited} />
            </Tabs.Panel>
          </Tabs>
        </aside>
      </div>
      <AddStep opened={adding} onClose={() => setAdding(false)} kinds={kinds} edited={edited} chosen={step} onAdded={choose} />
    </section>
  );
}

/** Somebody else saved meanwhile: either text may be kept. */
function Overtaken({ edited }: { edited: FlowText }) {
  const { t } = useI18n();
  return (
    <Alert color="orange" m="xs" title={t("flows.overtaken")}>
      {t("flows.overtakenHint")}
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={edited.takeTheirs}>
          {t("flows.takeTheirs")}
        </Button>
        <Button size="xs" variant="default" onClick={edited.keepMine}>
          {t("flows.keepMine")}
        </Button>
      </Group>
    </Alert>
  );
}
