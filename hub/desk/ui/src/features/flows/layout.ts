/** Where the boxes of a flow stand: from the start downwards, by layers. */
import { Graph, layout } from "@dagrejs/dagre";
import { MarkerType, type Edge, type Node } from "@xyflow/react";
import type { FlowBox, FlowPicture } from "../../api/flows";
import { localized } from "../../i18n";

export const WIDTH = 220;
const HEIGHT = 66;

export interface BoxData extends Record<string, unknown> {
  box: FlowBox;
  first: boolean;
}

export type BoxNode = Node<BoxData, "step">;

export function laidOut(picture: FlowPicture, language: string): { nodes: BoxNode[]; edges: Edge[] } {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 56 });
  graph.setDefaultEdgeLabel(() => ({}));
  const names = new Set(picture.boxes.map((box) => box.name));
  for (const box of picture.boxes) graph.setNode(box.name, { width: WIDTH, height: HEIGHT });
  const edges: Edge[] = [];
  for (const box of picture.boxes) {
    for (const arrow of box.arrows) {
      if (!names.has(arrow.to)) continue;
      graph.setEdge(box.name, arrow.to, {}, arrow.key);
      edges.push({
        id: `${box.name} ${arrow.key}`,
        source: box.name,
        target: arrow.to,
        label: arrow.key === "next" ? undefined : localized(arrow.label ?? {}, language) || arrow.when || arrow.key,
        markerEnd: { type: MarkerType.ArrowClosed },
        data: { key: arrow.key },
        style: arrow.key === "failed" ? { strokeDasharray: "4 3" } : undefined,
      });
    }
  }
  layout(graph);
  const nodes = picture.boxes.map((box): BoxNode => {
    const { x, y } = graph.node(box.name);
    return { id: box.name, type: "step", position: { x: x - WIDTH / 2, y: y - HEIGHT / 2 }, data: { box, first: box.name === picture.start } };
  });
  return { nodes, edges };
}
