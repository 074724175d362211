// `modules list` and `modules status NAME`: what is installed, without asking the repository.

import type { Diagnostic } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import { reportOf, type Verdict } from "../../model/index.js";
import { type ModuleReading, type ModulesPlace, readModules } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { contextOfSystem } from "../system-of.js";
import { isHere, type ModuleHere } from "./here.js";
import { reasonOfReport } from "./module-end.js";
import { modulesWithSystem, refuseUnknown, systemOfModule, versionIn } from "./names.js";
import { type ModulesOptions, placeOf } from "./request.js";

export interface InstalledModule {
  readonly name: string;
  readonly folder: string;
  /** Null where its index cannot be read. */
  readonly version: string | null;
  readonly isEnabled: boolean | null;
  readonly priority: number | null;
  readonly description: string | null;
  /** What comes back with the module when an update of it fails, besides its own folder. */
  readonly captured: { readonly files: readonly string[]; readonly services: readonly string[] } | null;
  /** Why the index cannot be read. */
  readonly fault: Diagnostic | null;
  readonly warnings: readonly Diagnostic[];
  /** The newest deployment of it; null where there was none. */
  readonly last: ModuleDeployment | null;
}

export interface ModuleDeployment {
  readonly deployment: string;
  /** Of the manifest. */
  readonly version: string;
  readonly startedAt: number;
  /** Null while it is unfinished. */
  readonly verdict: Verdict | null;
  /** Why it failed, in the module's own words where it has some; null where it did not. */
  readonly reason: string | null;
}

type Where = Pick<ModulesOptions, "modulesPath">;

/** Throws MODULES_FOLDER_UNREADABLE. */
export async function listModules(context: AppContext, where: Where): Promise<readonly InstalledModule[]> {
  const place = placeOf(context, where);
  return readModules(place.modules).map((reading) => installed(context, place, reading));
}

/** Throws MODULES_UNKNOWN, MODULES_FOLDER_UNREADABLE. */
export async function moduleStatus(context: AppContext, where: Where, name: string): Promise<InstalledModule> {
  return installed(context, placeOf(context, where), findModule(context, where, name));
}

/** Throws MODULES_UNKNOWN. */
export function findModule(context: AppContext, where: Where, name: string): ModuleReading {
  const place = placeOf(context, where);
  const readings = readModules(place.modules);
  const found = readings.find((reading) => reading.name === name);
  if (found !== undefined) return found;
  const tried = modulesWithSystem(context).some((each) => each.name === name);
  return refuseUnknown(name, {
    known: readings.map((reading) => reading.name),
    lastDeployment: tried ? lastDeployment(context, { place, name })?.deployment : undefined,
  });
}

function installed(context: AppContext, place: ModulesPlace, reading: ModuleReading): InstalledModule {
  const { name, folder } = reading;
  const about = { name, folder, last: lastDeployment(context, { place, name }) };
  if (!reading.ok) {
    const unknown = { version: null, isEnabled: null, priority: null, description: null, captured: null };
    return { ...about, ...unknown, fault: reading.why, warnings: [] };
  }
  const { version, isEnabled, priority, description = null, warnings, point } = reading.index;
  const { files = [], services = [] } = point;
  return { ...about, version, isEnabled, priority, description, captured: { files, services }, fault: null, warnings };
}

function lastDeployment(context: AppContext, here: ModuleHere): ModuleDeployment | null {
  const { name } = here;
  const newest = newestHere(contextOfSystem(context, systemOfModule(name)), here);
  if (newest === undefined) return null;
  const report = reportOf(newest.plan, newest.records);
  const { id, verdict, startedAt, manifestName } = report;
  return {
    deployment: id,
    version: versionIn(manifestName, name),
    startedAt,
    verdict: verdict ?? null,
    reason: report.cause === undefined ? null : reasonOfReport(report),
  };
}

/** Ended or not. Throws JOURNAL_DAMAGED or JOURNAL_FORMAT_UNKNOWN for one that may be it. */
function newestHere({ wire }: AppContext, here: ModuleHere): DeploymentHistory | undefined {
  const { deployments } = wire.datastore;
  for (const id of deployments.ids()) {
    const history = deployments.read(id);
    if (isHere(history, here)) return history;
  }
  return undefined;
}
