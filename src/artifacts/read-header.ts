// Everything of an artifact before its payload, verified: version, manifest, signature, header. The signature is
// judged by the keys that the reader trusts, before anything that it covers is unpacked or parsed any further.

import { invariant } from "../base/index.js";
import type { ArtifactHeader, Compression } from "../model/index.js";
import type { VerifyKey } from "../signing/index.js";
import type { ArtifactPart, PartKind } from "./artifact-parts.js";
import { type Checksums, listedChecksum, PAYLOAD_PREFIX, parseChecksums } from "./checksum-manifest.js";
import { fault } from "./fault.js";
import { type HeaderFields, parseHeaderFields } from "./header-fields.js";
import { parseObject } from "./header-json.js";
import { readHeaderMembers } from "./header-members.js";
import { MAX_HEADER_BYTES, MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, MAX_VERSION_BYTES } from "./limits.js";
import { checkDigest, readWhole, sha256 } from "./read-whole.js";
import { checkTrust, type Signed } from "./signatures.js";

export interface ReadHeader extends ArtifactHeader {
  /** Whether the artifact carries a signature; nothing is said of its worth. */
  readonly isSigned: boolean;
  readonly headerCompression: Compression;
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
  const { checksums, manifestBytes } = await readChecksums(parts);
  const next = await nextPart(parts, ["manifest.sig", "header"]);
  const isSigned = next.kind === "manifest.sig";
  const signature = isSigned ? (await readWhole(next.member, MAX_SIGNATURE_BYTES)).toString("latin1") : undefined;
  const signed = { manifestBytes, signature };
  checkTrust(signed, trusted);
  const headerPart = isSigned ? await nextPart(parts, ["header"]) : next;
  const described = await readHeaderPart(headerPart, checksums);
  const data = await nextPart(parts, ["data"]);
  const header = {
    ...described,
    checksums: Object.fromEntries(checksums),
    manifestDigest: sha256(manifestBytes),
    payloadCompression: data.compression,
    isSigned,
  };
  return { header, checksums, signed, data };
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

type Described = HeaderFields & Pick<ReadHeader, "scripts" | "headerCompression" | "raw">;

async function readHeaderPart(part: ArtifactPart, checksums: Checksums): Promise<Described> {
  const { name } = part.member;
  const listed = listedChecksum(checksums, name);
  const bytes = await readWhole(part.member, MAX_HEADER_BYTES);
  checkDigest(name, { listed, actual: sha256(bytes) });
  checkNothingElseListed(checksums, name);
  const members = await readHeaderMembers({ bytes, compression: part.compression }, name);
  const { headerInfo, typeInfo, metaData, scripts } = members;
  const fields = parseHeaderFields(members);
  return { ...fields, scripts, headerCompression: part.compression, raw: { headerInfo, typeInfo, metaData } };
}

/** A second header in the manifest could never be found any more. */
function checkNothingElseListed(checksums: Checksums, headerName: string): void {
  const isKnown = (path: string) => path === "version" || path === headerName || path.startsWith(PAYLOAD_PREFIX);
  const missing = [...checksums.keys()].find((path) => !isKnown(path));
  if (missing !== undefined) throw fault("ARTIFACT_MEMBER_MISSING", `${missing} is listed in manifest and not there`);
}
