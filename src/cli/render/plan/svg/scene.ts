// The measures of a picture: columns for batches, boxes for moves, and where arrows begin and end. No drawing yet.

import type { PrecedenceGraph } from "../precedence.js";
import type { PlacedMove } from "../reasons.js";
import { arranged } from "./arrange.js";
import { type Box, boxHeight, boxWidth } from "./box.js";
import { type LayerNode, type Layers, layersOf } from "./layers.js";

export const MARGIN = 28;
export const BAND_PADDING = 14;
export const BAND_HEADING = 38;
/** Between two columns, with and without arrows. */
const GAPS = { withArrows: 76, ofMany: 52, without: 18 };
/** More batches than this stand closer together. */
const MOST_WIDE_GAPS = 7;
const BOX_GAP = 14;
const COMPACT_BOX_GAP = 8;
/** Of an arrow that passes a column. */
const PASSING_HEIGHT = 16;
/** More boxes in a column than this are drawn in one line each. */
const MOST_TALL_BOXES = 16;
/** Without arrows nothing is lost when a batch takes several columns of so many boxes. */
const BOXES_IN_A_STACK = 12;

export interface Column {
  /** Of its band. */
  readonly x: number;
  readonly width: number;
}

export interface Scene {
  readonly isCompact: boolean;
  readonly columns: readonly Column[];
  /** One for each move, in their order. */
  readonly boxes: readonly Box[];
  readonly layers: Layers;
  /** Of every node of the layers, by id, from the top of the columns' content. */
  readonly middles: readonly number[];
  /** Right end of the last column. */
  readonly right: number;
  /** Of the columns' content. */
  readonly height: number;
}

export function sceneOf(graph: PrecedenceGraph, batches: number): Scene {
  const counts = Array.from(
    { length: batches },
    (_, batch) => graph.moves.filter((move) => move.batch === batch).length,
  );
  const hasArrows = graph.precedences.length > 0;
  const isCompact = hasArrows ? Math.max(0, ...counts) > MOST_TALL_BOXES : graph.moves.length > 8 * MOST_TALL_BOXES;
  const widths = boxWidths(graph, batches, isCompact);
  const layers = layersOf(graph);
  const middles = hasArrows ? arranged(layers, (node) => roomFor(node, graph, isCompact)) : [];
  const stacks = hasArrows
    ? counts.map(() => 1)
    : counts.map((count) => Math.max(1, Math.ceil(count / BOXES_IN_A_STACK)));
  const columns = columnsOf(widths, stacks, gapFor(batches, hasArrows));
  const boxes = hasArrows
    ? graph.moves.map((placed, id) => boxAt(placed, middles[id] ?? 0, columns, widths, isCompact))
    : stackedBoxes(graph.moves, columns, widths, isCompact);
  const bottoms = boxes.map(({ y, height }) => y + height);
  const last = columns.at(-1);
  return {
    ...{ isCompact, columns, boxes, layers, middles },
    right: last === undefined ? MARGIN : last.x + last.width,
    height: Math.max(boxHeight(undefined, isCompact), ...bottoms, ...middles),
  };
}

function gapFor(batches: number, hasArrows: boolean): number {
  if (!hasArrows) return GAPS.without;
  return batches > MOST_WIDE_GAPS ? GAPS.ofMany : GAPS.withArrows;
}

function boxWidths({ moves }: PrecedenceGraph, batches: number, isCompact: boolean): readonly number[] {
  const widths = Array.from({ length: batches }, () => 0);
  for (const { batch, move } of moves) widths[batch] = Math.max(widths[batch] ?? 0, boxWidth(move, isCompact));
  return widths;
}

function roomFor({ move }: LayerNode, { moves }: PrecedenceGraph, isCompact: boolean): number {
  if (move === undefined) return PASSING_HEIGHT;
  return boxHeight(moves[move]?.move, isCompact) + (isCompact ? COMPACT_BOX_GAP : BOX_GAP);
}

function columnsOf(widths: readonly number[], stacks: readonly number[], gap: number): readonly Column[] {
  let x = MARGIN;
  return widths.map((boxes, batch) => {
    const count = stacks[batch] ?? 1;
    const column = { x, width: count * boxes + (count - 1) * BOX_GAP + 2 * BAND_PADDING };
    x += column.width + gap;
    return column;
  });
}

function boxAt(
  placed: PlacedMove,
  middle: number,
  columns: readonly Column[],
  widths: readonly number[],
  isCompact: boolean,
): Box {
  const height = boxHeight(placed.move, isCompact);
  const x = (columns[placed.batch]?.x ?? 0) + BAND_PADDING;
  return { x, y: middle - height / 2, width: widths[placed.batch] ?? 0, height, placed };
}

function stackedBoxes(
  moves: readonly PlacedMove[],
  columns: readonly Column[],
  widths: readonly number[],
  isCompact: boolean,
): readonly Box[] {
  const before = new Map<number, number>();
  const ends = new Map<string, number>();
  return moves.map((placed) => {
    const index = before.get(placed.batch) ?? 0;
    before.set(placed.batch, index + 1);
    const stack = Math.floor(index / BOXES_IN_A_STACK);
    const width = widths[placed.batch] ?? 0;
    const height = boxHeight(placed.move, isCompact);
    const key = `${placed.batch} ${stack}`;
    const y = ends.get(key) ?? 0;
    ends.set(key, y + height + (isCompact ? COMPACT_BOX_GAP : BOX_GAP));
    return { x: (columns[placed.batch]?.x ?? 0) + BAND_PADDING + stack * (width + BOX_GAP), y, width, height, placed };
  });
}
