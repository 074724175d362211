// The artifact's own `manifest`: one sha256sum line for each part. It is the root of trust of everything after it, so it
// is read strictly. Not to be confused with the manifest of a system.

import { fault } from "./fault.js";
import { MAX_PAYLOAD_FILES } from "./limits.js";
import { checkFileName, foldedName } from "./member-name.js";

/** Path in the artifact → sha256 in hex. Payload files stand as `data/0000/NAME`. */
export type Checksums = ReadonlyMap<string, string>;

export const PAYLOAD_PREFIX = "data/0000/";
const LINE = /^([0-9a-f]{64}) {2}(.+)$/;

/** Of `manifest`. */
export function parseChecksums(bytes: Buffer): Checksums {
  return parseLines(bytes, { what: "manifest", parts: /^(version|header\.tar(\.[a-z]+)?)$/, before: new Map() });
}

/** Of `manifest-augment`, which lists nothing that `manifest` does. */
export function parseAugmentChecksums(bytes: Buffer, before: Checksums): Checksums {
  return parseLines(bytes, { what: "manifest-augment", parts: /^header-augment\.tar(\.[a-z]+)?$/, before });
}

interface Rules {
  readonly what: string;
  /** Besides files of the payload. */
  readonly parts: RegExp;
  readonly before: Checksums;
}

function parseLines(bytes: Buffer, rules: Rules): Checksums {
  const { what, before } = rules;
  const checksums = new Map<string, string>();
  const folded = new Set([...before.keys()].map(foldedName));
  for (const [index, line] of linesOf(bytes, what).entries()) {
    const [, checksum, path] = LINE.exec(line) ?? [];
    if (checksum === undefined || path === undefined)
      throw invalid(what, `line ${index + 1} is not a checksum and a name`);
    if (folded.size === folded.add(foldedName(path)).size) {
      throw fault("ARTIFACT_MEMBER_DUPLICATE", `${what} lists ${path}, which is listed already`);
    }
    checkPath(path, rules);
    checksums.set(path, checksum);
  }
  if (payloadNames(checksums).length + payloadNames(before).length > MAX_PAYLOAD_FILES) {
    throw fault("ARTIFACT_TOO_MANY_FILES", `${what} lists more than ${MAX_PAYLOAD_FILES} payload files`);
  }
  return checksums;
}

export function payloadNames(checksums: Checksums): readonly string[] {
  const paths = [...checksums.keys()].filter((path) => path.startsWith(PAYLOAD_PREFIX));
  return paths.map((path) => path.slice(PAYLOAD_PREFIX.length));
}

/** The listed checksum of a part that was found in the artifact. */
export function listedChecksum(checksums: Checksums, path: string): string {
  const checksum = checksums.get(path);
  if (checksum === undefined) throw fault("ARTIFACT_MEMBER_UNLISTED", `${path} is not listed in manifest`);
  return checksum;
}

function linesOf(bytes: Buffer, what: string): readonly string[] {
  try {
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(bytes).split("\n");
    return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  } catch {
    throw invalid(what, "it is not UTF-8 text");
  }
}

function checkPath(path: string, { what, parts }: Rules): void {
  if (path.startsWith(PAYLOAD_PREFIX)) checkFileName(path.slice(PAYLOAD_PREFIX.length), path);
  else if (/^data\/\d{4}\//.test(path)) throw fault("ARTIFACT_MULTIPLE_PAYLOADS", `${what} lists ${path}`);
  else if (!parts.test(path)) {
    throw fault("ARTIFACT_MEMBER_UNEXPECTED", `${what} lists ${path}, which is not a part of an artifact`);
  }
}

function invalid(what: string, reason: string) {
  return fault("ARTIFACT_MANIFEST_INVALID", `${what} cannot be read: ${reason}`);
}
