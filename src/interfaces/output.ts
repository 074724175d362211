// What an interface prints, made fit for logs and for the outcome of its call: lines, cut to a length, without control
// characters, of bounded number. A gigabyte of output passes through here without being kept.

import type { CallSettings, Limits } from "./settings.js";

export interface OutputSink {
  write(chunk: Buffer): void;
  end(): void;
}

export interface OutputTail {
  /** The last lines, as they came. */
  lines(): readonly string[];
  add(line: string): void;
}

export function createTail(limits: Limits): OutputTail {
  const kept: string[] = [];
  let bytes = 0;
  return {
    lines: () => [...kept],
    add(line) {
      kept.push(line);
      bytes += Buffer.byteLength(line);
      while (kept.length > limits.tailLines || (bytes > limits.tailBytes && kept.length > 1)) {
        bytes -= Buffer.byteLength(kept.shift() ?? "");
      }
    },
  };
}

/** Sends each line to the tail and, up to a limit, to the log under the call's name. */
export function createLogSink(
  settings: CallSettings,
  call: { readonly label: string; readonly tail: OutputTail },
): OutputSink {
  let logged = 0;
  return createLineSplitter(settings.limits.lineBytes, (line) => {
    call.tail.add(line);
    logged += 1;
    if (logged <= settings.limits.loggedLines) settings.log.info(`${call.label}: ${line}`);
    if (logged === settings.limits.loggedLines) settings.log.warning(`${call.label}: further output is not logged`);
  });
}

/** A text as the same lines that a log sink makes of it. */
export function linesOf(text: string, limits: Limits): readonly string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter(limits.lineBytes, (line) => lines.push(line));
  splitter.write(Buffer.from(text));
  splitter.end();
  return lines;
}

/** Keeps a query's answer, and tells once when it is longer than it may be. */
export function createAnswerSink(
  maxBytes: number,
  onTooLong: () => void,
): OutputSink & { text(): string; isTooLong(): boolean } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    text: () => Buffer.concat(chunks).toString("utf8"),
    isTooLong: () => bytes > maxBytes,
    write(chunk) {
      const wasTooLong = bytes > maxBytes;
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else if (!wasTooLong) onTooLong();
    },
    end: () => undefined,
  };
}

export function createLineSplitter(maxBytes: number, onLine: (line: string) => void): OutputSink {
  /** The beginning of a line whose end has not come, one byte longer than may be if it was cut. */
  let pending: Buffer = NOTHING;
  const joined = (piece: Buffer) => {
    const fitting = piece.subarray(0, Math.max(maxBytes + 1 - pending.length, 0));
    return pending.length === 0 ? fitting : Buffer.concat([pending, fitting]);
  };
  const flush = (line: Buffer) => {
    const text = printable(line.toString("utf8", 0, maxBytes).replace(/\r$/, ""));
    onLine(line.length > maxBytes ? `${text} […]` : text);
    pending = NOTHING;
  };
  return {
    write(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        flush(joined(chunk.subarray(start, end)));
        start = end + 1;
      }
      // A copy, since a few bytes would keep the whole chunk alive.
      if (start < chunk.length) pending = Buffer.from(joined(chunk.subarray(start)));
    },
    end() {
      if (pending.length > 0) flush(pending);
    },
  };
}

const NOTHING = Buffer.alloc(0);

/** Control characters would let an interface write to the terminal of whoever reads the log. Tabs stay. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
