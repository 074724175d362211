// `manifest lock MANIFEST`: writes into a manifest which artifacts it means, and with which serial and until when it is released.
// Everything else in the file stays as its author has written it.

import { OrchestratorError, unreachable } from "../../base/index.js";
import { type Edit, editText } from "../../documents/index.js";
import type { ArtifactReference, Manifest } from "../../model/index.js";
import type { AppContext } from "../context.js";
import { locateArtifacts } from "../locate-artifacts.js";
import { type ReadManifest, readManifest } from "./sign-manifest.js";
import { replaceText } from "./write-file.js";

export interface LockOptions {
  /** Absolute. */
  readonly manifestPath: string;
  /** Writes nothing; throws TRUST_LOCK_OUTDATED where there would be something to write. */
  readonly isCheck?: boolean;
  readonly serial?: { readonly kind: "next" } | { readonly kind: "exact"; readonly serial: number };
  /** A time, or a time from now on. */
  readonly expires?: { readonly kind: "at"; readonly time: string } | { readonly kind: "in"; readonly days: number };
}

export interface LockChange {
  /** As a person calls the place: `gateway`, `rtos 1.5.0`, `manifest`. */
  readonly of: string;
  readonly key: string;
  readonly from?: string | number;
  readonly to: string | number;
}

const ARTIFACT_KEYS = ["artifact_path", "artifact_name", "artifact_sha256"];
const MILLISECONDS_OF_DAY = 86_400_000;

/** What was changed. Throws DocumentsRefused, ARTIFACT_…, TRUST_LOCK_OUTDATED, FILE_UNWRITABLE. */
export async function lockManifest(context: AppContext, options: LockOptions): Promise<readonly LockChange[]> {
  const { manifestPath, isCheck = false } = options;
  const read = await readManifest(manifestPath);
  const wanted = [
    ...releaseEdits(context, read.manifest, options),
    ...(await pinEdits(context, read.manifest, manifestPath)),
  ];
  const edits = wanted.filter(({ edit, from }) => edit.value !== from);
  const changes = edits.map(({ of, edit, from }) => ({ of, key: edit.key, ...(from && { from }), to: edit.value }));
  if (changes.length === 0) return changes;
  if (isCheck) throw outdated(manifestPath, changes);
  await replaceText(manifestPath, editedBytes(read, edits));
  return changes;
}

interface Wanted {
  readonly of: string;
  readonly edit: Edit;
  readonly from: string | number | undefined;
}

function releaseEdits({ clock }: AppContext, manifest: Manifest, { serial, expires }: LockOptions): readonly Wanted[] {
  const edits: Wanted[] = [];
  const add = (key: "serial" | "expires", value: string | number): void => {
    const after = ["api_version", "kind", "name", "version", "serial"].filter((name) => name !== key);
    edits.push({ of: "manifest", edit: { map: [], key, value, after }, from: manifest[key] });
  };
  if (serial !== undefined) add("serial", serial.kind === "next" ? (manifest.serial ?? 0) + 1 : serial.serial);
  if (expires !== undefined) add("expires", timeOf(expires, clock.now()));
  return edits;
}

function timeOf(expires: NonNullable<LockOptions["expires"]>, now: number): string {
  switch (expires.kind) {
    case "at":
      return expires.time;
    case "in": {
      const time = new Date(now + expires.days * MILLISECONDS_OF_DAY);
      return `${time.toISOString().slice(0, 19)}Z`;
    }
    default:
      return unreachable(expires);
  }
}

async function pinEdits({ wire }: AppContext, manifest: Manifest, manifestPath: string): Promise<readonly Wanted[]> {
  const places = placesOf(manifest);
  // What is written there now is what may be out of date.
  const found = await locateArtifacts(
    wire,
    places.map(({ type, entry }) => ({ ...unpinned(entry), type, location: entry.location })),
    { manifestPath },
  );
  const digests = new Map<string, Promise<string>>();
  const edits: Wanted[] = [];
  for (const [i, { of, map, entry }] of places.entries()) {
    const artifact = found[i];
    if (artifact === undefined) continue;
    const digest = digests.get(artifact.path) ?? wire.artifacts.digest(artifact.path);
    digests.set(artifact.path, digest);
    const add = (key: string, value: string, from: string | undefined): void => {
      edits.push({ of, edit: { map, key, value, after: ARTIFACT_KEYS.filter((name) => name !== key) }, from });
    };
    add("artifact_sha256", await digest, entry.artifactSha256);
    add("artifact_manifest_sha256", artifact.header.manifestDigest, entry.artifactManifestSha256);
  }
  return edits;
}

function placesOf({ componentTypes }: Manifest) {
  return componentTypes.flatMap((target) => {
    const { type, steppingStones } = target;
    const map: Edit["map"] = ["component_types", type];
    const stones = steppingStones.map((entry, index) => ({
      ...{ of: `${type} ${entry.versionText}`, type, entry, map: [...map, "stepping_stones", index] },
    }));
    return [{ of: type, type, entry: target, map }, ...stones];
  });
}

function unpinned({ artifactPath, artifactName }: ArtifactReference): ArtifactReference {
  return {
    ...(artifactPath !== undefined && { artifactPath }),
    ...(artifactName !== undefined && { artifactName }),
  };
}

/** A byte order mark, which is no part of the text, stays where it was. */
function editedBytes({ text, bytes }: ReadManifest, edits: readonly Wanted[]): Uint8Array {
  const edited = Buffer.from(
    editText(
      text,
      edits.map(({ edit }) => edit),
    ),
  );
  const mark = bytes.subarray(0, bytes.length - Buffer.byteLength(text));
  return Buffer.concat([mark, edited]);
}

function outdated(path: string, changes: readonly LockChange[]): OrchestratorError {
  const places = [...new Set(changes.map(({ of }) => of))];
  return new OrchestratorError({
    code: "TRUST_LOCK_OUTDATED",
    message: `${path} does not pin the artifacts that are there now: ${places.join(", ")}`,
    hint: "Run `orchestrator manifest lock` and sign the manifest again.",
    location: { file: path },
    facts: { changes },
  });
}
