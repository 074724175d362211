// Writes the journal for the driver and tells the observer. A record that cannot be written while calls are running is
// kept as a fault until they have settled: they must not be torn down by an exception out of a callback.

import type { Command, JournalRecord } from "../model/index.js";
import type { Journal, Observer } from "./ports.js";

export interface Recorder {
  /** Writes, or throws. */
  record(record: JournalRecord): void;
  /** Writes; a fault is thrown by the next `check`. For callbacks of running calls. */
  note(record: JournalRecord): void;
  /** Notes what must be known before a call starts, and waits until it is on disk; false where it could not be: nothing may start. */
  release(record: Extract<JournalRecord, { type: "callReleased" | "captureEnded" }>): Promise<boolean>;
  /** Writes a command, and what else is to stand with it, and waits until it is on disk: journal before act. */
  give(command: Command, ...more: readonly JournalRecord[]): Promise<void>;
  /** Throws what `note` could not write. The records themselves share the next command's fsync. */
  check(): void;
  /** Waits until everything is on disk. */
  settle(): Promise<void>;
  /**
   * The run leaves: what its calls still report is not a fact any more, so nothing is written, and whoever gives a command,
   * also one that is on its way to the disk, waits for ever. Resolves once everything before is on disk.
   */
  close(): Promise<void>;
}

export function createRecorder(journal: Journal, observer: Observer): Recorder {
  let fault: { readonly thrown: unknown } | undefined;
  let closed = false;

  const record = (entry: JournalRecord): void => {
    if (!closed) observer.recorded(journal.append(entry));
  };
  const note = (entry: JournalRecord): void => {
    try {
      record(entry);
    } catch (thrown) {
      fault ??= { thrown };
    }
  };
  const check = (): void => {
    if (fault !== undefined) throw fault.thrown;
  };
  const sync = async (): Promise<void> => {
    check();
    await journal.sync();
  };
  const waitIfClosed = async (): Promise<void> => {
    if (closed) await new Promise<never>(() => {});
  };
  const settle = async (): Promise<void> => {
    await waitIfClosed();
    await sync();
  };
  const give = async (command: Command, ...more: readonly JournalRecord[]): Promise<void> => {
    for (const entry of [{ type: "commandGiven", command } as const, ...more]) record(entry);
    await settle();
    await waitIfClosed();
  };
  const release: Recorder["release"] = async (entry): Promise<boolean> => {
    note(entry);
    try {
      if (fault === undefined) await journal.sync();
    } catch (thrown) {
      fault ??= { thrown };
    }
    await waitIfClosed();
    return fault === undefined;
  };
  return {
    record,
    note,
    release,
    give,
    check,
    settle,
    close: async () => {
      closed = true;
      await sync();
    },
  };
}
