// From documents to a plan: reads the manifest and the topology, asks the components what they are, reads the artifacts'
// headers and plans. Touches nothing; `install` and `plan` begin with it.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Diagnostic, DocumentsRefused } from "../base/index.js";
import { loadManifest } from "../documents/index.js";
import type { Manifest, ManifestRelease, Plan } from "../model/index.js";
import { type PlanningAnswer, type PlanningProblem, planByOrder } from "../planning/index.js";
import type { ManifestSource } from "./bundle/manifest-source.js";
import type { ChainDraft } from "./chain/draft-chain.js";
import type { AppContext } from "./context.js";
import { CONSTRAINTS_FILE, TOPOLOGY_FILE } from "./directories.js";
import { type PlanChanges, UNCHANGED } from "./plan-changes.js";
import { planWithConstraints } from "./plan-with-constraints.js";
import { orderAnswer, type PlanningChoices, refuseFaults, withMaxParallel } from "./planning/index.js";
import { refuseWhatCannotBeAnswered } from "./provides-to-be.js";
import { refuseScripts } from "./refuse-scripts.js";
import { type Loaded, type Surveyed, survey } from "./survey.js";
import { type CheckedTrust, checkTrust, type TrustChoices } from "./trust/check-trust.js";
import { releaseOf } from "./trust/release.js";

export interface PrepareOptions extends PlanningChoices, TrustChoices, ManifestSource {
  /** For the planner alone. */
  readonly timeoutSeconds?: number;
  /** Ends the questions. */
  readonly signal?: AbortSignal;
  /** Of each plan that comes out. */
  readonly changePlans?: PlanChanges;
  /** What is planned instead of the manifest as it is written. */
  change?(manifest: Manifest): Manifest;
}

export interface Prepared {
  readonly manifestName: string;
  readonly warnings: readonly Diagnostic[];
  readonly texts: Loaded["texts"];
  /** The same digest is the same manifest with the same components. */
  readonly manifestDigest: string;
  /** Undefined where the manifest is carried out by its order alone. */
  readonly problem: PlanningProblem | undefined;
  readonly answer: PlanningAnswer;
  /** One per leg; empty where the planner refuses. */
  readonly legs: readonly Plan[];
  /** Undefined where one deployment does it all. */
  readonly chain: ChainDraft | undefined;
  /** What the manifest says of itself; undefined where it says nothing of the kind. */
  readonly release: ManifestRelease | undefined;
  /** Undefined where the owner asks for no signatures. */
  readonly trust: CheckedTrust | undefined;
}

/** Throws DocumentsRefused, TRUST_… and the codes of artifacts, interfaces and plans; what the planner refuses is a value. */
export async function prepare(context: AppContext, options: PrepareOptions): Promise<Prepared> {
  const written = await load(context, options);
  const loaded = { ...written, manifest: options.change?.(written.manifest) ?? written.manifest };
  const trust = await checkTrust(context, loaded, options);
  const surveyed = await survey(context, loaded, options);
  const { manifest, warnings, texts } = loaded;
  const manifestDigest = digestOf(texts);
  const release = releaseOf(manifest, trust, options.downgradeReason);
  const planned = manifest.needsPlanner
    ? await planWithConstraints(context, surveyed, { ...options, manifestDigest, ...(release && { release }) })
    : byOrder(surveyed, options);
  refuseWhatCannotBeAnswered(planned.legs);
  await refuseScripts(context.wire, surveyed, {
    legs: planned.legs,
    ...(options.signal && { signal: options.signal }),
  });
  return { manifestName: manifest.name, release, trust, warnings, texts, manifestDigest, ...planned };
}

function byOrder(
  { loaded: { manifest }, components, provides, ...surveyed }: Surveyed,
  { changePlans = UNCHANGED }: PrepareOptions,
) {
  const artifacts = new Map(surveyed.declared.map(({ type }, i) => [type, surveyed.artifacts[i]] as const));
  const { plan, faults } = planByOrder({ manifest, components, artifacts: definedIn(artifacts), provides });
  refuseFaults(faults);
  const limited = withMaxParallel(plan, manifest);
  return { problem: undefined, answer: orderAnswer(limited), legs: changePlans.forward([limited]), chain: undefined };
}

function definedIn<Key, Value>(all: ReadonlyMap<Key, Value | undefined>): ReadonlyMap<Key, Value> {
  return new Map([...all].flatMap(([key, value]): [Key, Value][] => (value === undefined ? [] : [[key, value]])));
}

async function load(context: AppContext, { manifestPath, manifestBytes }: ManifestSource): Promise<Loaded> {
  const paths = manifestPaths(context, manifestPath);
  const loaded = await loadManifest({ ...paths, ...(manifestBytes && { manifestBytes }) });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  return loaded;
}

export function manifestPaths(context: AppContext, manifestPath: string) {
  const { manifestComponentsPath, topologyComponentsPath, directories } = context;
  return {
    manifestPath,
    topologyPath: join(directories.topology, TOPOLOGY_FILE),
    constraintsPath: join(directories.topology, CONSTRAINTS_FILE),
    ...(manifestComponentsPath === undefined ? {} : { manifestComponentsPath }),
    ...(topologyComponentsPath === undefined ? {} : { topologyComponentsPath }),
  };
}

/** The system's own constraints are not the manifest: it stays the same one when they change. */
export function digestOf(texts: readonly Pick<Loaded["texts"][number], "role" | "text">[]): string {
  const hash = createHash("sha256");
  for (const { role, text } of texts) {
    if (role !== "constraints") hash.update(`${role} ${Buffer.byteLength(text)}\n`).update(text);
  }
  return hash.digest("hex");
}
