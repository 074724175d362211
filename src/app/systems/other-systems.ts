// Of the systems that nobody asked about: those in which something is in progress, or has ended inconsistent, or cannot be read.

import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import type { AppContext } from "../context.js";
import { hasInstalled, isInconsistent, readable } from "../ended.js";
import { unfinishedOf } from "./unfinished.js";

export type OtherSystem =
  | { readonly kind: "inProgress" | "inconsistent"; readonly system: string; readonly deployment: DeploymentHistory }
  | { readonly kind: "unreadable"; readonly system: string; readonly why: string };

/** By name. None where a system was named: then that one is meant alone. */
export function troubledSystems(context: AppContext): readonly OtherSystem[] {
  const { wire, systemName } = context;
  if (systemName !== undefined) return [];
  const others = wire.datastore.systems().filter((system) => system !== wire.datastore.system);
  return others.flatMap((system) => troubleIn(context, system) ?? []);
}

function troubleIn({ wire, log }: AppContext, system: string): OtherSystem | undefined {
  const { deployments } = wire.datastore.ofSystem(system);
  try {
    const unfinished = unfinishedOf(deployments);
    if (unfinished !== undefined) return { kind: "inProgress", system, deployment: unfinished };
    const inconsistent = inconsistentIn(readable(deployments, deployments.ids(), log));
    return inconsistent && { kind: "inconsistent", system, deployment: inconsistent };
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return { kind: "unreadable", system, why: thrown.message };
    throw thrown;
  }
}

/** As long as nothing has succeeded since: a deployment that was only rolled back has repaired nothing. */
function inconsistentIn(newestFirst: Iterable<DeploymentHistory>): DeploymentHistory | undefined {
  for (const history of newestFirst) {
    if (hasInstalled(history)) return undefined;
    if (isInconsistent(history)) return history;
  }
  return undefined;
}

/** Names of the other systems that have something in progress. */
export function unfinishedElsewhere(context: AppContext): readonly string[] {
  return troubledSystems(context).flatMap(({ kind, system }) => (kind === "inProgress" ? [system] : []));
}
