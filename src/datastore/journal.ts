// The journal file of one deployment. Writing is synchronous and goes to the system's cache, where it survives our death;
// `sync` makes it survive a power cut. A reserve beside it keeps enough room to journal the way back on a full disk.

import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { openRegularFile, readRegularFile, reserveSpace } from "../durable/index.js";
import type { Journal } from "../engine/ports.js";
import type { JournalRecord, StampedRecord } from "../model/index.js";
import { formatLine, type JournalEnd, type ParsedJournal, parseJournal } from "./journal-format.js";

const syncData = promisify(fdatasync);

export const JOURNAL_FILE = "journal";
export const RESERVE_FILE = "journal.reserve";

export interface OpenJournal extends Journal {
  close(): void;
}

/** Reads without changing anything, while another process may be writing. */
export function readJournal(folder: string): readonly StampedRecord[] {
  const path = join(folder, JOURNAL_FILE);
  return parseJournal(readRegularFile(path, Number.POSITIVE_INFINITY), path).records;
}

/**
 * Opens for appending, after cutting off what a power cut left half written. `reserveBytes` is kept free for the way back.
 * Throws JOURNAL_DAMAGED, JOURNAL_FORMAT_UNKNOWN or JOURNAL_UNWRITABLE.
 */
export function openJournal(folder: string, options: { readonly reserveBytes: number; now(): number }): OpenJournal {
  const path = join(folder, JOURNAL_FILE);
  const reservePath = join(folder, RESERVE_FILE);
  const descriptor = openForAppending(path);
  const parsed = settleEnd(descriptor, path);

  const records: StampedRecord[] = [...parsed.records];
  let end: JournalEnd = parsed.end;
  let durable = parsed.end.sequence;
  let isOnReserve = !tryReserve(reservePath, options.reserveBytes);

  const write = (text: string): void => {
    try {
      writeWhole(descriptor, text, end.sizeBytes);
    } catch (thrown) {
      if (isOnReserve || !isFull(thrown)) throw journalUnwritable(path, thrown);
      isOnReserve = true;
      rmSync(reservePath, { force: true });
      retryOnReserve(() => writeWhole(descriptor, text, end.sizeBytes), path);
    }
  };

  return {
    records,
    get isOnReserve() {
      return isOnReserve;
    },
    append: (record: JournalRecord): StampedRecord => {
      const stamped = { sequence: end.sequence + 1, at: options.now(), record };
      const { text, checksum } = formatLine(stamped, durable, end.checksum);
      write(text);
      end = { checksum, sequence: stamped.sequence, sizeBytes: end.sizeBytes + Buffer.byteLength(text) };
      records.push(stamped);
      return stamped;
    },
    sync: async () => {
      const { sequence } = end;
      await syncData(descriptor).catch((thrown: unknown) => {
        throw journalUnwritable(path, thrown);
      });
      durable = Math.max(durable, sequence);
    },
    close: () => closeSync(descriptor),
  };
}

function openForAppending(path: string): number {
  try {
    return openRegularFile(path, constants.O_RDWR);
  } catch (thrown) {
    throw journalUnwritable(path, thrown);
  }
}

/**
 * What a program that was killed has written may be in the system's cache only. From here on it is acted on, and later
 * records call it durable, so it goes to the disk first.
 */
function settleEnd(descriptor: number, path: string): ParsedJournal {
  try {
    const parsed = parseJournal(readFileSync(descriptor), path);
    if (parsed.isTorn) ftruncateSync(descriptor, parsed.end.sizeBytes);
    fdatasyncSync(descriptor);
    return parsed;
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown instanceof OrchestratorError ? thrown : journalUnwritable(path, thrown);
  }
}

/** Writes all of it at the given position, or leaves the file as it was. */
function writeWhole(descriptor: number, text: string, position: number): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
    }
  } catch (thrown) {
    ftruncateSync(descriptor, position);
    throw thrown;
  }
}

function retryOnReserve(write: () => void, path: string): void {
  try {
    write();
  } catch (thrown) {
    throw journalUnwritable(path, thrown);
  }
}

/** Whether the reserve stands; on a disk that is already full it cannot, and the journal begins on its last room. */
function tryReserve(path: string, sizeBytes: number): boolean {
  try {
    reserveSpace(path, sizeBytes);
    return true;
  } catch (thrown) {
    rmSync(path, { force: true });
    if (isFull(thrown)) return false;
    throw journalUnwritable(path, thrown);
  }
}

function isFull(thrown: unknown): boolean {
  const code = systemCodeOf(thrown);
  return code === "ENOSPC" || code === "EDQUOT";
}

function journalUnwritable(path: string, thrown: unknown): OrchestratorError {
  return new OrchestratorError({
    code: "JOURNAL_UNWRITABLE",
    message: `the journal of the deployment cannot be written: ${path} (${systemCodeOf(thrown) ?? messageOf(thrown)})`,
    hint: "Make the data store writable, then run `orchestrator resume` or `orchestrator rollback`.",
    facts: { path },
    cause: thrown,
  });
}
