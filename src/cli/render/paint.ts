// Colours, for a person at a terminal only. Never the sole carrier of a meaning.

import type { Io, OutputStream } from "../io.js";

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const plain = (text: string) => text;
export const NO_PAINT: Paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

export const ANSI_PAINT: Paint = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  cyan: sgr(36, 39),
};

function sgr(open: number, close: number): (text: string) => string {
  return (text) => (text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`);
}

/** Colours are for a terminal that did not refuse them (NO_COLOR, TERM=dumb). */
export function paintFor(stream: OutputStream, environment: Io["environment"]): Paint {
  return isRichTerminal(stream, environment) ? ANSI_PAINT : NO_PAINT;
}

export function isRichTerminal(stream: OutputStream, environment: Io["environment"]): boolean {
  const isSet = (name: string) => (environment[name] ?? "") !== "";
  return stream.isTTY === true && !isSet("NO_COLOR") && !isSet("CI") && environment["TERM"] !== "dumb";
}
