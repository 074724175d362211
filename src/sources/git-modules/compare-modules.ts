// What is installed against what the repository has: which modules are to be updated, and why the others are not. Pure.

import { type Diagnostic, didYouMean, OrchestratorError } from "../../base/index.js";
import { semverScheme } from "../../model/index.js";
import { DEFAULT_PRIORITY, type ModuleComparison, type ModuleReading, type ModuleState } from "./module.js";

/** By priority, then by name. With `names`, only those. Throws MODULES_UNKNOWN for a name that neither side has. */
export function compareModules(
  local: readonly ModuleReading[],
  repository: readonly ModuleReading[],
  names?: readonly string[],
): readonly ModuleComparison[] {
  const [installed, offered] = [byName(local), byName(repository)];
  const known = [...new Set([...installed.keys(), ...offered.keys()])];
  for (const name of names ?? []) refuseUnknown(name, known);
  const wanted = names === undefined ? known : [...new Set(names)];
  return wanted.map((name) => compare(name, installed.get(name), offered.get(name))).sort(byPriority);
}

function byName(readings: readonly ModuleReading[]): ReadonlyMap<string, ModuleReading> {
  return new Map(readings.map((reading) => [reading.name, reading]));
}

function byPriority(one: ModuleComparison, other: ModuleComparison): number {
  return one.priority - other.priority || (one.name < other.name ? -1 : 1);
}

function refuseUnknown(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new OrchestratorError({
    code: "MODULES_UNKNOWN",
    message: `There is no module ${JSON.stringify(name)}`,
    hint: didYouMean(name, known) ?? "`orchestrator modules check` shows the modules there are.",
    facts: { module: name },
  });
}

interface Sides {
  readonly local: ModuleReading | undefined;
  readonly repository: ModuleReading | undefined;
}

function compare(
  name: string,
  local: ModuleReading | undefined,
  repository: ModuleReading | undefined,
): ModuleComparison {
  const state = stateOf(local, repository);
  const [localVersion, repositoryVersion] = [versionOf(local), versionOf(repository)];
  const readings = [repository, local].filter((reading) => reading !== undefined);
  return {
    ...{ name, state },
    ...(localVersion !== undefined && { localVersion }),
    ...(repositoryVersion !== undefined && { repositoryVersion }),
    priority: readings.find((reading) => reading.ok)?.index.priority ?? DEFAULT_PRIORITY,
    ...(local && { local }),
    ...(repository && { repository }),
    faults: state === "unreadable" ? faultsOf({ local, repository }) : [],
    warnings: readings.flatMap((reading) => (reading.ok ? reading.index.warnings : [])),
  };
}

/** What somebody has switched off is left alone, also where the other side cannot be read. */
function stateOf(local: ModuleReading | undefined, repository: ModuleReading | undefined): ModuleState {
  if ([local, repository].some((reading) => reading?.ok === true && !reading.index.isEnabled)) return "disabled";
  if (local?.ok === false || repository?.ok === false) return "unreadable";
  if (repository === undefined) return "localOnly";
  if (local === undefined) return "new";
  const order = semverScheme.compare(repository.index.version, local.index.version) ?? 0;
  if (order === 0) return "same";
  return order > 0 ? "newer" : "older";
}

function versionOf(reading: ModuleReading | undefined): string | undefined {
  return reading?.ok === true ? reading.index.version : undefined;
}

const LOCAL_HINT = "Repair it, or remove the folder of the installed module: it is then installed anew.";

/** Where it was found is the working copy. */
const REPOSITORY_HINT = "Do so in the repository: what is changed in the working copy goes with the next sync.";

function faultsOf({ local, repository }: Sides): readonly Diagnostic[] {
  const theirs = repository?.ok === false ? [inRepository(repository.why)] : [];
  const hint = repository?.ok === true ? { hint: LOCAL_HINT } : {};
  return local?.ok === false ? [...theirs, { ...local.why, ...hint }] : theirs;
}

function inRepository(why: Diagnostic): Diagnostic {
  return { ...why, hint: `${why.hint ?? "Correct it."} ${REPOSITORY_HINT}` };
}
