// From documents to a plan: reads the manifest and the topology, asks the components what they are, reads the artifacts'
// headers and plans. Touches nothing; `install` and `plan` begin with it.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Diagnostic, DocumentsRefused, OrchestratorError } from "../base/index.js";
import { type LoadedManifest, loadManifest } from "../documents/index.js";
import { componentKey, type Plan } from "../model/index.js";
import { type PlanFault, planByOrder } from "../planning/index.js";
import type { AppContext } from "./context.js";
import { identify } from "./identify.js";
import { inquire } from "./inquiry.js";
import { locateArtifacts } from "./locate-artifacts.js";

type Loaded = Extract<LoadedManifest, { ok: true }>;

export interface Prepared {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
  readonly texts: Loaded["texts"];
  /** The same digest is the same manifest with the same components. */
  readonly manifestDigest: string;
}

export const TOPOLOGY_FILE = "topology.yaml";

/** Throws DocumentsRefused and the codes of artifacts, interfaces and plans. `signal` ends the questions. */
export async function prepare(context: AppContext, manifestPath: string, signal?: AbortSignal): Promise<Prepared> {
  const loaded = await load(context, manifestPath);
  const { manifest, topology, warnings, texts } = loaded;
  const usedTypes = new Set(topology.components.map(({ type }) => type));
  const targets = manifest.componentTypes.filter(({ type }) => usedTypes.has(type));
  const artifacts = await locateArtifacts(context.wire.artifacts, targets, manifestPath);
  const subject = { dialect: topology.dialect, components: topology.components, ...(signal ? { signal } : {}) };
  const asked = await inquire(context.wire, subject, async (inquiry) => {
    const components = await identify(topology, inquiry);
    const provides = await inquiry.all(components, (component) => inquiry.provides(component));
    return { components, provides };
  });
  const provides = new Map(asked.components.map((component, i) => [componentKey(component), asked.provides[i] ?? {}]));
  const { plan, faults } = planByOrder({ manifest, components: asked.components, artifacts, provides });
  refuseFaults(faults);
  return { plan, warnings, texts, manifestDigest: digestOf(texts) };
}

async function load(context: AppContext, manifestPath: string): Promise<Loaded> {
  const { manifestComponentsPath, topologyComponentsPath } = context;
  const loaded = await loadManifest({
    manifestPath,
    topologyPath: join(context.directories.topology, TOPOLOGY_FILE),
    ...(manifestComponentsPath === undefined ? {} : { manifestComponentsPath }),
    ...(topologyComponentsPath === undefined ? {} : { topologyComponentsPath }),
  });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  return loaded;
}

function refuseFaults(faults: readonly PlanFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const others = faults.length === 1 ? "" : ` (and ${faults.length - 1} more)`;
  throw new OrchestratorError({
    code: "PLAN_DEPENDS_UNMET",
    message: `${describe(first)}${others}`,
    hint: "Use an artifact that was made for this component, or update what it depends on first.",
    facts: { faults: faults.map((fault) => ({ ...fault, text: describe(fault) })) },
  });
}

function describe({ component, artifactName, unmet }: PlanFault): string {
  const has = unmet.actual === undefined ? `says nothing of ${unmet.key}` : `has ${unmet.key}=${unmet.actual}`;
  return `${artifactName} may not be installed on ${component}: it needs ${unmet.key}=${unmet.accepted.join(" or ")}, and the component ${has}`;
}

function digestOf(texts: Loaded["texts"]): string {
  const hash = createHash("sha256");
  for (const { role, text } of texts) hash.update(`${role} ${Buffer.byteLength(text)}\n`).update(text);
  return hash.digest("hex");
}
