// Modules as they are named on a command line and in the data store.

import { didYouMean, OrchestratorError } from "../../base/index.js";
import { systemOfModule } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";

/** Each module is a system of its own, so that one's active manifest never displaces another's. */
export { systemOfModule };

/** What begins the name of the system of every module. */
const SYSTEM_PREFIX = systemOfModule("");
const LEGACY_PREFIX = "legacy.";

/** Runs of what is installed, in the legacy mode: they install nothing that there could be a way back to. */
export function systemOfLegacy(name: string): string {
  return `${LEGACY_PREFIX}${name}`;
}

export interface ModuleSystem {
  /** Of the module. */
  readonly name: string;
  readonly system: string;
}

/** Those that were ever deployed from this data store. */
export function modulesWithSystem(context: AppContext): readonly ModuleSystem[] {
  return systemsWith(context, SYSTEM_PREFIX);
}

export function legacySystems(context: AppContext): readonly ModuleSystem[] {
  return systemsWith(context, LEGACY_PREFIX);
}

function systemsWith({ wire }: AppContext, prefix: string): readonly ModuleSystem[] {
  const systems = wire.datastore.systems().filter((system) => system.startsWith(prefix));
  return systems.map((system) => ({ system, name: system.slice(prefix.length) }));
}

/** A module's manifest is called NAME-VERSION. */
export function versionIn(manifestName: string, name: string): string {
  return manifestName.startsWith(`${name}-`) ? manifestName.slice(name.length + 1) : manifestName;
}

export interface KnownModules {
  readonly known: readonly string[];
  /** Of the module that is not there; undefined where nobody ever tried to install it. */
  readonly lastDeployment: string | undefined;
}

/** Throws MODULES_UNKNOWN. */
export function refuseUnknown(name: string, { known, lastDeployment }: KnownModules): never {
  const tried = lastDeployment && `It is not installed; history show ${lastDeployment} tells of the last update.`;
  throw new OrchestratorError({
    code: "MODULES_UNKNOWN",
    message: `there is no module ${JSON.stringify(name.slice(0, 100))}`,
    hint: tried ?? didYouMean(name, known) ?? knownHint(known),
    facts: { module: name },
  });
}

const MOST_NAMED = 20;

function knownHint(known: readonly string[]): string {
  if (known.length === 0) return "None is installed; see --modules-path.";
  const more = known.length > MOST_NAMED ? `, and ${known.length - MOST_NAMED} more` : "";
  return `There are ${known.slice(0, MOST_NAMED).join(", ")}${more}.`;
}
