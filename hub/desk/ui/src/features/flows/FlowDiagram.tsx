import "@xyflow/react/dist/style.css";
import { Badge, Button, Group, Text, useComputedColorScheme } from "@mantine/core";
import { Background, type Connection, Controls, Handle, type NodeProps, Panel, Position, ReactFlow } from "@xyflow/react";
import { createContext, use, useMemo, useState } from "react";
import type { FlowPicture, FlowProblem } from "../../api/flows";
import { localized, useI18n } from "../../i18n";
import { AddStep } from "./AddStep";
import { connected } from "./definition";
import classes from "./Flows.module.css";
import { type BoxNode, laidOut } from "./layout";
import type { FlowText } from "./useFlowText";

interface Props {
  picture: FlowPicture;
  edited: FlowText;
  chosen: string | null;
  onChoose: (step: string | null) => void;
  visited: string[];
  problems: FlowProblem[];
  readOnly: boolean;
}

interface Marks {
  chosen: string | null;
  visited: ReadonlySet<string>;
  faulty: ReadonlySet<string>;
}

const MarksContext = createContext<Marks>({ chosen: null, visited: new Set(), faulty: new Set() });
const nodeTypes = { step: StepBox };

/** A flow as boxes and arrows. A box opens its step; an arrow drawn from a box sets where it goes on. */
export default function FlowDiagram({ picture, edited, chosen, onChoose, visited, problems, readOnly }: Props) {
  const { t, language } = useI18n();
  const dark = useComputedColorScheme("light") === "dark";
  const [adding, setAdding] = useState(false);
  const { nodes, edges } = useMemo(() => laidOut(picture, language), [picture, language]);
  const marks = useMemo<Marks>(
    () => ({
      chosen,
      visited: new Set(visited),
      faulty: new Set(problems.filter((problem) => !problem.warning).map((problem) => problem.step ?? "")),
    }),
    [chosen, visited, problems],
  );

  function connect({ source, target }: Connection) {
    if (edited.definition) edited.write(connected(edited.definition, source, target));
  }

  return (
    <MarksContext value={marks}>
      <div className={classes.canvas} data-testid="flow-diagram">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          onNodeClick={(_, node) => onChoose(node.id)}
          onPaneClick={() => onChoose(null)}
          onConnect={connect}
          nodesConnectable={!readOnly}
          nodesDraggable={false}
          deleteKeyCode={null}
          fitView
          fitViewOptions={{ maxZoom: 1, minZoom: 0.55, padding: 0.08 }}
          minZoom={0.1}
          colorMode={dark ? "dark" : "light"}
          proOptions={{ hideAttribution: false }}
          aria-label={t("flows.diagram")}
        >
          <Background />
          <Controls showInteractive={false} />
          {!readOnly && (
            <Panel position="top-left">
              <Button size="compact-sm" variant="default" disabled={!edited.definition} onClick={() => setAdding(true)} data-testid="flow-add-step">
                {t("flows.addStep")}
              </Button>
            </Panel>
          )}
        </ReactFlow>
      </div>
      <AddStep opened={adding} onClose={() => setAdding(false)} edited={edited} onAdded={onChoose} />
    </MarksContext>
  );
}

function StepBox({ id, data: { box, first } }: NodeProps<BoxNode>) {
  const { t, language } = useI18n();
  const { chosen, visited, faulty } = use(MarksContext);
  return (
    <div
      className={classes.box}
      data-chosen={chosen === id || undefined}
      data-faulty={faulty.has(id) || undefined}
      data-visited={visited.has(id) || undefined}
    >
      <Handle type="target" position={Position.Top} />
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Text size="xs" fw={600} truncate>
          {box.name}
        </Text>
        {first ? <Badge size="xs">{t("flows.start")}</Badge> : <span className={classes.kind}>{box.kind}</span>}
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {localized(box.text ?? {}, language)}
      </Text>
      <Handle type="source" position={Position.Bottom} />
    </div>
  );
}
