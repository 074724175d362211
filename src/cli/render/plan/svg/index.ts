// A plan as a picture: batches are columns, moves are boxes, an arrow says what waits for what and why. One SVG file that
// stands alone: no script, no font, no link; readable on light and dark ground.

import type { UpdateSequence } from "../../../../model/index.js";
import { legsOf } from "../legs.js";
import { type PrecedenceGraph, precedenceGraph } from "../precedence.js";
import { moveNames, reasonText } from "../reasons.js";
import { summary } from "../sequence-lines.js";
import { type Arrow, drawArrows } from "./arrows.js";
import { drawBox, round } from "./box.js";
import { BAND_HEADING, BAND_PADDING, MARGIN, type Scene, sceneOf } from "./scene.js";
import { STYLE } from "./style.js";
import { escaped, type Font, fitted, widthOf, wrapped } from "./words.js";

/** More than this would be read nowhere: the arrows then tell their reasons where the pointer rests. */
const MOST_LISTED = 20;
const SUMMARY: Font = { size: 14 };
const NARROWEST = 660;
const LINE = 18;

export interface PictureInput {
  readonly name: string;
  readonly sequence: UpdateSequence;
}

export function svgText({ name, sequence }: PictureInput): string {
  const graph = precedenceGraph(sequence);
  const scene = sceneOf(graph, sequence.batches.length);
  const width = Math.max(NARROWEST, scene.right + MARGIN, widthOf(summary(sequence), SUMMARY) + 2 * MARGIN);
  const arrows = arrowsOf(graph, sequence);
  const rows = rowsOf(sequence);
  const list = reasonList(arrows, width - 2 * MARGIN, rows.contentTop + scene.height + BAND_PADDING + 34);
  const height = sequence.batches.length === 0 ? MARGIN + 64 : list.bottom + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="plan" role="img" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">`,
    `<title>${escaped(name)}</title>`,
    `<desc>${escaped(summary(sequence))}</desc>`,
    `<style>\n${STYLE}\n</style>`,
    `<rect class="ground" width="100%" height="100%" rx="12"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 16}">${escaped(fitted(name, { size: 20, isBold: true }, width - 2 * MARGIN))}</text>`,
    `<text class="summary" x="${MARGIN}" y="${MARGIN + 40}">${escaped(fitted(summary(sequence), SUMMARY, width - 2 * MARGIN))}</text>`,
    ...legBrackets(sequence, scene, rows.legs),
    ...bands(scene, rows.bandTop),
    ...drawArrows(scene, arrows, rows.contentTop),
    ...scene.boxes.map((box) => drawBox(box, rows.contentTop, scene.isCompact)),
    ...noReturnLine(sequence, scene, rows),
    ...list.lines,
    "</svg>",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

interface Rows {
  /** Of the brackets over the legs, where there are several. */
  readonly legs: number;
  /** Of the words at the point of no return. */
  readonly border: number;
  readonly bandTop: number;
  readonly contentTop: number;
}

function rowsOf({ batches, pointOfNoReturn }: UpdateSequence): Rows {
  const legs = MARGIN + 66;
  const border = legs + (legsOf(batches).length > 1 ? 40 : 0);
  const bandTop = border + (pointOfNoReturn === null ? -4 : 14);
  return { legs, border, bandTop, contentTop: bandTop + BAND_HEADING };
}

function arrowsOf({ precedences }: PrecedenceGraph, sequence: UpdateSequence): readonly Arrow[] {
  const nameOf = moveNames(sequence);
  return precedences.map(({ reasons }, index) => {
    const [first] = reasons;
    const title = first === undefined ? "" : `${nameOf(first.move.move)} ${reasonText(first, nameOf)}`;
    return { title, number: precedences.length > MOST_LISTED ? undefined : index + 1 };
  });
}

function bands({ columns, height }: Scene, top: number): readonly string[] {
  return columns.flatMap(({ x, width }, batch) => [
    `<rect class="band" x="${round(x)}" y="${top}" width="${round(width)}" height="${round(BAND_HEADING + height + BAND_PADDING)}" rx="12"/>`,
    `<text class="heading" x="${round(x + BAND_PADDING)}" y="${top + 24}">BATCH ${batch + 1}</text>`,
  ]);
}

function legBrackets({ batches }: UpdateSequence, { columns }: Scene, y: number): readonly string[] {
  const legs = legsOf(batches);
  if (legs.length < 2) return [];
  return legs.flatMap((leg, index) => {
    const first = columns[leg[0] ?? 0];
    const last = columns[leg.at(-1) ?? 0];
    if (first === undefined || last === undefined) return [];
    const end = last.x + last.width;
    return [
      `<path class="leg" d="M${round(first.x)} ${y + 8}V${y}H${round(end)}V${y + 8}"/>`,
      `<text class="heading middle" x="${round((first.x + end) / 2)}" y="${y + 16}">LEG ${index + 1} OF ${legs.length}</text>`,
    ];
  });
}

function noReturnLine({ pointOfNoReturn }: UpdateSequence, { columns, height }: Scene, rows: Rows): readonly string[] {
  const column = columns[(pointOfNoReturn ?? 0) - 1];
  if (pointOfNoReturn === null || column === undefined) return [];
  const before = columns[pointOfNoReturn - 2];
  const x = round(before === undefined ? column.x - 9 : column.x - 13);
  const bottom = round(rows.contentTop + height + BAND_PADDING);
  return [
    `<path class="border" d="M${x} ${rows.border + 6}V${bottom}"/>`,
    before === undefined
      ? `<text class="heading warning" x="${MARGIN}" y="${rows.border}">POINT OF NO RETURN</text>`
      : `<text class="heading warning middle" x="${x}" y="${rows.border}">POINT OF NO RETURN</text>`,
  ];
}

/** Numbered as the arrows are. */
function reasonList(arrows: readonly Arrow[], width: number, top: number) {
  const lines: string[] = [];
  let y = top;
  const listed = arrows.filter(({ number }) => number !== undefined);
  for (const { number, title } of listed) {
    lines.push(`<circle class="badge" cx="${MARGIN + 9}" cy="${round(y - 4)}" r="9"/>`);
    lines.push(`<text class="number" x="${MARGIN + 9}" y="${round(y)}">${number}</text>`);
    for (const line of wrapped(title, { size: 12 }, width - 28)) {
      lines.push(`<text class="note" x="${MARGIN + 28}" y="${round(y)}">${escaped(line)}</text>`);
      y += LINE;
    }
    y += 6;
  }
  if (listed.length === arrows.length) return { lines, bottom: listed.length === 0 ? top - 28 : y - LINE };
  const told = `${arrows.length} arrows; each tells its reason where the pointer rests on it`;
  return { lines: [`<text class="note dim" x="${MARGIN}" y="${round(top)}">${escaped(told)}</text>`], bottom: top };
}
