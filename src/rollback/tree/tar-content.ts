// The digest of a file as tar packs it. Of a sparse file only the data is in the archive, behind a map that says where it belongs
// (GNU's format 1.0: decimal numbers, a line each: how many pieces, then offset and length of each); holes are digested as zeros,
// so that the digest is the one that sha256sum gives, whatever the file system made of the holes.

import { createHash, type Hash } from "node:crypto";
import { unusable } from "./faults.js";
import { shown } from "./raw-name.js";
import { type TarHeader, unreadable } from "./tar-header.js";
import { each, exactly, type Taking } from "./tar-taking.js";

const ZEROS = Buffer.alloc(1024 * 1024);
const ZEROS_PER_TURN = 64;
/** Of a map, which is held in memory. */
const MOST_NUMBERS = 4_000_000;

export function* digestOfPlain(storedBytes: number): Taking<string> {
  const hash = createHash("sha256");
  yield* each(storedBytes, (chunk) => hash.update(chunk));
  yield* padding(storedBytes);
  return hash.digest("hex");
}

export function* digestOfHolesAndData({ path, size, storedBytes }: TarHeader): Taking<string> {
  const map = yield* mapOf(shown(path));
  const hash = createHash("sha256");
  let at = 0;
  let dataBytes = 0;
  for (let i = 1; i < map.length; i += 2) {
    const [offset = 0, length = 0] = [map[i], map[i + 1]];
    if (offset < at || offset + length > size) throw unreadable("a map of holes goes back");
    yield* zeros(hash, offset - at);
    yield* each(length, (chunk) => hash.update(chunk));
    at = offset + length;
    dataBytes += length;
  }
  yield* zeros(hash, size - at);
  yield* padding(storedBytes);
  if (mapBytes(map) + dataBytes !== storedBytes) throw unreadable("a map of holes does not add up");
  return hash.digest("hex");
}

function* mapOf(path: string): Taking<readonly number[]> {
  const numbers: number[] = [];
  let rest = "";
  while (numbers.length === 0 || numbers.length < 1 + 2 * (numbers[0] ?? 0)) {
    const lines = (rest + (yield* exactly(512)).toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    const wanted = numbers[0] ?? Number(lines[0]);
    if (!(wanted * 2 < MOST_NUMBERS)) throw unusable(`${path} has too many holes`, "Copy it once without holes.");
    for (const line of lines.slice(0, 1 + 2 * wanted - numbers.length)) numbers.push(Number(line));
  }
  return numbers;
}

function mapBytes(map: readonly number[]): number {
  const bytes = map.reduce((sum, number) => sum + String(number).length + 1, 0);
  return Math.ceil(bytes / 512) * 512;
}

function* zeros(hash: Hash, bytes: number): Taking<void> {
  for (let left = bytes, turns = 1; left > 0; left -= ZEROS.length, turns++) {
    hash.update(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
    if (turns % ZEROS_PER_TURN === 0) yield { kind: "pause" };
  }
}

function* padding(bytes: number): Taking<void> {
  if (bytes % 512 !== 0) yield* exactly(512 - (bytes % 512));
}
