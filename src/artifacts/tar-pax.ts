// PAX records of a tar, "LENGTH KEY=VALUE" and a line feed each, read strictly: complete, each key once. The parser reads the
// same bytes and takes what it understands; here only records that it would misunderstand are found.

import type { OrchestratorError } from "../base/index.js";
import { fault } from "./fault.js";

interface Place {
  /** What the tar is, for messages. */
  readonly what: string;
  /** Whether they are to hold for all members that follow. */
  readonly isGlobal: boolean;
}

const LONGEST_NUMBER = 10;
/** Readers differ in whether these hold beyond the next member. */
const OF_ONE_MEMBER: readonly string[] = ["path", "linkpath", "size"];

/** The size that the records give the next member, if they do. Throws ARTIFACT_DAMAGED, ARTIFACT_MEMBER_TYPE. */
export function paxSize(bytes: Buffer, place: Place): number | undefined {
  const records = recordsIn(bytes, place);
  const size = records.get("size");
  if (size === undefined) return undefined;
  const value = /^(0|[1-9]\d{0,15})$/.test(size) ? Number(size) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw damaged(place, "gives a size that is no number");
  return value;
}

function recordsIn(bytes: Buffer, place: Place): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const { key, value, end } = recordAt(bytes, at, place);
    if (records.has(key)) throw damaged(place, "says the same thing twice");
    if (place.isGlobal && OF_ONE_MEMBER.includes(key)) throw damaged(place, `gives all members one ${key}`);
    if (key.startsWith("GNU.sparse.")) throw fault("ARTIFACT_MEMBER_TYPE", `${place.what}: a file with holes`);
    records.set(key, value);
    at = end;
  }
  return records;
}

function recordAt(bytes: Buffer, start: number, place: Place) {
  const space = bytes.subarray(start, start + LONGEST_NUMBER).indexOf(" ");
  const digits = bytes.toString("latin1", start, start + Math.max(space, 0));
  const end = start + (/^[1-9]\d*$/.test(digits) ? Number(digits) : Number.NaN);
  const equals = bytes.indexOf("=", start);
  const isWhole = end <= bytes.length && bytes[end - 1] === 0x0a && equals > start + space && equals < end - 1;
  if (!isWhole) throw damaged(place, "has a record that cannot be read");
  const text = (from: number, to: number) => bytes.toString("utf8", from, to);
  return { key: text(start + space + 1, equals), value: text(equals + 1, end - 1), end };
}

function damaged({ what }: Place, reason: string): OrchestratorError {
  return fault("ARTIFACT_DAMAGED", `${what}: an extended header ${reason}`);
}
