// From one version of root metadata to the next (TUF 5.3): signed by enough keys of both.

import { fault } from "./fault.js";
import { MAX_ROOTS } from "./limits.js";
import type { Role, RootMetadata, SignedRoot } from "./root-metadata.js";
import { signersOf } from "./signatures.js";
import { timeOf } from "./time.js";

/** The new one, trusted. Throws TRUST_ROOT_VERSION, TRUST_ROOT_THRESHOLD. Whether it has expired is not looked at (5.3.6). */
export function nextRoot(trusted: RootMetadata, candidate: SignedRoot): RootMetadata {
  const { root, path } = candidate;
  checkThreshold(candidate, trusted, versionName(trusted));
  checkThreshold(candidate, root, "itself");
  if (root.version === trusted.version + 1) return root;
  throw fault({
    code: "TRUST_ROOT_VERSION",
    message: `${path} is version ${root.version} of the root metadata, and version ${trusted.version + 1} comes next`,
    location: { file: path },
    facts: { version: root.version, expected: trusted.version + 1 },
  });
}

/** Throws what nextRoot throws, and TRUST_ROOTS_TOO_MANY. */
export function followRoots(trusted: RootMetadata, candidates: readonly SignedRoot[]): RootMetadata {
  if (candidates.length > MAX_ROOTS) {
    const message = `there are more than ${MAX_ROOTS} versions of root metadata after version ${trusted.version}`;
    throw fault({ code: "TRUST_ROOTS_TOO_MANY", message });
  }
  return candidates.reduce(nextRoot, trusted);
}

/** Root metadata that the owner has named must be signed by enough of its own keys. Throws TRUST_ROOT_THRESHOLD. */
export function checkOwnSignatures(candidate: SignedRoot): RootMetadata {
  checkThreshold(candidate, candidate.root, "itself");
  return candidate.root;
}

/** Throws TRUST_ROOT_EXPIRED (5.3.10). */
export function checkRootTime({ version, expires }: RootMetadata, now: number): void {
  if (expires === undefined || (timeOf(expires) ?? 0) > now) return;
  throw fault({
    code: "TRUST_ROOT_EXPIRED",
    message: `version ${version} of the root metadata, which this system trusts, has expired on ${expires}`,
    facts: { version, expires },
  });
}

/** Then serials that the removed key may have signed say nothing (5.3.11). */
export function isManifestKeyRemoved(before: RootMetadata, after: RootMetadata): boolean {
  const kept = new Set(after.roles.manifest.keyids);
  return before.roles.manifest.keyids.some((keyid) => !kept.has(keyid));
}

function checkThreshold({ path, message, signatures, root }: SignedRoot, by: RootMetadata, name: string): void {
  const { threshold } = by.roles.root;
  const { valid } = signersOf(message, signatures, keysOf(by.roles.root, by));
  if (valid.size >= threshold) return;
  throw fault({
    code: "TRUST_ROOT_THRESHOLD",
    message: `${path}, version ${root.version} of the root metadata, is signed by ${valid.size} of the root keys of ${name}, which asks for ${threshold}`,
    location: { file: path },
    facts: { version: root.version, signed: valid.size, threshold },
  });
}

export function keysOf(role: Role, { keys }: RootMetadata) {
  const wanted = new Set(role.keyids);
  return new Map([...keys].filter(([keyid]) => wanted.has(keyid)));
}

function versionName({ version }: RootMetadata): string {
  return version === 0 ? "the configuration" : `version ${version}`;
}
