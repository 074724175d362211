// The lines of a journal. Each is `CHECKSUM JSON`, where CHECKSUM is the sha256 of the line's JSON and the checksum before
// it: a chain, so that no record can be altered, lost or moved unseen. Pure; journal.ts does the reading and writing.

import { createHash } from "node:crypto";
import { OrchestratorError } from "../base/index.js";
import type { JournalRecord, StampedRecord } from "../model/index.js";

/** The newest version of the records that is known. A program refuses what a newer one wrote. */
export const JOURNAL_FORMAT = 2;

/** The version that a record needs: an older program goes on with a deployment in which there is nothing that it does not know. */
function formatOf(record: JournalRecord): number {
  switch (record.type) {
    case "captureStarted":
    case "captureEnded":
    case "restoreStarted":
    case "restoreEnded":
      return 2;
    case "deploymentStarted":
      return record.hasRollbackPoints === true ? 2 : 1;
    case "runStarted":
    case "commandGiven":
    case "callReleased":
    case "callSpawned":
    case "callEnded":
    case "eventHappened":
    case "safetyDecided":
    case "runStopped":
    case "deploymentEnded":
      return 1;
  }
}

interface Line {
  readonly format: number;
  readonly sequence: number;
  readonly at: string;
  /** Records up to this sequence were known to be on disk when this one was written. */
  readonly durable: number;
  readonly record: JournalRecord;
}

export interface JournalEnd {
  readonly checksum: string;
  readonly sequence: number;
  /** Length of the valid part; what follows is a torn end. */
  readonly sizeBytes: number;
}

export interface ParsedJournal {
  readonly records: readonly StampedRecord[];
  readonly end: JournalEnd;
  readonly isTorn: boolean;
}

const NEWLINE = 0x0a;

export function formatLine(stamped: StampedRecord, durable: number, checksumBefore: string) {
  const line: Line = {
    format: formatOf(stamped.record),
    sequence: stamped.sequence,
    at: new Date(stamped.at).toISOString(),
    durable,
    record: stamped.record,
  };
  const json = JSON.stringify(line);
  const checksum = chain(checksumBefore, json);
  return { text: `${checksum} ${json}\n`, checksum };
}

/**
 * Reads a whole journal. A bad end that was never known to be on disk is what a power cut leaves: it is dropped. A bad
 * record that a later one knew to be on disk is damage. Throws JOURNAL_DAMAGED or JOURNAL_FORMAT_UNKNOWN.
 */
export function parseJournal(content: Buffer, path: string): ParsedJournal {
  const records: StampedRecord[] = [];
  let end: JournalEnd = { checksum: "", sequence: 0, sizeBytes: 0 };
  while (end.sizeBytes < content.length) {
    const newline = content.indexOf(NEWLINE, end.sizeBytes);
    const text = content.toString("utf8", end.sizeBytes, newline === -1 ? content.length : newline);
    const line = newline === -1 ? undefined : verifyLine(text, end);
    if (line === undefined) {
      refuseDamage(content.toString("utf8", end.sizeBytes), end.sequence + 1, path);
      return { records, end, isTorn: true };
    }
    refuseUnknownFormat(line, path);
    records.push({ sequence: line.sequence, at: Date.parse(line.at), record: line.record });
    end = { checksum: text.slice(0, 64), sequence: line.sequence, sizeBytes: newline + 1 };
  }
  return { records, end, isTorn: false };
}

function chain(checksumBefore: string, json: string): string {
  return createHash("sha256").update(checksumBefore).update(json).digest("hex");
}

function verifyLine(text: string, before: JournalEnd): Line | undefined {
  const json = text.slice(65);
  if (text[64] !== " " || chain(before.checksum, json) !== text.slice(0, 64)) return undefined;
  const line = JSON.parse(json) as Line;
  return line.sequence === before.sequence + 1 ? line : undefined;
}

function refuseDamage(rest: string, sequence: number, path: string): void {
  if (claimedDurable(rest) < sequence) return;
  throw new OrchestratorError({
    code: "JOURNAL_DAMAGED",
    message: `record ${sequence} of ${path} is damaged, and later records show that it had been written safely`,
    hint: "Nothing was changed. Keep a copy of this folder and check the disk.",
    location: { file: path, line: sequence },
    facts: { sequence },
  });
}

/**
 * The highest record that what follows claims to have known on disk; -1 when it claims nothing. The lines cannot be
 * verified any more, so they are only searched (inside a JSON string the quotes of a key would be escaped). No record
 * knows itself on disk: such a claim is part of the damage.
 */
function claimedDurable(rest: string): number {
  const claims = Array.from(rest.matchAll(/"sequence":(\d+),"at":"[^"]*","durable":(\d+)/g), ([, sequence, durable]) =>
    Number(durable) < Number(sequence) ? Number(durable) : -1,
  );
  return Math.max(-1, ...claims);
}

function refuseUnknownFormat(line: Line, path: string): void {
  if (Number.isInteger(line.format) && line.format >= 1 && line.format <= JOURNAL_FORMAT) return;
  throw new OrchestratorError({
    code: "JOURNAL_FORMAT_UNKNOWN",
    message: `${path} was written in format ${line.format}; this program knows format ${JOURNAL_FORMAT}`,
    hint: "Use the program that wrote it, or a newer one. Nothing was changed.",
    location: { file: path, line: line.sequence },
    facts: { format: line.format },
  });
}
