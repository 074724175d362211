// Bytes of a file → text, within limits. Follows no pipes and no devices: a document is read as often as it is needed.

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { type Diagnostic, messageOf, systemCodeOf } from "../../base/index.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { type SourceText, sourceText } from "./source-text.js";

export type TextReading = { readonly ok: true; readonly source: SourceText } | FailedReading;

export interface FailedReading {
  readonly ok: false;
  readonly missing: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a whole document. `missing` tells a file that is not there from one that cannot be read. */
export async function readText(path: string): Promise<TextReading> {
  return await withFile(path, async (file) => {
    const bytes = await readAtMost(file, LIMITS.maxSizeBytes + 1);
    if (bytes.length <= LIMITS.maxSizeBytes) return decode(path, bytes);
    const hint =
      "A manifest names artifacts, it does not contain them; a long inventory is written as JSON (FILE.json).";
    return failed(tooLarge(path, LIMITS.maxSizeBytes, hint));
  });
}

/**
 * Reads a document in blocks; a block is only valid until `take` returns, and false from it ends the reading. What stands
 * in the way of reading, or undefined.
 */
export async function readBlocks(
  path: string,
  maxBytes: number,
  take: (block: Buffer) => boolean,
): Promise<readonly Diagnostic[] | undefined> {
  const reading = await withFile(path, async (file) => {
    const block = Buffer.alloc(BLOCK_BYTES);
    for (let length = 0; ; ) {
      const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, length);
      length += bytesRead;
      if (length > maxBytes) return failed(tooLarge(path, maxBytes, "Count components that are alike, with count."));
      if (bytesRead === 0 || !take(block.subarray(0, bytesRead))) return undefined;
    }
  });
  return reading === undefined || reading.ok ? undefined : reading.diagnostics;
}

const BLOCK_BYTES = 1024 * 1024;

async function withFile<Result>(
  path: string,
  use: (file: FileHandle) => Promise<Result>,
): Promise<Result | FailedReading> {
  try {
    // O_NONBLOCK: opening a pipe that nobody writes to must not hang; it changes nothing for a regular file.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      if (status.isDirectory()) return refuse(path, "it is a directory", "Name the YAML file inside it.");
      if (!status.isFile()) return refuse(path, "it is not a regular file", "Save the document to a file first.");
      return await use(file);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    return unreadable(path, thrown);
  }
}

function tooLarge(path: string, maxBytes: number, hint: string): Diagnostic {
  const message = `The document is larger than ${maxBytes} bytes`;
  return fault({ code: "MANIFEST_TOO_LARGE", message, hint, location: { file: path } });
}

/** The size in the file's status may be out of date by the time it is read, so it is not trusted. */
async function readAtMost(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(maxBytes);
  let length = 0;
  while (length < maxBytes) {
    const { bytesRead } = await file.read(buffer, length, maxBytes - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

/** UTF-8 with or without a byte order mark; the mark is no part of the first line. */
export function decode(path: string, bytes: Uint8Array): TextReading {
  const wide = utf16Mark(bytes);
  if (wide !== undefined) return failed(encodingFault(path, `The document is ${wide}, not UTF-8`));
  const text = decodeUtf8(bytes);
  if (text === undefined) return failed(invalidUtf8(path, bytes));
  const source = sourceText(path, text, bytes);
  const forbidden = FORBIDDEN_CHARACTER.exec(text);
  return forbidden === null ? { ok: true, source } : failed(forbiddenCharacter(source, forbidden));
}

/** What YAML allows in no document: control characters but tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

function forbiddenCharacter(source: SourceText, { 0: character, index }: RegExpExecArray): Diagnostic {
  const code = character.charCodeAt(0);
  return fault({
    code: "MANIFEST_ENCODING",
    message:
      code === 0
        ? "The document contains a NUL byte; it looks like a binary file"
        : `The document contains the control character U+${code.toString(16).toUpperCase().padStart(4, "0")}`,
    hint:
      code === 0
        ? "Name the YAML file, not the artifact."
        : "Remove the character; in double quotes it can be written as an escape.",
    location: source.locate(index),
  });
}

function utf16Mark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16 (little endian)";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16 (big endian)";
  return undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined; // The only reason a fatal decoder throws; the caller reports where.
  }
}

/** Looks for the first line that does not decode. A line break is one byte and never part of another character. */
function invalidUtf8(path: string, bytes: Uint8Array): Diagnostic {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) {
      const lineText = new TextDecoder("utf-8").decode(bytes.subarray(start, end));
      const column = lineText.indexOf("\ufffd") + 1;
      return encodingFault(path, "The document is not valid UTF-8", { line, column, columnEnd: column + 1, lineText });
    }
    start = end + 1;
  }
  return encodingFault(path, "The document is not valid UTF-8");
}

function encodingFault(path: string, message: string, place: object = {}): Diagnostic {
  return fault({
    code: "MANIFEST_ENCODING",
    message,
    hint: "Save the file as UTF-8 text.",
    location: { file: path, ...place },
  });
}

function unreadable(path: string, thrown: unknown): FailedReading {
  const code = systemCodeOf(thrown);
  const missing = code === "ENOENT" || code === "ENOTDIR";
  if (missing) return refuse(path, "there is no such file", "Check the path.", true);
  if (code === "EACCES") return refuse(path, "permission denied", "Check the permissions of the file and its folders.");
  return refuse(path, messageOf(thrown), "Check the path.");
}

function refuse(...[path, reason, hint, missing = false]: readonly [string, string, string, boolean?]): FailedReading {
  const message = `The document cannot be read: ${reason}`;
  return {
    ok: false,
    missing,
    diagnostics: [fault({ code: "MANIFEST_UNREADABLE", message, hint, location: { file: path } })],
  };
}

function failed(diagnostic: Diagnostic): FailedReading {
  return { ok: false, missing: false, diagnostics: [diagnostic] };
}
