// Where each node of the columns stands: an order in which few arrows cross, then heights at which they are nearly straight.
// Deterministic: the same plan gives the same picture.

import type { LayerNode, Layers, Segment } from "./layers.js";
import { spread } from "./spread.js";

const SWEEPS = 12;

/** Middle of each node, by id; the highest node begins at 0. */
export function arranged({ nodes, segments }: Layers, heightOf: (node: LayerNode) => number): readonly number[] {
  const columns = columnsOf(nodes);
  const neighbours = { left: neighboursBy(segments, "to"), right: neighboursBy(segments, "from") };
  orderColumns(columns, neighbours);
  const middles: number[] = [];
  for (const column of columns) place(column, middles, heightOf, () => undefined);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const side = sweep % 2 === 0 ? neighbours.left : neighbours.right;
    for (const column of inDirection(columns, sweep))
      place(column, middles, heightOf, (node) => mean((side.get(node.id) ?? []).map((id) => middles[id] ?? 0)));
  }
  const top = Math.min(0, ...nodes.map((node) => (middles[node.id] ?? 0) - heightOf(node) / 2));
  return middles.map((middle) => middle - top);
}

type Neighbours = ReadonlyMap<number, readonly number[]>;

function columnsOf(nodes: readonly LayerNode[]): LayerNode[][] {
  const columns: LayerNode[][] = [];
  for (const node of nodes) {
    while (columns.length <= node.layer) columns.push([]);
    columns[node.layer]?.push(node);
  }
  return columns;
}

function neighboursBy(segments: readonly Segment[], end: "from" | "to"): Neighbours {
  const other = end === "to" ? "from" : "to";
  const found = new Map<number, number[]>();
  for (const segment of segments) found.set(segment[end], [...(found.get(segment[end]) ?? []), segment[other]]);
  return found;
}

function inDirection<Item>(items: readonly Item[], sweep: number): readonly Item[] {
  return sweep % 2 === 0 ? items : [...items].reverse();
}

/** Each node moves to the mean place of those it is connected with, column by column, forth and back. */
function orderColumns(columns: LayerNode[][], neighbours: { readonly left: Neighbours; readonly right: Neighbours }) {
  const places = new Map<number, number>();
  const note = (column: readonly LayerNode[]) => {
    for (const [place, { id }] of column.entries()) places.set(id, place / Math.max(1, column.length - 1));
  };
  for (const column of columns) note(column);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const side = sweep % 2 === 0 ? neighbours.left : neighbours.right;
    const wanted = ({ id }: LayerNode) =>
      mean((side.get(id) ?? []).map((other) => places.get(other) ?? 0)) ?? places.get(id) ?? 0;
    for (const column of inDirection(columns, sweep)) {
      const keys = new Map(column.map((node) => [node.id, wanted(node)]));
      column.sort((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0));
      note(column);
    }
  }
}

/** As near as possible to where each wants to be, in the order given and without touching. */
function place(
  column: readonly LayerNode[],
  middles: number[],
  heightOf: (node: LayerNode) => number,
  wanted: (node: LayerNode) => number | undefined,
): void {
  const heights = column.map(heightOf);
  const wishes = column.map((node) => wanted(node) ?? middles[node.id] ?? 0);
  for (const [index, middle] of spread(wishes, heights).entries()) {
    const node = column[index];
    if (node !== undefined) middles[node.id] = middle;
  }
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
