// What a power cut leaves at the end of a journal is dropped; what was altered before it is named.

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatLine, JOURNAL_FORMAT, parseJournal } from "../../src/datastore/journal-format.js";
import type { JournalRecord } from "../../src/model/index.js";

const RECORD: JournalRecord = { type: "eventHappened", event: { type: "gatePassed" } };

/** A journal of some records, each knowing how many before it were on disk. */
function journal(durables: readonly number[]): Buffer {
  let checksum = "";
  const lines = durables.map((durable, index) => {
    const line = formatLine({ sequence: index + 1, at: 1_000 * index, record: RECORD }, durable, checksum);
    checksum = line.checksum;
    return line.text;
  });
  return Buffer.from(lines.join(""));
}

const THREE = journal([0, 1, 2]);
const LINE_BYTES = journal([0]).length;

function flip(content: Buffer, offset: number): Buffer {
  const changed = Buffer.from(content);
  changed.writeUInt8(changed.readUInt8(offset) ^ 1, offset);
  return changed;
}

describe("parseJournal", () => {
  it("reads what was written", () => {
    const { records, isTorn } = parseJournal(THREE, "journal");
    expect(records.map(({ sequence, at }) => [sequence, at])).toEqual([
      [1, 0],
      [2, 1_000],
      [3, 2_000],
    ]);
    expect(isTorn).toBe(false);
  });

  it("drops an end that is torn anywhere in the last record", () => {
    for (let length = THREE.length - LINE_BYTES + 1; length < THREE.length; length += 1) {
      const { records, isTorn, end } = parseJournal(THREE.subarray(0, length), "journal");
      expect(records).toHaveLength(2);
      expect(isTorn).toBe(true);
      expect(end.sequence).toBe(2);
    }
  });

  it("drops several records that were never known to be on disk", () => {
    const unsynced = journal([0, 1, 1, 1]);
    const { records } = parseJournal(flip(unsynced, LINE_BYTES + 70), "journal");
    expect(records).toHaveLength(1);
  });

  it("names the record that was altered after it had been on disk", () => {
    expect(() => parseJournal(flip(THREE, 70), "journal")).toThrow(
      expect.objectContaining({ code: "JOURNAL_DAMAGED", message: expect.stringContaining("record 1") }),
    );
    expect(() => parseJournal(flip(THREE, LINE_BYTES + 70), "journal")).toThrow(
      expect.objectContaining({ code: "JOURNAL_DAMAGED", message: expect.stringContaining("record 2") }),
    );
  });

  it("notices a record that was taken out", () => {
    const without = Buffer.concat([THREE.subarray(0, LINE_BYTES), THREE.subarray(2 * LINE_BYTES)]);
    expect(() => parseJournal(without, "journal")).toThrow(expect.objectContaining({ code: "JOURNAL_DAMAGED" }));
  });

  it("finds every flipped bit: it is damage, or the last record is dropped", () => {
    for (let offset = 0; offset < THREE.length; offset += 1) {
      const changed = flip(THREE, offset);
      const last = offset >= 2 * LINE_BYTES;
      if (last) expect(parseJournal(changed, "journal").records).toHaveLength(2);
      else expect(() => parseJournal(changed, "journal")).toThrow(expect.objectContaining({ code: "JOURNAL_DAMAGED" }));
    }
  });

  it("refuses the format of a newer program", () => {
    const { text } = formatLine({ sequence: 1, at: 0, record: RECORD }, 0, "");
    const newer = text
      .slice(65)
      .trimEnd()
      .replace('"format":1', `"format":${JOURNAL_FORMAT + 1}`);
    const line = `${sha256(newer)} ${newer}\n`;
    expect(() => parseJournal(Buffer.from(line), "journal")).toThrow(
      expect.objectContaining({ code: "JOURNAL_FORMAT_UNKNOWN" }),
    );
  });

  const STARTED = {
    type: "deploymentStarted",
    id: "1",
    manifestName: "m",
    manifestDigest: "",
    planDigest: "",
  } as const;
  const POINTS: readonly { readonly record: JournalRecord; readonly format: number }[] = [
    { record: { ...STARTED, programVersion: "1" }, format: 1 },
    { record: { ...STARTED, programVersion: "1", hasRollbackPoints: true }, format: 2 },
    { record: { type: "captureStarted", component: "a.A" }, format: 2 },
    { record: { type: "restoreStarted", component: "a.A", pointId: "p" }, format: 2 },
    { record: { type: "callReleased", component: "a.A", call: "ArtifactInstall" }, format: 1 },
  ];

  it.each(POINTS)("an older program is stopped by what it does not know, and by nothing else: $record.type", (each) => {
    const { text } = formatLine({ sequence: 1, at: 0, record: each.record }, 0, "");
    expect(JSON.parse(text.slice(65))).toMatchObject({ format: each.format });
    expect(parseJournal(Buffer.from(text), "journal").records).toEqual([{ sequence: 1, at: 0, record: each.record }]);
  });
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
