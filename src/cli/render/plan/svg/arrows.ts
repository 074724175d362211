// The arrows of a picture. They leave a box at the middle of its right side and come in at its left, one below the other.

import { round } from "./box.js";
import type { Segment } from "./layers.js";
import type { Scene } from "./scene.js";
import { escaped } from "./words.js";

const HEAD_LENGTH = 8;
const PORT_DISTANCE = 11;
const BADGE_RADIUS = 9;

export interface Arrow {
  /** What is told of it where the pointer rests on it. */
  readonly title: string;
  /** Of the reason in the list below the picture; undefined where they are not listed. */
  readonly number: number | undefined;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** @param arrows one for each precedence, in their order */
export function drawArrows(scene: Scene, arrows: readonly Arrow[], top: number): readonly string[] {
  const ports = portsOf(scene);
  const lines = scene.layers.segments.map((segment) => drawSegment(scene, segment, { ports, arrows, top }));
  return [...passingLines(scene, top), ...lines.map(({ line }) => line), ...lines.map(({ badge }) => badge)];
}

interface Drawing {
  readonly ports: ReadonlyMap<Segment, number>;
  readonly arrows: readonly Arrow[];
  readonly top: number;
}

function drawSegment(scene: Scene, segment: Segment, { ports, arrows, top }: Drawing) {
  const from = { x: rightOf(scene, segment.from), y: top + (scene.middles[segment.from] ?? 0) };
  const arrow = segment.precedence === undefined ? undefined : arrows[segment.precedence];
  const end = top + (scene.middles[segment.to] ?? 0) + (ports.get(segment) ?? 0);
  const to = { x: leftOf(scene, segment.to) - (arrow === undefined ? 0 : HEAD_LENGTH), y: end };
  const bend = (to.x - from.x) / 2;
  const path = `M${spot(from)}C${spot({ x: from.x + bend, y: from.y })} ${spot({ x: to.x - bend, y: to.y })} ${spot(to)}`;
  const title = arrow === undefined ? "" : `<title>${escaped(arrow.title)}</title>`;
  const head = arrow === undefined ? "" : drawHead(to);
  return {
    line: `<g>${title}<path class="edge" d="${path}"/>${head}</g>`,
    badge: drawBadge(arrow, middleOf(from, to)),
  };
}

/** Where an arrow passes a column. */
function passingLines({ layers, columns, middles }: Scene, top: number): readonly string[] {
  return layers.nodes.flatMap(({ id, layer, move }) => {
    const column = columns[layer];
    if (move !== undefined || column === undefined) return [];
    const y = round(top + (middles[id] ?? 0));
    return [`<path class="edge" d="M${round(column.x)} ${y}H${round(column.x + column.width)}"/>`];
  });
}

function drawHead({ x, y }: Point): string {
  return `<path class="head" d="M${spot({ x: x - 1, y: y - 4.5 })}L${spot({ x: x + HEAD_LENGTH, y })}L${spot({ x: x - 1, y: y + 4.5 })}Z"/>`;
}

function drawBadge(arrow: Arrow | undefined, { x, y }: Point): string {
  if (arrow?.number === undefined) return "";
  const title = `<title>${escaped(arrow.title)}</title>`;
  return `<g>${title}<circle class="badge" cx="${round(x)}" cy="${round(y)}" r="${BADGE_RADIUS}"/><text class="number" x="${round(x)}" y="${round(y + 4)}">${arrow.number}</text></g>`;
}

/** Of the curve between the two: it is symmetric. */
function middleOf(from: Point, to: Point): Point {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** Distance of each arrow's end from the middle of its box, sorted by where the arrows come from. */
function portsOf({ layers, middles, boxes }: Scene): ReadonlyMap<Segment, number> {
  const arriving = new Map<number, Segment[]>();
  for (const segment of layers.segments) {
    if (segment.precedence !== undefined) arriving.set(segment.to, [...(arriving.get(segment.to) ?? []), segment]);
  }
  const ports = new Map<Segment, number>();
  for (const [to, segments] of arriving) {
    const room = (boxes[to]?.height ?? 0) - 16;
    const distance = Math.min(PORT_DISTANCE, room / Math.max(1, segments.length - 1));
    const sorted = segments.sort((a, b) => (middles[a.from] ?? 0) - (middles[b.from] ?? 0));
    for (const [index, segment] of sorted.entries()) ports.set(segment, (index - (sorted.length - 1) / 2) * distance);
  }
  return ports;
}

function rightOf({ layers, columns, boxes }: Scene, id: number): number {
  const box = boxes[id];
  if (box !== undefined) return box.x + box.width;
  const column = columns[layers.nodes[id]?.layer ?? 0];
  return column === undefined ? 0 : column.x + column.width;
}

function leftOf({ layers, columns, boxes }: Scene, id: number): number {
  return boxes[id]?.x ?? columns[layers.nodes[id]?.layer ?? 0]?.x ?? 0;
}

function spot({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}
