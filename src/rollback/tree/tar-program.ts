// GNU tar, the system's tool that keeps all attributes: one that packs, one that unpacks. Names go in through a pipe, ended by NUL
// and taken as they are; there is no shell. What it says is read, since its exit code alone does not tell a file that has vanished
// from one that could not be read.

import { type ChildProcess, spawn } from "node:child_process";
import { Readable, type Writable } from "node:stream";
import { messageOf, systemCodeOf } from "../../base/index.js";
import { fault } from "./faults.js";
import { bytesOf, type RawName } from "./raw-name.js";

const ALL_ATTRIBUTES = ["--numeric-owner", "--acls", "--xattrs", "--xattrs-include=*"];
/** Times of reading and of change are no part of what comes back. */
const WITHOUT_TIMES = "--pax-option=delete=atime,delete=ctime";
const PACK = ["--create", "--format=posix", WITHOUT_TIMES, "--sparse", "--no-recursion"];
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
/** A line for each file that has vanished. */
const MOST_SAID = 16 * 1024 * 1024;
const NAMES_PER_CHUNK = 1_000;

export interface Ended {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  /** Lines of stderr, without the program's name. */
  readonly said: readonly string[];
}

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

/** Nothing of it may change what tar does or says (`TAR_OPTIONS`, the language, the charset of names). */
function environment(): NodeJS.ProcessEnv {
  return { LC_ALL: "C", PATH: process.env["PATH"] ?? "" };
}

function* listed(names: readonly RawName[]): Generator<Buffer> {
  for (let from = 0; from < names.length; from += NAMES_PER_CHUNK) {
    yield bytesOf(`${names.slice(from, from + NAMES_PER_CHUNK).join("\0")}\0`);
  }
}

function endOf(child: ChildProcess): Promise<Ended> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    if (said.length < MOST_SAID) said += chunk.toString("latin1");
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", (thrown) => reject(notStarted(thrown)));
    child.once("close", (code) => resolve({ exitCode: code ?? undefined, said: linesOf(said) }));
  });
  ended.catch(() => undefined); // Whoever started it looks at it once the bytes have gone through.
  return ended;
}

function linesOf(said: string): readonly string[] {
  const lines = said.split("\n").filter((line) => line !== "");
  return lines.map((line) => line.replace(/^[^ ]*tar: /, ""));
}

function notStarted(thrown: Error): Error {
  if (thrown.name === "AbortError") return thrown;
  if (systemCodeOf(thrown) !== "ENOENT") return fault("BACKUP_FAILED", `tar could not be run: ${messageOf(thrown)}`);
  return fault("BACKUP_TOOL_MISSING", "GNU tar is not installed", { hint: "Install the package tar." });
}
