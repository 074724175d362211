// GNU tar, the system's tool that keeps all attributes: one that packs, one that unpacks, one that only says what it would pack. Names
// go in through a pipe, ended by NUL and taken as they are; there is no shell.

import { spawn } from "node:child_process";
import { Readable, type Writable } from "node:stream";
import { type Ended, endOf, environment } from "./child.js";
import { bytesOf, type RawName } from "./raw-name.js";

const ALL_ATTRIBUTES = ["--numeric-owner", "--acls", "--xattrs", "--xattrs-include=*"];
/** Times of reading and of change are no part of what comes back. */
const WITHOUT_TIMES = "--pax-option=delete=atime,delete=ctime";
const PACK = ["--create", "--format=posix", WITHOUT_TIMES, "--sparse", "--no-recursion"];
/** Into /dev/null: then tar reads no content. */
const SAY = ["--create", "--format=posix", "--no-recursion", "-vv", "--quoting-style=escape"];
const NAMES_FROM_STDIN = ["--null", "--verbatim-files-from", "--no-unquote", "--files-from=-"];
const UNPACK = [
  "--extract",
  "--same-permissions",
  "--same-owner",
  "--delay-directory-restore",
  "--warning=no-timestamp",
];
/** Bytes go from program to program in pieces of this size; tar's own 10 KiB are six times as many calls and buffers. */
const LARGE_RECORDS = "--blocking-factor=128";
const NAMES_PER_CHUNK = 1_000;

export interface Packing {
  readonly packed: Readable;
  readonly ended: Promise<Ended>;
  stop(): void;
}

export interface Unpacking {
  readonly packed: Writable;
  readonly ended: Promise<Ended>;
}

export interface PackOrder {
  /** Absolute. */
  readonly folder: string;
  /** Below `folder`; exactly these, a folder without what it holds. */
  readonly names: readonly RawName[];
  readonly signal: AbortSignal;
  /** Pads the archive to 10 KiB instead of 64: for a small one that is kept. */
  readonly isSmall?: boolean;
}

export function startPacking({ folder, names, signal, isSmall = false }: PackOrder): Packing {
  const records = isSmall ? [] : [LARGE_RECORDS];
  const words = [...PACK, ...ALL_ATTRIBUTES, ...records, "-C", folder, ...NAMES_FROM_STDIN, "--file=-"];
  return startWith(words, names, signal);
}

/** `packed` is a line for each name, in their order, in `ls`'s way: modes, owners, size, time, name. */
export function startSaying({ folder, names, signal }: PackOrder): Packing {
  return startWith([...SAY, ...ALL_ATTRIBUTES, "-C", folder, ...NAMES_FROM_STDIN, "--file=/dev/null"], names, signal);
}

function startWith(words: readonly string[], names: readonly RawName[], signal: AbortSignal): Packing {
  const child = spawn("tar", words, { stdio: ["pipe", "pipe", "pipe"], env: environment(), signal });
  child.stdin.on("error", () => undefined); // It left before it had read all names; its exit code says why.
  Readable.from(listed(names), { objectMode: false }).pipe(child.stdin);
  return { packed: child.stdout, ended: endOf(child), stop: () => child.kill("SIGKILL") };
}

export function startUnpacking(folder: string, signal: AbortSignal): Unpacking {
  const words = [...UNPACK, ...ALL_ATTRIBUTES, LARGE_RECORDS, "-C", folder, "--file=-"];
  const child = spawn("tar", words, { stdio: ["pipe", "ignore", "pipe"], env: environment(), signal });
  return { packed: child.stdin, ended: endOf(child) };
}

function* listed(names: readonly RawName[]): Generator<Buffer> {
  for (let from = 0; from < names.length; from += NAMES_PER_CHUNK) {
    yield bytesOf(`${names.slice(from, from + NAMES_PER_CHUNK).join("\0")}\0`);
  }
}
