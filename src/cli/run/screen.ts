// A block of lines at the bottom of a terminal, redrawn in place, with ordinary lines scrolling above it. It knows nothing
// of deployments.

import type { OutputStream } from "../io.js";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_BELOW = "\u001b[J";

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Replaces the block. Each line must fit into the columns. */
  draw(lines: readonly string[]): void;
  /** Writes a line above the block. */
  above(line: string): void;
  /** Takes the block away and gives the cursor back. */
  close(): void;
}

export function createScreen(stream: OutputStream): Screen {
  let block: readonly string[] = [];
  let isOpen = false;
  const toBlockStart = () => (block.length === 0 ? "" : `\u001b[${block.length}A\r${CLEAR_BELOW}`);
  const ended = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return {
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
    draw: (lines) => {
      if (isOpen && lines.length === block.length && lines.every((line, i) => line === block[i])) return;
      stream.write(`${isOpen ? "" : HIDE_CURSOR}${toBlockStart()}${ended(lines)}`);
      isOpen = true;
      block = lines;
    },
    above: (line) => void stream.write(`${toBlockStart()}${line}\n${ended(block)}`),
    close: () => {
      if (isOpen) stream.write(`${toBlockStart()}${SHOW_CURSOR}`);
      isOpen = false;
      block = [];
    },
  };
}
