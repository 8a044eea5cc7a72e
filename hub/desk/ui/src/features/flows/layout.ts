/** Where the boxes of a flow stand, and how the arrows between them run: from the start downwards, by layers. */
import { Graph, layout } from "@dagrejs/dagre";
import { MarkerType, type Edge, type Node } from "@xyflow/react";
import type { FlowArrow, FlowBox, FlowPicture } from "../../api/flows";
import { localized, type Translate } from "../../i18n";
import { keyText, kindText } from "./words";

const WIDTH = 220;
const HEIGHT = 74;
/** Above so many boxes, what is out of sight is not drawn, and a map shows where one is. */
export const BIG = 40;
/** Where so many arrows lead, they say little about where a box belongs. */
const MANY = 8;
const FAINT = 0.15;
const LETTER = 6.5;
const LONGEST_LABEL = 26;

export interface BoxData extends Record<string, unknown> {
  box: FlowBox;
  first: boolean;
}

export interface WayData extends Record<string, unknown> {
  points: { x: number; y: number }[];
  /** The middle of the label, which has a place of its own. */
  x: number;
  y: number;
}

export type BoxNode = Node<BoxData, "step">;
export type WayEdge = Edge<WayData, "way">;

/** An arrow between two steps that there are, with what is written at it. */
interface Way {
  from: string;
  to: string;
  key: string;
  label: string;
}

interface Place {
  x: number;
  y: number;
}

export interface Shape {
  names: string[];
  ways: Way[];
  start: string;
}

/** Where boxes stand (their middle) and how arrows run, by their place in the shape; null: straight across. */
interface Places {
  boxes: Map<string, Place>;
  ways: (WayData | null)[];
}

/** What of a flow decides how it is laid out. */
export function shapeOf(picture: FlowPicture, language: string, t: Translate): Shape {
  const names = picture.boxes.map((box) => box.name);
  const known = new Set(names);
  const ways = picture.boxes.flatMap((box) =>
    (box.arrows ?? []).filter((arrow) => known.has(arrow.to)).map((arrow) => ({ from: box.name, to: arrow.to, key: arrow.key, label: labelOf(arrow, language, t) })),
  );
  return { names, ways, start: picture.start };
}

/** Lay a flow out. In a large one, only arrows to the next layer count: all others would take seconds, and a wide sheet. */
export function placed(shape: Shape): Places {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 44, ranker: "tight-tree" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of shape.names) graph.setNode(name, { width: WIDTH, height: HEIGHT });
  const counts = shape.names.length > BIG ? nextLayer(shape) : () => true;
  for (const way of shape.ways.filter(counts)) {
    graph.setEdge(way.from, way.to, { width: widthOf(way.label), height: way.label ? 18 : 0, labelpos: "c" }, way.key);
  }
  layout(graph);
  return {
    boxes: new Map(shape.names.map((name) => [name, graph.node(name) as Place])),
    ways: shape.ways.map((way) => {
      if (!counts(way)) return null;
      const { points = [], x = 0, y = 0 } = graph.edge(way.from, way.to, way.key);
      return { points, x, y };
    }),
  };
}

/** Tell the arrows that lead one layer down from those that go back, far, or where very many go. */
function nextLayer({ names, ways, start }: Shape): (way: Way) => boolean {
  const onward = new Map<string, Way[]>();
  const into = new Map<string, number>();
  for (const way of ways) {
    onward.set(way.from, [...(onward.get(way.from) ?? []), way]);
    into.set(way.to, (into.get(way.to) ?? 0) + 1);
  }
  const depth = new Map<string, number>();
  for (const first of [start, ...names]) {
    if (depth.has(first)) continue;
    depth.set(first, 0);
    for (const waiting = [first]; waiting.length > 0; ) {
      const name = waiting.shift() ?? "";
      for (const { to } of onward.get(name) ?? []) {
        if (depth.has(to)) continue;
        depth.set(to, (depth.get(name) ?? 0) + 1);
        waiting.push(to);
      }
    }
  }
  return ({ from, to }) => depth.get(to) === (depth.get(from) ?? 0) + 1 && (into.get(to) ?? 0) < MANY;
}

/** The boxes and arrows as they are drawn. */
export function drawn(picture: FlowPicture, { ways }: Shape, places: Places, language: string, t: Translate): { nodes: BoxNode[]; edges: WayEdge[] } {
  const middle = (name: string): Place => places.boxes.get(name) ?? { x: 0, y: 0 };
  const nodes = picture.boxes.map((box): BoxNode => {
    const { x, y } = middle(box.name);
    return {
      id: box.name,
      type: "step",
      position: { x: x - WIDTH / 2, y: y - HEIGHT / 2 },
      width: WIDTH,
      height: HEIGHT,
      data: { box, first: box.name === picture.start },
      ariaLabel: [box.name, kindText(t, box.kind), localized(box.text ?? {}, language)].filter(Boolean).join(", "),
    };
  });
  const edges = ways.map((way, index): WayEdge => {
    const isFar = places.ways[index] === null;
    return {
      id: `${way.from} ${way.key}`,
      type: "way",
      source: way.from,
      target: way.to,
      label: isFar ? undefined : way.label,
      focusable: false,
      markerEnd: { type: MarkerType.ArrowClosed },
      style: { ...(way.key === "failed" && { strokeDasharray: "4 3" }), ...(isFar && { opacity: FAINT }) },
      data: places.ways[index] ?? across(middle(way.from), middle(way.to)),
    };
  });
  return { nodes, edges };
}

function across(from: Place, to: Place): WayData {
  const [start, end] = [{ x: from.x, y: from.y + HEIGHT / 2 }, { x: to.x, y: to.y - HEIGHT / 2 }];
  const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
  return { points: [start, { x: start.x, y: start.y + HEIGHT / 2 }, { x, y }, { x: end.x, y: end.y - HEIGHT / 2 }, end], x, y };
}

function labelOf(arrow: FlowArrow, language: string, t: Translate): string {
  if (arrow.key === "next") return "";
  const label = localized(arrow.label ?? {}, language) || arrow.when || keyText(t, arrow.key);
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

/** About how wide a label is: Chinese letters are twice as wide. */
const widthOf = (label: string): number => [...label].reduce((width, letter) => width + (letter > "\u2e80" ? 2 : 1) * LETTER, label ? 10 : 0);

/** A smooth line through these points. */
export function throughPoints(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return "";
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLast = index === rest.length - 2;
    const end = isLast ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q ${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M ${first.x} ${first.y} ${bends.length > 0 ? bends.join(" ") : `L ${last.x} ${last.y}`}`;
}
