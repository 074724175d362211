// Everything that a manifest must fulfil where keys are configured, in TUF's order: who has signed it, that it is no old one,
// that it has not expired; and that it says which artifacts it means.

import { createHash } from "node:crypto";
import type { ArtifactReference, Manifest } from "../model/index.js";
import { fault } from "./fault.js";
import { checkSignatures, type SignedManifest } from "./manifest-signatures.js";
import type { RootMetadata } from "./root-metadata.js";
import { timeOf } from "./time.js";

/** The manifest with the highest serial that this system has accepted. */
export interface Accepted {
  readonly serial: number;
  /** sha256 in hex of its bytes. */
  readonly digest: string;
  /** When it was accepted, in milliseconds since the epoch. */
  readonly at: number;
}

export interface Trust {
  readonly root: RootMetadata;
  /** Undefined where none was accepted yet. */
  readonly accepted: Accepted | undefined;
  readonly now: number;
  /** Takes a lower serial, this once. */
  readonly isDowngradeAllowed: boolean;
}

export interface TrustedManifest {
  readonly serial: number;
  readonly digest: string;
  readonly expires: string;
  readonly signedBy: readonly string[];
  /** The highest serial accepted before, where this one is lower and was allowed all the same. */
  readonly downgradedFrom?: number;
}

/** Throws TRUST_…. */
export function checkManifest(signed: SignedManifest, manifest: Manifest, trust: Trust): TrustedManifest {
  const signedBy = checkSignatures(signed, trust.root);
  const digest = createHash("sha256").update(signed.bytes).digest("hex");
  const serial = checkSerial(signed.path, { serial: manifest.serial, digest }, trust);
  const { expires } = checkStatement(signed.path, manifest, trust.now);
  const from = trust.accepted?.serial ?? 0;
  return { serial, digest, expires, signedBy, ...(from > serial && { downgradedFrom: from }) };
}

/** What a manifest must say whoever has signed it; also whether it is worth to be signed. Throws TRUST_…. */
export function checkStatement(path: string, manifest: Manifest, now: number) {
  const serial = hasSerial(path, manifest.serial);
  const expires = checkTime(path, manifest.expires, now);
  checkPins(manifest);
  return { serial, expires };
}

interface Numbered {
  readonly serial: number | undefined;
  readonly digest: string;
}

function hasSerial(path: string, serial: number | undefined): number {
  if (serial !== undefined) return serial;
  throw fault({ code: "TRUST_SERIAL_MISSING", message: `${path} has no serial`, location: { file: path } });
}

function checkSerial(path: string, { serial: given, digest }: Numbered, trust: Trust): number {
  const { accepted, isDowngradeAllowed } = trust;
  const location = { file: path };
  const serial = hasSerial(path, given);
  if (accepted === undefined || serial > accepted.serial) return serial;
  const facts = { serial, accepted: accepted.serial };
  if (serial === accepted.serial) {
    if (digest === accepted.digest) return serial;
    const message = `${path} has the serial ${serial}, with which this system has accepted another manifest`;
    throw fault({ code: "TRUST_SERIAL_REUSED", message, location, facts });
  }
  if (isDowngradeAllowed) return serial;
  const message = `${path} has the serial ${serial}, and this system has accepted ${accepted.serial} already`;
  throw fault({ code: "TRUST_SERIAL_REPLAYED", message, location, facts });
}

function checkTime(path: string, expires: string | undefined, now: number): string {
  const location = { file: path };
  if (expires === undefined) {
    throw fault({ code: "TRUST_EXPIRES_MISSING", message: `${path} does not say when it expires`, location });
  }
  if ((timeOf(expires) ?? 0) > now) return expires;
  const message = `${path} has expired: it may be installed until ${expires}, and it is ${new Date(now).toISOString()}`;
  throw fault({ code: "TRUST_EXPIRED", message, location, facts: { expires, now: new Date(now).toISOString() } });
}

/** All of them, also those of types that this system does not have: it is a statement over the whole. */
function checkPins({ componentTypes }: Manifest): void {
  for (const target of componentTypes) {
    for (const { location, ...entry } of [target, ...target.steppingStones]) {
      if (isPinned(entry)) continue;
      const what = entry.versionText === "" ? "" : `version ${entry.versionText} of `;
      const message = `the artifact of ${what}${target.type} has neither artifact_sha256 nor artifact_manifest_sha256`;
      throw fault({ code: "TRUST_ARTIFACT_UNPINNED", message, location, facts: { type: target.type } });
    }
  }
}

function isPinned({ artifactSha256, artifactManifestSha256 }: ArtifactReference): boolean {
  return artifactSha256 !== undefined || artifactManifestSha256 !== undefined;
}
