// The outer tar of an artifact: which parts there are and in which order they may stand (interface-protocol, section 5).
// The order is what makes one pass enough: the checksums come before everything they cover.

import { OrchestratorError } from "../base/index.js";
import type { Compression } from "../model/index.js";
import { compressionOf } from "./compression/index.js";
import { fault } from "./fault.js";
import { type TarMember, tarMembers } from "./tar-members.js";

const ORDER = ["version", "manifest", "manifest.sig", "manifest-augment", "header", "header-augment", "data"] as const;
export type PartKind = (typeof ORDER)[number];
const REQUIRED: readonly PartKind[] = ["version", "manifest", "header", "data"];

export interface ArtifactPart {
  readonly kind: PartKind;
  readonly compression: Compression;
  readonly member: TarMember;
}

/** The parts in their order. Ends normally only if every required part was there and nothing else. */
export async function* artifactParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<ArtifactPart, void, void> {
  const seen: PartKind[] = [];
  try {
    for await (const member of tarMembers(bytes, "the artifact")) {
      const part = classify(member, seen);
      checkPlace(part.kind, member.name, seen);
      seen.push(part.kind);
      yield { ...part, member };
    }
  } catch (thrown) {
    throw seen.includes("data") ? behindEnd(thrown) : thrown;
  }
  const missing = requiredAfter(seen).find((kind) => !seen.includes(kind));
  if (missing !== undefined) throw fault("ARTIFACT_MEMBER_MISSING", `the artifact has no ${shown(missing)}`);
}

function classify(member: TarMember, seen: readonly PartKind[]): Omit<ArtifactPart, "member"> {
  const part = partOf(member.name);
  if (part === undefined) throw unknownPart(member.name, seen);
  if (!member.isRegular) throw fault("ARTIFACT_MEMBER_TYPE", `${member.name} is not a plain file`);
  return part;
}

function partOf(name: string): Omit<ArtifactPart, "member"> | undefined {
  const plain = ["version", "manifest", "manifest.sig", "manifest-augment"] as const;
  const kind = plain.find((candidate) => candidate === name);
  if (kind !== undefined) return { kind, compression: "none" };
  const packed = { header: "header", "header-augment": "header-augment", data: "data/0000" } as const;
  for (const kind of ["header", "header-augment", "data"] as const) {
    const compression = compressionOf(name, packed[kind]);
    if (compression !== undefined) return { kind, compression };
  }
  return undefined;
}

function unknownPart(name: string, seen: readonly PartKind[]): OrchestratorError {
  if (seen.length === 0) {
    return fault(
      "ARTIFACT_FORMAT_UNSUPPORTED",
      `not a Mender artifact: the archive begins with ${JSON.stringify(name)}`,
    );
  }
  if (/^data\/\d{4}\.tar/.test(name) && !name.startsWith("data/0000")) {
    return fault("ARTIFACT_MULTIPLE_PAYLOADS", `${name} is a second payload`);
  }
  return fault("ARTIFACT_MEMBER_UNEXPECTED", `${JSON.stringify(name)} is not a part of an artifact`);
}

function checkPlace(kind: PartKind, name: string, seen: readonly PartKind[]): void {
  if (seen.includes(kind)) throw fault("ARTIFACT_MEMBER_DUPLICATE", `the artifact has ${shown(kind)} twice`);
  const rank = ORDER.indexOf(kind);
  const later = seen.find((other) => ORDER.indexOf(other) > rank);
  if (later !== undefined) throw fault("ARTIFACT_MEMBER_MISORDERED", `${name} stands behind ${shown(later)}`);
  if (kind === "header-augment" && !seen.includes("manifest-augment")) {
    throw fault("ARTIFACT_MEMBER_UNLISTED", `${name} is there, and no manifest-augment that lists it`);
  }
  const skipped = requiredAfter(seen).find((other) => ORDER.indexOf(other) < rank && !seen.includes(other));
  if (skipped !== undefined) throw fault("ARTIFACT_MEMBER_MISORDERED", `${name} stands before ${shown(skipped)}`);
}

/** An augmented artifact has two manifests and two headers. */
function requiredAfter(seen: readonly PartKind[]): readonly PartKind[] {
  return seen.includes("manifest-augment") ? [...REQUIRED, "header-augment"] : REQUIRED;
}

function shown(kind: PartKind): string {
  if (kind === "data") return "data/0000.tar";
  return kind.startsWith("header") ? `${kind}.tar` : kind;
}

/** Behind the last part, bytes that are no tar header are not a damaged part but something appended. */
function behindEnd(thrown: unknown): unknown {
  if (!(thrown instanceof OrchestratorError) || thrown.code !== "ARTIFACT_DAMAGED") return thrown;
  return fault("ARTIFACT_TRAILING_DATA", "something follows the end of the artifact", thrown);
}
