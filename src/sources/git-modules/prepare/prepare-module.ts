// Makes what the engine installs a module from: an artifact with its tree, a manifest and a topology of one component. Each file
// is replaced at once, and the manifest is the last, so that a crash leaves no manifest without its artifact.

import type { ReadModule } from "../module.js";
import { mergedPoints } from "../module-point.js";
import { destinationArgument, destinationOf, type PreparedModule, type PreparePlaces } from "./prepared.js";
import { type ModuleSystem, writeSystem } from "./write-system.js";
import { withTree } from "./write-tree.js";

export interface PrepareRequest extends PreparePlaces {
  /** The repository's. */
  readonly module: ReadModule;
  /** The installed one, whose index may name other paths and services. */
  readonly installed?: ReadModule;
}

/** Throws MODULES_TREE_REFUSED, MODULES_UNWRITABLE; and the signal's reason. */
export async function prepareModule(request: PrepareRequest): Promise<PreparedModule> {
  const { module, installed, place } = request;
  const { name, index } = module;
  const system: ModuleSystem = {
    ...{ name, version: index.version, interfaceArgs: [destinationArgument(place, name)] },
    point: mergedPoints({ files: [destinationOf(place, name)] }, index.point, installed?.index.point ?? {}),
    keptVersions: installed === undefined ? [] : [installed.index.version],
    isAlwaysInstalled: false,
  };
  return await withTree(module.folder, request, async (payload) => await writeSystem(system, payload, request));
}
