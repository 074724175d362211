// `plan MANIFEST --inventory FILE`: what would be done with a system that is only described. Nothing is asked, no artifact is
// read, and there is neither a data store nor a lock.

import { join } from "node:path";
import { DocumentsRefused } from "../base/index.js";
import { type Inventory, loadInventory, loadManifestAlone } from "../documents/index.js";
import type { Manifest } from "../model/index.js";
import { planUpdates } from "../planning/index.js";
import type { ManifestSource } from "./bundle/manifest-source.js";
import type { AppContext } from "./context.js";
import { CONSTRAINTS_FILE } from "./directories.js";
import type { PlanAnswer, PlanOptions } from "./plan-answer.js";
import { budgetOf } from "./planning/budget.js";
import { poseProblem, type VersionedCount } from "./planning/index.js";

/** Paths are absolute. Throws DocumentsRefused. */
export async function whatIf(
  context: AppContext,
  options: PlanOptions & ManifestSource & { readonly inventoryPath: string },
): Promise<PlanAnswer> {
  const constraintsPath = join(context.directories.topology, CONSTRAINTS_FILE);
  const inventory = await loadInventory(options.inventoryPath);
  const systemTypes = inventory.ok ? { systemTypes: typesOf(inventory.inventory) } : {};
  const loaded = await loadManifestAlone({
    ...{ manifestPath: options.manifestPath, constraintsPath, ...systemTypes },
    ...(options.manifestBytes && { manifestBytes: options.manifestBytes }),
  });
  if (!loaded.ok || !inventory.ok) {
    const faults = [loaded, inventory].flatMap((each) => (each.ok ? each.warnings : each.diagnostics));
    throw new DocumentsRefused(faults);
  }
  const { problem } = poseProblem(loaded.manifest, recordsOf(inventory.inventory, loaded.manifest), options);
  const answer = planUpdates(problem, budgetOf(context, options));
  const warnings = [...loaded.warnings, ...inventory.warnings];
  return { manifestName: loaded.manifest.name, warnings, problem, answer, legs: [] };
}

function typesOf({ groups }: Inventory): readonly string[] {
  return [...new Set(groups.map(({ type }) => type))];
}

/** The manifest says where components of its types go, unless the inventory does; the others stay. */
function recordsOf({ groups }: Inventory, { componentTypes }: Manifest): readonly VersionedCount[] {
  const targets = new Map(componentTypes.map(({ type, versionText }) => [type, versionText]));
  return groups.map(({ type, versionText: current, targetText, count, ids }) => ({
    ...{ type, current, count, ids },
    target: targetText ?? targets.get(type) ?? current,
  }));
}
