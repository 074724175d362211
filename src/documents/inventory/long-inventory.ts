// An inventory of a million entries: JSON that is read, parsed and counted piece by piece, so that neither its text nor its
// entries are ever in memory as a whole. An entry that is not plainly sound is read again as a document of its own, by the
// same rules and with the same words as in a short inventory.

import { type Diagnostic, hasErrors, messageOf } from "../../base/index.js";
import type { InventoryEntry } from "../document-types.js";
import { fault } from "../fault.js";
import { limitFaults } from "../fault-limit.js";
import { LIMITS } from "../limits.js";
import { finish } from "../loaded.js";
import { openReading } from "../open-document.js";
import { checkAgainstSchema } from "../schema/schemas.js";
import { quote } from "../wording.js";
import { decode, readBlocks } from "../yaml/read-text.js";
import { readYaml } from "../yaml/read-yaml.js";
import { sourceText } from "../yaml/source-text.js";
import { entrySpan, placeAfter, placeInFile, type TextPlace } from "./entry-places.js";
import { countEntry, type InventoryCount, inventoryOf, type LoadedInventory, newCount } from "./inventory.js";
import { cut, newCutting } from "./json-pieces.js";
import { isPlain } from "./plain-entry.js";

interface Reading {
  readonly file: string;
  readonly counted: InventoryCount;
  readonly diagnostics: Diagnostic[];
  /** What stands before the list, once the list has begun. */
  head: string | undefined;
  /** Where the next piece begins. */
  place: TextPlace;
  entries: number;
  /** Entries that were read as documents of their own. */
  closeLooks: number;
  isOver: boolean;
}

/** Reading an entry as a document of its own costs a thousand times as much. */
const MOST_CLOSE_LOOKS = 1000;

/** An entry that is longer than this was never closed. */
const MOST_PENDING_BYTES = 8 * LIMITS.maxSizeBytes;

const BEFORE_ENTRY = '{"api_version":"mender/v1","kind":"inventory","components":[';

export async function readLongInventory(path: string): Promise<LoadedInventory> {
  const cutting = newCutting();
  const reading = newReading(path);
  const failure = await readBlocks(path, LIMITS.maxInventoryBytes, (block) => {
    cut(cutting, block, (bytes) => readPiece(reading, bytes, cutting.around));
    if (cutting.pendingBytes > MOST_PENDING_BYTES || cutting.aroundBytes > LIMITS.maxSizeBytes)
      end(reading, noList(reading));
    return !reading.isOver;
  });
  if (failure !== undefined) return { ok: false, diagnostics: failure };
  if (!reading.isOver) readAround(reading, cutting.around);
  return finish(limitFaults(path, reading.diagnostics), () => ({ inventory: inventoryOf(reading.counted) }));
}

function newReading(file: string): Reading {
  const place = { line: 1, column: 1 };
  const counters = { entries: 0, closeLooks: 0, isOver: false };
  return { file, counted: newCount(), diagnostics: [], head: undefined, place, ...counters };
}

function readPiece(reading: Reading, bytes: Buffer, around: readonly Buffer[]): void {
  if (reading.isOver) return;
  const isFirst = reading.head === undefined;
  if (isFirst) begin(reading, Buffer.concat(around).toString());
  const decoded = decode(reading.file, bytes);
  if (!decoded.ok) {
    end(reading, ...decoded.diagnostics.map((diagnostic) => inPiece(reading, diagnostic)));
    return;
  }
  const { text } = decoded.source;
  const lead = isFirst ? 0 : (/^\s*,(?=\s*\S)/.exec(text)?.[0].length ?? 0);
  if (!isFirst && lead === 0 && text.trim() !== "") {
    end(reading, syntax(reading, "A comma must stand between two entries, and only there"));
    return;
  }
  const place = placeAfter(reading.place, text.slice(0, lead));
  readEntries(reading, { text: text.slice(lead), place });
  reading.place = placeAfter(reading.place, text);
}

interface Piece {
  readonly text: string;
  readonly place: TextPlace;
}

function begin(reading: Reading, head: string): void {
  reading.head = head;
  reading.place = placeAfter(reading.place, head);
}

function readEntries(reading: Reading, piece: Piece): void {
  const entries = parse(reading, piece);
  for (let index = 0; index < entries.length && !reading.isOver; index++) {
    const entry = entries[index];
    if (++reading.entries > LIMITS.maxInventoryEntries) end(reading, tooMany(reading, startOf(piece, index)));
    const plain = isPlain(entry) ? entry : lookClosely(reading, piece, index);
    if (plain !== undefined && !countEntry(reading.counted, plain)) twice(reading, plain, startOf(piece, index));
  }
}

function parse(reading: Reading, { text, place }: Piece): readonly unknown[] {
  try {
    const entries: unknown = JSON.parse(`[${text}]`);
    return Array.isArray(entries) ? entries : [];
  } catch (thrown) {
    const offset = Number(/position (\d+)/.exec(messageOf(thrown))?.[1] ?? 1) - 1;
    reading.place = placeAfter(place, text.slice(0, offset));
    end(reading, syntax(reading, "This is not valid JSON"));
    return [];
  }
}

