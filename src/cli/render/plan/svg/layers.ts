// The moves of a plan in columns, and the arrows between them in pieces from one column to the next: an arrow that passes a
// column takes a place in it, so that it is drawn between the boxes and not across them.

import type { PrecedenceGraph } from "../precedence.js";

export interface LayerNode {
  readonly id: number;
  readonly layer: number;
  /** Index of a move; undefined for the place of an arrow that passes by. */
  readonly move: number | undefined;
}

/** A piece of one or more arrows. */
export interface Segment {
  /** Ids of nodes; `to` is in the column after that of `from`. */
  readonly from: number;
  readonly to: number;
  /** Index of the precedence whose arrow ends here; undefined for a piece that leads to a passing place. */
  readonly precedence: number | undefined;
}

export interface Layers {
  readonly nodes: readonly LayerNode[];
  readonly segments: readonly Segment[];
}

/** Arrows from the same move share their way until they part. */
export function layersOf({ moves, precedences }: PrecedenceGraph): Layers {
  const nodes: LayerNode[] = moves.map(({ batch }, move) => ({ id: move, layer: batch, move }));
  const segments: Segment[] = [];
  const passing = new Map<string, number>();
  /** The node of the move, or of its arrows' way, in a column. */
  const nodeIn = (layer: number, move: number): number => {
    if (moves[move]?.batch === layer) return move;
    const known = passing.get(`${move} ${layer}`);
    if (known !== undefined) return known;
    const from = nodeIn(layer - 1, move);
    const id = nodes.length;
    nodes.push({ id, layer, move: undefined });
    segments.push({ from, to: id, precedence: undefined });
    passing.set(`${move} ${layer}`, id);
    return id;
  };
  for (const [index, { before, after }] of precedences.entries()) {
    const layer = moves[after]?.batch ?? 0;
    segments.push({ from: nodeIn(layer - 1, before), to: after, precedence: index });
  }
  return { nodes, segments };
}
