import "@xyflow/react/dist/style.css";
import { Badge, Button, Group, Text, useComputedColorScheme } from "@mantine/core";
import { Background, BaseEdge, type Connection, Controls, type EdgeProps, Handle, MiniMap, type NodeChange, type NodeProps, Panel, Position, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { createContext, type RefObject, use, useEffect, useMemo, useRef } from "react";
import type { FlowPicture, FlowProblem } from "../../api/flows";
import { localized, useI18n } from "../../i18n";
import { connected } from "./definition";
import classes from "./Flows.module.css";
import { BIG, type BoxNode, drawn, placed, shapeOf, throughPoints, type WayEdge } from "./layout";
import { StepFinder } from "./StepFinder";
import type { FlowText } from "./useFlowText";
import { kindText } from "./words";

/** At less than this, what is written in boxes cannot be read. */
const READABLE = 0.75;

interface Props {
  picture: FlowPicture;
  edited: FlowText;
  chosen: string | null;
  onChoose: (step: string | null) => void;
  onAdd: () => void;
  visited: string[];
  problems: FlowProblem[];
  readOnly: boolean;
}

interface Marks {
  visited: ReadonlySet<string>;
  faulty: ReadonlySet<string>;
}

const MarksContext = createContext<Marks>({ visited: new Set(), faulty: new Set() });
const nodeTypes = { step: StepBox };
const edgeTypes = { way: Way };

/** A flow as boxes and arrows. A box opens its step; an arrow drawn from a box sets where it goes on. */
export default function FlowDiagram(props: Props) {
  return (
    <ReactFlowProvider>
      <Diagram {...props} />
    </ReactFlowProvider>
  );
}

function Diagram({ picture, edited, chosen, onChoose, onAdd, visited, problems, readOnly }: Props) {
  const { t } = useI18n();
  const dark = useComputedColorScheme("light") === "dark";
  const { nodes: boxes, edges: ways } = useLaidOut(picture);
  const nodes = useMemo(() => boxes.map((node) => (node.id === chosen ? { ...node, selected: true } : node)), [boxes, chosen]);
  // Arrows across a large flow are faint, but for those of the chosen step.
  const edges = useMemo(() => ways.map((way) => (way.source === chosen || way.target === chosen ? { ...way, style: { ...way.style, opacity: 1 } } : way)), [ways, chosen]);
  const canvas = useRef<HTMLDivElement>(null);
  const show = useShown(chosen, boxes, canvas);
  const marks = useMemo<Marks>(
    () => ({ visited: new Set(visited), faulty: new Set(problems.filter((problem) => !problem.warning).map((problem) => problem.step ?? "")) }),
    [visited, problems],
  );

  function connect({ source, target }: Connection) {
    edited.write((now) => connected(now, source, target));
  }

  // A box is chosen by pointer, Enter or the space bar; all of these select it.
  function choose(changes: NodeChange<BoxNode>[]) {
    const change = changes.findLast((one) => one.type === "select" && one.selected);
    if (change?.type === "select") onChoose(change.id);
  }

  return (
    <MarksContext value={marks}>
      <div className={classes.canvas} ref={canvas} data-testid="flow-diagram">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={choose}
          onPaneClick={() => onChoose(null)}
          onConnect={connect}
          nodesConnectable={!readOnly}
          nodesDraggable={false}
          edgesFocusable={false}
          onlyRenderVisibleElements={boxes.length > BIG}
          deleteKeyCode={null}
          onInit={show.first}
          minZoom={0.1}
          colorMode={dark ? "dark" : "light"}
          ariaLabelConfig={{
            "controls.ariaLabel": t("flows.zoom"),
            "controls.zoomIn.ariaLabel": t("flows.zoomIn"),
            "controls.zoomOut.ariaLabel": t("flows.zoomOut"),
            "controls.fitView.ariaLabel": t("flows.zoomFit"),
            "node.a11yDescription.default": t("flows.nodeHint"),
            "minimap.ariaLabel": t("flows.map"),
          }}
          aria-label={t("flows.diagram")}
        >
          <Background />
          <Controls showInteractive={false} />
          {boxes.length > BIG && <MiniMap pannable zoomable className={classes.map} />}
          <Panel position="top-left">
            <Group gap={6}>
              {!readOnly && (
                <Button size="xs" variant="default" disabled={!edited.definition} onClick={onAdd} data-testid="flow-add-step">
                  {t("flows.addStep")}
                </Button>
              )}
              <StepFinder
                picture={picture}
                onFind={(step) => {
                  onChoose(step);
                  show.step(step);
                }}
              />
            </Group>
          </Panel>
        </ReactFlow>
      </div>
    </MarksContext>
  );
}

/** The diagram of a flow; it is laid out anew only when its shape changes, not with each word. */
function useLaidOut(picture: FlowPicture) {
  const { t, language } = useI18n();
  const shape = useMemo(() => shapeOf(picture, language, t), [picture, language, t]);
  const key = JSON.stringify(shape);
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const places = useMemo(() => placed(shape), [key]);
  return useMemo(() => drawn(picture, shape, places, language, t), [picture, shape, places, language, t]);
}

/** Bring steps into view: at first all, or the start where all would be too small to read; then what is chosen elsewhere. */
function useShown(chosen: string | null, boxes: BoxNode[], canvas: RefObject<HTMLDivElement | null>) {
  const { setCenter, setViewport, getViewport, getZoom, fitView, getNodesBounds } = useReactFlow();

  function first() {
    const { width = 1, height = 1 } = canvas.current?.getBoundingClientRect() ?? {};
    const all = getNodesBounds(boxes);
    const start = boxes.find((box) => box.data.first) ?? boxes[0];
    const fits = Math.min(width / (all.width + 60), height / (all.height + 100)) >= READABLE;
    if (fits || !start) void fitView({ maxZoom: 1, padding: { top: "64px", bottom: "24px", left: "24px", right: "24px" } });
    else void setViewport({ x: width / 2 - middleOf(start).x * READABLE, y: 70 - start.position.y * READABLE, zoom: READABLE });
  }

  function step(name: string, always = true) {
    const node = boxes.find((each) => each.id === name);
    if (!node || !canvas.current) return;
    const { x, y } = middleOf(node);
    const view = getViewport();
    const [left, top] = [x * view.zoom + view.x, y * view.zoom + view.y];
    const isSeen = left > 60 && top > 60 && left < canvas.current.clientWidth - 60 && top < canvas.current.clientHeight - 40;
    if (always || !isSeen) void setCenter(x, y, { zoom: Math.max(getZoom(), READABLE), duration: 200 });
  }

  useEffect(() => {
    if (chosen) step(chosen, false);
    // Only when another step is chosen: a view that moves while one types would be lost at once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen, boxes.length]);
  return { first, step };
}

const middleOf = ({ position, width = 0, height = 0 }: BoxNode) => ({ x: position.x + width / 2, y: position.y + height / 2 });

function StepBox({ id, selected, data: { box, first } }: NodeProps<BoxNode>) {
  const { t, language } = useI18n();
  const { visited, faulty } = use(MarksContext);
  return (
    <div className={classes.box} data-chosen={selected || undefined} data-faulty={faulty.has(id) || undefined} data-visited={visited.has(id) || undefined}>
      <Handle type="target" position={Position.Top} />
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Text size="xs" fw={600} truncate>
          {box.name}
        </Text>
        {first && <Badge size="xs">{t("flows.start")}</Badge>}
      </Group>
      <Text className={classes.kind} truncate>
        {kindText(t, box.kind)}
      </Text>
      <Text size="xs" truncate>
        {localized(box.text ?? {}, language)}
      </Text>
      <Handle type="source" position={Position.Bottom} />
    </div>
  );
}

/** An arrow, drawn where it has room, with its label where that has room. */
function Way({ data, label, markerEnd, style }: EdgeProps<WayEdge>) {
  if (!data) return null;
  return <BaseEdge path={throughPoints(data.points)} label={label} labelX={data.x} labelY={data.y} labelBgPadding={[4, 2]} labelBgBorderRadius={4} markerEnd={markerEnd} style={style} />;
}