/** The entry as a document of its own: undefined where it is not sound. */
function lookClosely(reading: Reading, piece: Piece, index: number): InventoryEntry | undefined {
  if (++reading.closeLooks > MOST_CLOSE_LOOKS) {
    end(reading, tooOdd(reading, startOf(piece, index)));
    return undefined;
  }
  const { start, end: stop } = entrySpan(piece.text, index);
  const source = sourceText(reading.file, `${BEFORE_ENTRY}${piece.text.slice(start, stop)}]}`);
  const opening = openReading(reading.file, readYaml(source));
  const diagnostics = opening.ok ? opening.opened.diagnostics : opening.diagnostics;
  const entry = placeAfter(piece.place, piece.text.slice(0, start));
  for (const diagnostic of diagnostics) {
    const { location = { file: reading.file } } = diagnostic;
    reading.diagnostics.push({
      ...diagnostic,
      location: placeInFile(location, { entry, prefix: BEFORE_ENTRY.length }),
    });
  }
  if (reading.diagnostics.length > LIMITS.maxFaults) reading.isOver = true;
  const checked = opening.ok ? checkAgainstSchema("inventory", opening.opened.document.value) : undefined;
  return checked?.ok === true && !hasErrors(diagnostics) ? checked.file.components[0] : undefined;
}

/** What stands around the list is checked as a document with one entry. Places behind the list are not told. */
function readAround(reading: Reading, around: readonly Buffer[]): void {
  const text = Buffer.concat(around).toString();
  const head = reading.head ?? text;
  const filler = reading.entries === 0 ? "" : '{"component_type":"a","version":"1","count":1}';
  const source = sourceText(reading.file, head + filler + text.slice(head.length));
  const opening = openReading(reading.file, readYaml(source));
  const last = placeAfter({ line: 1, column: 1 }, head);
  const { diagnostics } = opening.ok ? opening.opened : opening;
  reading.diagnostics.push(...diagnostics.map((diagnostic) => untilPlace(reading, diagnostic, last)));
  if (opening.ok && opening.opened.role !== "inventory") reading.diagnostics.push(noList(reading));
}

function untilPlace({ file }: Reading, diagnostic: Diagnostic, { line }: TextPlace): Diagnostic {
  const isBehind = (diagnostic.location?.line ?? 1) > line || diagnostic.location?.column === undefined;
  return isBehind ? { ...diagnostic, location: { file } } : diagnostic;
}

function end(reading: Reading, ...diagnostics: readonly Diagnostic[]): void {
  reading.diagnostics.push(...diagnostics);
  reading.isOver = true;
}

function startOf({ text, place }: Piece, index: number): TextPlace {
  return placeAfter(place, text.slice(0, entrySpan(text, index).start));
}

/** A fault of a whole piece: its places count from the piece. */
function inPiece({ file, place }: Reading, diagnostic: Diagnostic): Diagnostic {
  const { location = { file } } = diagnostic;
  return { ...diagnostic, location: placeInFile(location, { entry: place, prefix: 0 }) };
}

function syntax({ file, place }: Reading, message: string): Diagnostic {
  const hint = "Let a program write the file, such as JSON.stringify or jq.";
  return fault({ code: "MANIFEST_SYNTAX", message, hint, location: { file, ...place } });
}

function twice(reading: Reading, { component_type: type, id = "" }: InventoryEntry, place: TextPlace): void {
  const message = `The component ${quote(`${type}.${id}`)} is listed twice`;
  const hint = "Give each component an id of its own.";
  const location = { file: reading.file, ...place };
  reading.diagnostics.push(fault({ code: "MANIFEST_DUPLICATE_COMPONENT", message, hint, location }));
  if (reading.diagnostics.length > LIMITS.maxFaults) reading.isOver = true;
}

function tooMany({ file }: Reading, place: TextPlace): Diagnostic {
  return fault({
    code: "MANIFEST_TOO_MANY_COMPONENTS",
    message: `The inventory has more than ${LIMITS.maxInventoryEntries} entries`,
    hint: "Count components that are alike, with count.",
    location: { file, ...place },
  });
}

function tooOdd({ file }: Reading, place: TextPlace): Diagnostic {
  return fault({
    code: "MANIFEST_TOO_LARGE",
    message: `More than ${MOST_CLOSE_LOOKS} entries of this long inventory are not in the usual form`,
    hint: "Write versions and ids in quotes.",
    location: { file, ...place },
  });
}

function noList({ file }: Reading): Diagnostic {
  return fault({
    code: "MANIFEST_TOO_LARGE",
    message: `The document is larger than ${LIMITS.maxSizeBytes} bytes, and it is no inventory with a list of components`,
    hint: "Only an inventory may be that long; check that this is the right file.",
    location: { file },
  });
}
