// How an entry of the cache lies on the disk: what is known of it (`.json`), its bytes (`.part`, `.mender` once they are all
// there), and a checksum for each block of them (`.sums`). A crash may leave any of them; what does not fit together is no entry.

import { createHash } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readRegularFile } from "../../durable/index.js";
import { shownLocation } from "../../model/index.js";
import type { Validator } from "../download/index.js";
import { replaceFile } from "../replace-file.js";

export const BLOCK_BYTES = 256 * 1024;
export const SUM_BYTES = 32;
const MAX_META_BYTES = 64 * 1024;

export interface EntryFiles {
  readonly key: string;
  readonly meta: string;
  readonly part: string;
  readonly complete: string;
  readonly sums: string;
}

/** What the server said of the content. */
export interface EntryMeta {
  readonly sizeBytes: number;
  readonly validator: Validator;
}

/** The key says nothing of the URL, which may hold a secret. */
export function keyOf(url: string): string {
  return createHash("sha256").update(url).digest("hex").slice(0, 40);
}

export function filesOf(folder: string, key: string): EntryFiles {
  const file = (suffix: string): string => join(folder, `${key}.${suffix}`);
  return { key, meta: file("json"), part: file("part"), complete: file("mender"), sums: file("sums") };
}

/** The key of a file of an entry, or undefined. */
export function keyOfFile(fileName: string): string | undefined {
  return /^([0-9a-f]{40})\.(json|part|mender|sums)$/.exec(fileName)?.[1];
}

/** Undefined where there is none that can be used. */
export function readMeta({ meta }: EntryFiles): EntryMeta | undefined {
  try {
    const parsed: unknown = JSON.parse(readRegularFile(meta, MAX_META_BYTES).toString("utf8"));
    return isMeta(parsed) ? { sizeBytes: parsed.sizeBytes, validator: parsed.validator } : undefined;
  } catch {
    return undefined;
  }
}

export async function writeMeta({ meta }: EntryFiles, { sizeBytes, validator }: EntryMeta, url: string): Promise<void> {
  const text = JSON.stringify({ format: 1, url: shownLocation(url), sizeBytes, validator });
  await replaceFile(meta, (file) => file.writeFile(`${text}\n`));
}

/** The bytes first: without them the rest means nothing. */
export async function removeEntry({ complete, part, sums, meta }: EntryFiles): Promise<void> {
  for (const path of [complete, part, sums, meta]) await rm(path, { force: true });
}

export async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

function isMeta(value: unknown): value is EntryMeta & { readonly format: 1 } {
  if (typeof value !== "object" || value === null) return false;
  const { format, sizeBytes, validator } = value as Readonly<Record<string, unknown>>;
  return format === 1 && Number.isSafeInteger(sizeBytes) && Number(sizeBytes) >= 0 && isValidator(validator);
}

function isValidator(value: unknown): value is Validator {
  if (typeof value !== "object" || value === null) return false;
  const { kind, value: text } = value as Readonly<Record<string, unknown>>;
  return (kind === "etag" || kind === "date") && typeof text === "string";
}
