// The box of one move: the type, how many components, the versions before and after, and whether there is a way back.

import type { PlannedMove } from "../../../../model/index.js";
import { counted } from "../../text.js";
import { type PlacedMove, versionsText } from "../reasons.js";
import { escaped, type Font, fitted, widthOf } from "./words.js";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly placed: PlacedMove;
}

const TYPE: Font = { size: 14, isBold: true };
const VERSIONS: Font = { size: 13 };
const NARROWEST = 118;
const WIDEST = 270;
const WIDEST_COMPACT = 400;
const LEFT = 16;
const RIGHT = 12;
/** Between two texts of one line. */
const SPACE = 14;
const HEIGHT = 52;
const COMPACT_HEIGHT = 30;
const NOTE_HEIGHT = 17;
const NO_WAY_BACK = "cannot be rolled back";
const NO_WAY_BACK_SHORT = "no way back";

export function boxHeight(move: PlannedMove | undefined, isCompact: boolean): number {
  if (isCompact) return COMPACT_HEIGHT;
  return move === undefined || move.isReversible ? HEIGHT : HEIGHT + NOTE_HEIGHT;
}

export function boxWidth(move: PlannedMove, isCompact: boolean): number {
  const { type, versions, count } = textWidths(move);
  const note = move.isReversible ? 0 : widthOf(isCompact ? NO_WAY_BACK_SHORT : NO_WAY_BACK, { size: 12 });
  const line = isCompact
    ? type + SPACE + versions + count + (note && note + SPACE)
    : Math.max(type + count, versions, note);
  const widest = isCompact ? WIDEST_COMPACT : WIDEST;
  return Math.ceil(Math.min(widest, Math.max(NARROWEST, LEFT + line + RIGHT + 1)));
}

function textWidths(move: PlannedMove) {
  const count = countText(move);
  return {
    type: widthOf(move.type, TYPE),
    versions: widthOf(arrowed(move), VERSIONS),
    count: count === "" ? 0 : SPACE + widthOf(count, VERSIONS),
  };
}

function countText({ count }: PlannedMove): string {
  return count === 1 ? "" : `× ${count}`;
}

function arrowed({ from, to }: PlannedMove): string {
  return `${from} → ${to}`;
}

/** @param top of the columns' content */
export function drawBox({ x, y, width, height, placed: { move } }: Box, top: number, isCompact: boolean): string {
  const inner = width - LEFT - RIGHT;
  const { count } = textWidths(move);
  const once = move.isReversible ? "" : " once";
  const texts = isCompact ? compactTexts(move, inner, width) : tallTexts(move, inner - count, width, inner);
  return [
    `<g transform="translate(${x} ${round(top + y)})">`,
    `<title>${escaped(tooltip(move))}</title>`,
    `<rect class="box" width="${width}" height="${height}" rx="8"/>`,
    `<rect class="stripe${once}" x="0" y="7" width="4" height="${height - 14}" rx="2"/>`,
    ...texts,
    "</g>",
  ].join("");
}

function tallTexts(move: PlannedMove, typeWidth: number, width: number, inner: number): readonly string[] {
  return [
    text("type", LEFT, 22, fitted(move.type, TYPE, typeWidth)),
    text("count end", width - RIGHT, 22, countText(move)),
    versions(move, LEFT, 41, inner),
    ...(move.isReversible ? [] : [text("note warning", LEFT, 59, NO_WAY_BACK)]),
  ];
}

function compactTexts(move: PlannedMove, inner: number, width: number): readonly string[] {
  const { count, versions: versionsWidth } = textWidths(move);
  const note = move.isReversible ? 0 : SPACE + widthOf(NO_WAY_BACK_SHORT, { size: 12 });
  const room = inner - count - note - SPACE;
  const typeWidth = Math.max(room / 2, room - versionsWidth);
  const type = fitted(move.type, TYPE, typeWidth);
  const end = LEFT + widthOf(type, TYPE) + SPACE;
  return [
    text("type", LEFT, 20, type),
    versions(move, end, 20, LEFT + room + SPACE - end),
    ...(move.isReversible ? [] : [text("note warning end", width - RIGHT - count, 20, NO_WAY_BACK_SHORT)]),
    text("count end", width - RIGHT, 20, countText(move)),
  ];
}

/** The old version recedes, the new one stands out. */
function versions(move: PlannedMove, x: number, y: number, width: number): string {
  const half = width / 2;
  const to = fitted(move.to, VERSIONS, Math.max(half, width - widthOf(`${move.from} → `, VERSIONS)));
  const from = fitted(move.from, VERSIONS, width - widthOf(` → ${to}`, VERSIONS));
  const spans = `<tspan class="from">${escaped(from)} → </tspan><tspan class="to">${escaped(to)}</tspan>`;
  return `<text class="versions" x="${round(x)}" y="${y}">${spans}</text>`;
}

function text(classes: string, x: number, y: number, content: string): string {
  return content === "" ? "" : `<text class="${classes}" x="${round(x)}" y="${y}">${escaped(content)}</text>`;
}

function tooltip(move: PlannedMove): string {
  const ids = move.ids === undefined || move.ids.length === 0 ? "" : `: ${move.ids.slice(0, 20).join(", ")}`;
  return `${move.type} ${versionsText(move)}, ${counted(move.count, "component")}${ids}`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
