// Everything of an artifact before its payload, verified: version, manifest, signature, header. The signature is
// judged by the keys that the reader trusts, before anything that it covers is unpacked or parsed any further.

import { invariant } from "../base/index.js";
import type { ArtifactHeader, Compression } from "../model/index.js";
import type { VerifyKey } from "../signing/index.js";
import type { ArtifactPart, PartKind } from "./artifact-parts.js";
import { type Checksums, listedChecksum, PAYLOAD_PREFIX, parseChecksums, payloadNames } from "./checksum-manifest.js";
import { fault } from "./fault.js";
import { type HeaderFields, parseHeaderFields } from "./header-fields.js";
import { parseObject } from "./header-json.js";
import { type HeaderMembers, readHeaderMembers } from "./header-members.js";
import { MAX_HEADER_BYTES, MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, MAX_VERSION_BYTES } from "./limits.js";
import { mergeAugment } from "./merge-augment.js";
import { type AugmentManifest, readAugmentManifest } from "./read-augment.js";
import { checkDigest, readWhole, sha256 } from "./read-whole.js";
import { checkTrust, type Signed } from "./signatures.js";

export interface ReadHeader extends ArtifactHeader {
  /** Whether the artifact carries a signature; nothing is said of its worth. */
  readonly isSigned: boolean;
  readonly headerCompression: Compression;
  /** What the artifact was before it was augmented, and the files that were added; null where it was not. */
  readonly augment: (HeaderFields & { readonly files: readonly string[] }) | null;
}

export interface HeaderReading {
  readonly header: ReadHeader;
  readonly checksums: Checksums;
  readonly signed: Signed;
  /** The payload, which comes next. */
  readonly data: ArtifactPart;
}

type Parts = AsyncGenerator<ArtifactPart, void, void>;

/** @param trusted one of them must have signed the artifact, unless there are none */
export async function readHeaderParts(parts: Parts, trusted: readonly VerifyKey[]): Promise<HeaderReading> {
  const beginning = await readChecksums(parts);
  const { signature, next } = await readSignature(parts);
  const signed = { manifestBytes: beginning.manifestBytes, signature };
  checkTrust(signed, trusted);
  const isAugmented = next.kind === "manifest-augment";
  const augment = isAugmented ? await readAugmentManifest(next, beginning, trusted) : undefined;
  const headerPart = isAugmented ? await nextPart(parts, ["header"]) : next;
  const described = await readBothHeaders(parts, { headerPart, checksums: beginning.checksums, augment });
  const data = await nextPart(parts, ["data"]);
  const checksums = augment?.all ?? beginning.checksums;
  const header = {
    ...described,
    checksums: Object.fromEntries(checksums),
    manifestDigest: augment?.digest ?? sha256(beginning.manifestBytes),
    payloadCompression: data.compression,
    isSigned: signature !== undefined,
  };
  return { header, checksums, signed, data };
}

interface SignatureReading {
  readonly signature: string | undefined;
  /** What follows it. */
  readonly next: ArtifactPart;
}

async function readSignature(parts: Parts): Promise<SignatureReading> {
  const next = await nextPart(parts, ["manifest.sig", "manifest-augment", "header"]);
  if (next.kind !== "manifest.sig") return { signature: undefined, next };
  const signature = (await readWhole(next.member, MAX_SIGNATURE_BYTES)).toString("latin1");
  return { signature, next: await nextPart(parts, ["manifest-augment", "header"]) };
}

async function readChecksums(parts: Parts): Promise<{ checksums: Checksums; manifestBytes: Buffer }> {
  const version = await readWhole((await nextPart(parts, ["version"])).member, MAX_VERSION_BYTES);
  checkVersion(version);
  const manifestBytes = await readWhole((await nextPart(parts, ["manifest"])).member, MAX_MANIFEST_BYTES);
  const checksums = parseChecksums(manifestBytes);
  checkDigest("version", { listed: listedChecksum(checksums, "version"), actual: sha256(version) });
  return { checksums, manifestBytes };
}

/** The next part; the generator has already refused every order but the right one. */
async function nextPart(parts: Parts, expected: readonly PartKind[]): Promise<ArtifactPart> {
  const next = await parts.next();
  invariant(next.done !== true && expected.includes(next.value.kind), `the artifact goes on with ${expected}`);
  return next.value;
}

function checkVersion(bytes: Buffer): void {
  const { format, version } = parseObject(bytes.toString("utf8"), "version");
  if (format === "mender" && version === 3) return;
  const found = `format ${JSON.stringify(format)}, version ${JSON.stringify(version)}`;
  throw fault("ARTIFACT_FORMAT_UNSUPPORTED", `the artifact says ${found}; only version 3 of mender can be read`);
}

type Described = HeaderFields & Pick<ReadHeader, "scripts" | "headerCompression" | "raw" | "augment">;

interface Headers {
  readonly headerPart: ArtifactPart;
  readonly checksums: Checksums;
  readonly augment: AugmentManifest | undefined;
}

async function readBothHeaders(parts: Parts, { headerPart, checksums, augment }: Headers): Promise<Described> {
  const own = await readHeaderPart(headerPart, checksums);
  const headerCompression = headerPart.compression;
  if (augment === undefined) return { ...described(own), headerCompression, augment: null };
  const added = await readHeaderPart(await nextPart(parts, ["header-augment"]), augment.own);
  const merged = described(mergeAugment(own, added));
  return { ...merged, headerCompression, augment: { ...described(own), files: payloadNames(augment.own) } };
}

function described({
  headerInfo,
  typeInfo,
  metaData,
  scripts,
}: HeaderMembers): HeaderFields & Pick<ReadHeader, "scripts" | "raw"> {
  const fields = parseHeaderFields({ headerInfo, typeInfo, metaData, scripts });
  return { ...fields, scripts, raw: { headerInfo, typeInfo, metaData } };
}

async function readHeaderPart(part: ArtifactPart, checksums: Checksums): Promise<HeaderMembers> {
  const { name } = part.member;
  const listed = listedChecksum(checksums, name);
  const bytes = await readWhole(part.member, MAX_HEADER_BYTES);
  checkDigest(name, { listed, actual: sha256(bytes) });
  checkNothingElseListed(checksums, name);
  const members = await readHeaderMembers({ bytes, compression: part.compression }, name);
  if (part.kind === "header" || members.scripts.length === 0) return members;
  throw fault("ARTIFACT_AUGMENT_INVALID", `${name} has scripts, which an augment may not add`);
}

/** A second header in the manifest could never be found any more. */
function checkNothingElseListed(checksums: Checksums, headerName: string): void {
  const isKnown = (path: string) => path === "version" || path === headerName || path.startsWith(PAYLOAD_PREFIX);
  const missing = [...checksums.keys()].find((path) => !isKnown(path));
  if (missing !== undefined) throw fault("ARTIFACT_MEMBER_MISSING", `${missing} is listed and not there`);
}
