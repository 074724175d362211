// The deployments of a module into one place. A module's system is known by the module's name alone, so where one data store serves
// several places its journals tell of all of them; what is said of a place is read from that place's.

import type { DeploymentHistory } from "../../datastore/index.js";
import { plannedComponents } from "../../model/index.js";
import { destinationArgument, type ModulesPlace } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { hasInstalled, readable } from "../ended.js";

export interface ModuleHere {
  readonly place: ModulesPlace;
  readonly name: string;
}

/**
 * Newest first, each read when it is asked for. `module`: the context of the module's system. Of one whose newest journal is damaged
 * nothing is known: then there is none.
 */
export function* deploymentsHere(module: AppContext, here: ModuleHere): Generator<DeploymentHistory, undefined> {
  const { deployments } = module.wire.datastore;
  const [newest, ...older] = deployments.ids();
  if (newest === undefined) return;
  const [first] = readable(deployments, [newest], module.log);
  if (first === undefined) return;
  if (isHere(first, here)) yield first;
  for (const history of readable(deployments, older, module.log)) if (isHere(history, here)) yield history;
}

/** Those that have put their version in place; newest first. */
export function* installedHere(module: AppContext, here: ModuleHere): Generator<DeploymentHistory, undefined> {
  for (const history of deploymentsHere(module, here)) if (hasInstalled(history)) yield history;
}

const VERSION = "rootfs-image.directory-module.version";

/** By the journals alone; undefined where none was installed. */
export function versionHere(module: AppContext, here: ModuleHere): string | undefined {
  const [newest] = installedHere(module, here);
  return newest === undefined ? undefined : versionOf(newest);
}

/** Of the module that a deployment has put, or found, in place. */
export function versionOf({ plan }: Pick<DeploymentHistory, "plan">): string | undefined {
  const [planned] = plannedComponents(plan);
  return planned?.target[VERSION] ?? (planned ?? plan.skipped[0])?.provides[VERSION];
}

export function isHere({ plan }: Pick<DeploymentHistory, "plan">, { place, name }: ModuleHere): boolean {
  const destination = destinationArgument(place, name);
  return [...plannedComponents(plan), ...plan.skipped].some(({ interfaceArgs }) => interfaceArgs.includes(destination));
}
