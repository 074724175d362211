// Whether a manifest may be installed on this system at all: before an artifact is read or a component is asked anything. First
// the keys are brought up to date, then the manifest is judged by them (TUF 5.3 before 5.6).

import {
  checkManifest,
  checkRootTime,
  followRoots,
  MAX_ROOTS,
  parseRoot,
  type Remembered,
  type SignedRoot,
  type TrustedManifest,
  timeNow,
  withRoot,
} from "../../trust/index.js";
import type { AppContext } from "../context.js";
import type { Loaded } from "../survey.js";
import { companionsBeside, type ManifestCompanions } from "./companions.js";
import { keepSystemTrust, readSystemTrust, type SystemTrust } from "./system-trust.js";

export interface TrustChoices {
  /** Absolute. */
  readonly manifestPath: string;
  /** By default the files beside the manifest. */
  readonly companions?: ManifestCompanions;
  /** Why a lower serial is taken, this once. */
  readonly downgradeReason?: string;
  /** Remembers new root metadata as soon as it is accepted, whatever becomes of the manifest (TUF 5.3.8). */
  readonly isKeepingRoots?: boolean;
  /** It comes from this data store, where it is still what it was when it was accepted and installed; or this program has made it. */
  readonly isAcceptedBefore?: boolean;
}

/** A manifest that has been judged, and what will be remembered when it is accepted. */
export interface CheckedTrust {
  readonly manifest: TrustedManifest;
  readonly system: SystemTrust;
  readonly now: number;
}

/** Undefined where the owner asks for no signatures. Throws TRUST_…. */
export async function checkTrust(
  context: AppContext,
  loaded: Loaded,
  choices: TrustChoices,
): Promise<CheckedTrust | undefined> {
  if (choices.isAcceptedBefore === true) return undefined;
  const before = await readSystemTrust(context);
  const text = loaded.texts.find(({ role }) => role === "manifest");
  if (before === undefined && choices.downgradeReason !== undefined) {
    context.log.warning("no keys are configured, so every serial is taken and --allow-downgrade changes nothing");
  }
  if (before === undefined || text === undefined) return undefined;
  const companions = choices.companions ?? companionsBeside(choices.manifestPath);
  const now = timeNow(context.clock.now(), before.accepted?.at);
  const system = await updateRoot(before, companions);
  if (system !== before && choices.isKeepingRoots === true) keepSystemTrust(context, system);
  checkRootTime(system.root, now);
  const signed = { path: choices.manifestPath, bytes: text.bytes, signatures: await companions.signatures() };
  const isDowngradeAllowed = choices.downgradeReason !== undefined;
  const trust = { root: system.root, accepted: system.accepted, now, isDowngradeAllowed };
  return { manifest: checkManifest(signed, loaded.manifest, trust), system, now };
}

/** Every version after the trusted one, as long as there is a next. */
export async function updateRoot(system: SystemTrust, companions: ManifestCompanions): Promise<SystemTrust> {
  const candidates: SignedRoot[] = [];
  while (candidates.length <= MAX_ROOTS) {
    const file = await companions.root(system.root.version + candidates.length + 1);
    if (file === undefined) break;
    candidates.push(parseRoot(file.text, file.path));
  }
  return rotated(system, candidates);
}

/** Throws TRUST_ROOT_…. The same system where there is nothing new. */
export function rotated(system: SystemTrust, candidates: readonly SignedRoot[]): SystemTrust {
  const newest = candidates.at(-1);
  if (newest === undefined) return system;
  followRoots(system.root, candidates);
  let trust: Remembered = system;
  for (const { root, text } of candidates) trust = withRoot(trust, root, text);
  return { ...trust, configured: system.configured };
}

/** The highest serial stays: a lower one that was allowed once is no reason to take it again. Throws DATASTORE_…. */
export function acceptManifest(context: AppContext, { manifest, system, now }: CheckedTrust): void {
  if (manifest.downgradedFrom !== undefined) return;
  const { serial, digest } = manifest;
  keepSystemTrust(context, { ...system, accepted: { serial, digest, at: now } });
}
