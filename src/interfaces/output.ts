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
  call: { readonly label: string; readonly level: "info" | "debug"; readonly tail: OutputTail },
): OutputSink {
  let logged = 0;
  return createLineSplitter(settings.limits.lineBytes, (line) => {
    call.tail.add(line);
    logged += 1;
    if (logged <= settings.limits.loggedLines) settings.log[call.level](`${call.label}: ${line}`);
    if (logged === settings.limits.loggedLines) settings.log.warning(`${call.label}: further output is not logged`);
  });
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
  let pending: Buffer = Buffer.alloc(0);
  let isCut = false;
  const append = (piece: Buffer) => {
    const room = maxBytes - pending.length;
    isCut ||= piece.length > room;
    pending = Buffer.concat([pending, piece.subarray(0, Math.max(room, 0))]);
  };
  const flush = () => {
    onLine(printable(pending.toString("utf8").replace(/\r$/, "")) + (isCut ? " […]" : ""));
    pending = Buffer.alloc(0);
    isCut = false;
  };
  return {
    write(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        append(chunk.subarray(start, end));
        flush();
        start = end + 1;
      }
      if (start < chunk.length) append(chunk.subarray(start));
    },
    end() {
      if (pending.length > 0) flush();
    },
  };
}

/** Control characters would let an interface write to the terminal of whoever reads the log. Tabs stay. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
