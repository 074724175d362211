// Extended records, "LENGTH KEY=VALUE" and a line feed each. Values are bytes: names and attributes need not be text.

import { unreadable } from "./tar-header.js";

const LONGEST_NUMBER = 10;

export function paxRecords(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const equals = bytes.indexOf(0x3d, at);
    const length = space - at > LONGEST_NUMBER ? Number.NaN : Number(bytes.toString("latin1", at, space));
    const end = at + length;
    const isWhole = space > at && equals > space && end > equals && end <= bytes.length && bytes[end - 1] === 0x0a;
    if (!isWhole) throw unreadable("an extended header has a record that is no record");
    // A copy, since the chunk that it lies in is large.
    records.set(bytes.toString("latin1", space + 1, equals), Buffer.from(bytes.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}
