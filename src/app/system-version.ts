// What version of the whole system runs, by the names that end states give it. Told by the journals, as everything that `status`
// says: a component that was changed by other hands is found by the next deployment, not here.

import type { DeploymentHistory } from "../datastore/index.js";
import {
  type ComponentVersions,
  type Constraints,
  identityOf,
  matchesCell,
  reportOf,
  semverScheme,
} from "../model/index.js";
import { isEndState } from "./chain/rest.js";
import { endOf } from "./ended.js";
import { isBetweenLegs, newestOf, type SystemState } from "./system-state.js";

/** Between two, in the middle of an update or where one was left; a name that is not known is left out. */
export type SystemVersion =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "between"; readonly from?: string; readonly to?: string };

type Versions = ReadonlyMap<string, ReadonlySet<string>>;

/** Undefined where no constraints speak of the newest deployment, or where they give its versions no name. */
export function systemVersionOf(state: SystemState): SystemVersion | undefined {
  const newest = newestOf(state);
  const safety = newest?.plan.safety;
  if (newest === undefined || safety === undefined || !givesNames(safety.constraints)) return undefined;
  const forward = state.chain?.chain.forward.map(({ plan }) => plan) ?? [newest.plan];
  const start = nameOf(safety.constraints, versionsIn(forward[0]?.safety?.versions, "from"));
  const target = nameOf(safety.constraints, versionsIn(forward.at(-1)?.safety?.versions, "to"));
  const verdict = endOf(newest)?.verdict;
  const isUnderWay = verdict === undefined || verdict === "inconsistent" || isBetweenLegs(state);
  if (isUnderWay || isResting(state)) return between(start, target);
  const versions =
    verdict === "succeeded" ? versionsIn(safety.versions, "to") : versionsIn(asFound(newest, safety.versions), "from");
  const name = nameOf(safety.constraints, versions);
  return name === undefined ? undefined : { kind: "named", name };
}

function givesNames({ tables }: Constraints): boolean {
  return tables.some(({ rows }) => rows.some(({ systemVersion }) => systemVersion !== undefined));
}

function isResting({ chain }: SystemState): boolean {
  const step = chain?.step;
  return step?.kind === "over" && step.end.kind === "resting" && !step.end.rest.isEndState;
}

function between(from: string | undefined, to: string | undefined): SystemVersion {
  return { kind: "between", ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** A component that had changed under a deployment which was then rolled back is not what it was at the start. */
function asFound({ plan, records }: DeploymentHistory, versions: Readonly<Record<string, ComponentVersions>>) {
  const { decisions = [] } = reportOf(plan, records);
  const found = new Map(
    decisions.flatMap((decision) =>
      decision.kind !== "changed" ? [] : decision.changes.map((change) => [change.component, change.found] as const),
    ),
  );
  return Object.fromEntries(
    Object.entries(versions).map(([key, version]) => {
      const from = found.get(key);
      return [key, from === undefined ? version : { ...version, from: identityOf(semverScheme, from) }];
    }),
  );
}

function versionsIn(versions: Readonly<Record<string, ComponentVersions>> | undefined, side: "from" | "to"): Versions {
  const present = new Map<string, Set<string>>();
  for (const version of Object.values(versions ?? {})) {
    const known = present.get(version.type) ?? new Set<string>();
    present.set(version.type, known.add(version[side]));
  }
  return present;
}

/** Of the first end state that all of the components are in. */
function nameOf(constraints: Constraints, present: Versions): string | undefined {
  if (!isEndState(constraints, present)) return undefined;
  const rows = constraints.tables.flatMap(({ rows }) => rows);
  const row = rows.find(({ list, acceptable, systemVersion, cells }) => {
    if (list !== "end_states" || !acceptable || systemVersion === undefined) return false;
    return Object.entries(cells).every(([type, cell]) =>
      [...(present.get(type) ?? [])].every((version) => matchesCell(cell, version)),
    );
  });
  return row?.systemVersion;
}
