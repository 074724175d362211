// Makes what the engine runs an installed module from in the legacy mode: nothing is replaced, so the artifact is all but empty.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import { legacyDigest } from "../legacy/digest.js";
import type { LegacyModule } from "../legacy/read-legacy.js";
import { readModuleIndex } from "../module-index.js";
import { mergedPoints } from "../module-point.js";
import { INDEX_FILE } from "../read-modules.js";
import { destinationOf, type PreparedModule, type PreparePlaces } from "./prepared.js";
import { type ModuleSystem, writeSystem } from "./write-system.js";
import { withEmptyTree } from "./write-tree.js";

export interface LegacyRequest extends PreparePlaces {
  readonly run: LegacyModule;
}

/** Throws MODULES_LEGACY_CHECKSUM, MODULES_LEGACY_INVALID, MODULES_TREE_REFUSED, MODULES_UNWRITABLE; and the signal's reason. */
export async function prepareLegacy(request: LegacyRequest): Promise<PreparedModule> {
  const { run, place } = request;
  const destination = destinationOf(place, run.module);
  if (!existsSync(destination)) throw notInstalled(run, destination);
  const reading = readModuleIndex(join(destination, INDEX_FILE));
  const index = reading.ok ? reading.index : undefined;
  if (run.checksum !== undefined) await checkDigest(run, destination);
  const system: ModuleSystem = {
    ...{ name: run.module, version: run.version ?? index?.version ?? "legacy" },
    interfaceArgs: [`destination=${destination}`, ...argumentOf(run), "run=only"],
    point: mergedPoints({ files: [destination] }, index?.point ?? {}),
    ...{ keptVersions: [], isAlwaysInstalled: true },
  };
  return await withEmptyTree(request, async (payload) => await writeSystem(system, payload, request));
}

function argumentOf({ argsText }: LegacyModule): readonly string[] {
  return argsText === undefined ? [] : [`args=${argsText}`];
}

function notInstalled({ name, module }: LegacyModule, destination: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_LEGACY_INVALID",
    message: `${name} is not run: there is no module ${module} at ${destination}`,
    hint: "Bring the module back, or take its entry out of the manifest.",
  });
}

async function checkDigest(run: LegacyModule, folder: string): Promise<void> {
  const digest = await legacyDigest(folder);
  if (digest === run.checksum) return;
  throw new OrchestratorError({
    code: "MODULES_LEGACY_CHECKSUM",
    message: `${run.name} is not what the manifest says: its folder has the checksum sha256:${digest}`,
    hint: `Bring the module back, or write "checksum": "sha256:${digest}" if it is right.`,
    facts: { expected: run.checksum ?? "", actual: digest },
  });
}
