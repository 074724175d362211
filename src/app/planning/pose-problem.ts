// What is installed, and what the manifest wants → the question for the planner. Whether the versions were asked of
// components or read from an inventory makes no difference here, and a million components cost no more than their records.

import {
  type ComponentTypeTarget,
  DEFAULT_ORDER,
  identityOf,
  type Manifest,
  type Objective,
  type Ordering,
  semverScheme,
} from "../../model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../../planning/index.js";

/** Components of one type at one version, on their way to one target. Versions as written. */
export interface VersionedCount {
  readonly type: string;
  readonly current: string;
  readonly target: string;
  readonly count: number;
  /** Of those that are known by name. */
  readonly ids: readonly string[];
}

export interface PlanningChoices {
  readonly objective?: Objective;
  readonly ordering?: Ordering;
  readonly isRepair?: boolean;
  readonly isNoReturnAccepted?: boolean;
}

export interface PosedProblem {
  readonly problem: PlanningProblem;
  /** For every record given, the index of its group in the problem. */
  readonly groupOf: Uint32Array;
}

/** More are not worth naming one by one. */
const MAX_IDS = 20;

export function poseProblem(
  manifest: Manifest,
  records: readonly VersionedCount[],
  choices: PlanningChoices,
): PosedProblem {
  const spellings = createSpellings(manifest);
  const { drafts, draftOf } = collectGroups(records, spellings);
  const types = typesOf(manifest, new Set(drafts.map(({ type }) => type)));
  const order = sortedIndexes(drafts, new Map(types.map(({ type, position }) => [type, position])));
  const rank = new Uint32Array(drafts.length);
  for (const [place, index] of order.entries()) rank[index] = place;
  const problem: PlanningProblem = {
    groups: order.flatMap((index) => drafts[index] ?? []).map(groupOfDraft),
    types,
    constraints: manifest.constraints,
    ordering: orderingOf(manifest, types, choices.ordering),
    objective: choices.objective ?? manifest.planning.objective,
    pointOfNoReturn: choices.isNoReturnAccepted === true ? "allow" : manifest.planning.pointOfNoReturn,
    isRepair: choices.isRepair === true,
    spellings: spellings.byType,
  };
  return { problem, groupOf: draftOf.map((draft) => rank[draft] ?? 0) };
}

/**
 * Where no type has an order there is none to verify, whatever the documents ask for. Without anything for the planner, a
 * manifest is carried out by its order, whether it writes one or not.
 */
function orderingOf(manifest: Manifest, types: readonly PlanningType[], choice: Ordering | undefined): Ordering {
  const asked = choice ?? manifest.planning.ordering ?? "verify";
  if (asked !== "verify" || !manifest.needsPlanner) return asked;
  const present = new Set(types.map(({ type }) => type));
  const hasOrder = manifest.componentTypes.some((entry) => entry.hasOrder && present.has(entry.type));
  return hasOrder ? "verify" : "auto";
}

interface Spellings {
  readonly byType: Map<string, Map<string, string>>;
  /** The identity of a version of a type, and remembers how it is written unless the author wrote it already. */
  identity(type: string, text: string): string;
}

function createSpellings({ componentTypes }: Manifest): Spellings {
  const byType = new Map<string, Map<string, string>>();
  const identities = new Map<string, string>();
  const identity = (type: string, text: string): string => {
    const known = identities.get(text) ?? identityOf(semverScheme, text);
    identities.set(text, known);
    const written = byType.get(type) ?? new Map<string, string>();
    byType.set(type, written);
    if (!written.has(known)) written.set(known, text);
    return known;
  };
  for (const { type, versionText, steppingStones } of componentTypes) {
    for (const text of [versionText, ...steppingStones.map((stone) => stone.versionText)]) identity(type, text);
  }
  return { byType, identity };
}

interface DraftGroup {
  readonly type: string;
  readonly current: string;
  readonly target: string;
  count: number;
  readonly ids: string[];
}

function collectGroups(records: readonly VersionedCount[], spellings: Spellings) {
  const drafts: DraftGroup[] = [];
  // By versions as written first: most records repeat a few, and two spellings of one version meet in the second map.
  const byText = new Map<string, number>();
  const byIdentity = new Map<string, number>();
  const draftOf = new Uint32Array(records.length);
  const draftFor = ({ type, current, target }: VersionedCount): number => {
    const known = { type, current: spellings.identity(type, current), target: spellings.identity(type, target) };
    const key = keyOf(known);
    const index = byIdentity.get(key) ?? drafts.push({ ...known, count: 0, ids: [] }) - 1;
    byIdentity.set(key, index);
    return index;
  };
  for (const [i, record] of records.entries()) {
    const key = keyOf(record);
    const index = byText.get(key) ?? draftFor(record);
    byText.set(key, index);
    draftOf[i] = index;
    const draft = drafts[index];
    if (draft === undefined) continue;
    draft.count += record.count;
    if (draft.ids.length <= MAX_IDS) draft.ids.push(...record.ids.slice(0, MAX_IDS + 1));
  }
  return { drafts, draftOf };
}

/** None of the three may hold a line break. */
function keyOf({ type, current, target }: Pick<VersionedCount, "type" | "current" | "target">): string {
  return `${type}\n${current}\n${target}`;
}

function groupOfDraft({ ids, ...group }: DraftGroup): PlanningGroup {
  return { ...group, ids: ids.length === group.count && ids.length <= MAX_IDS ? ids : [] };
}

/** By the type's position, then by versions: the order of records does not matter. */
function sortedIndexes(drafts: readonly DraftGroup[], position: ReadonlyMap<string, number>): readonly number[] {
  const indexed = drafts.map((draft, index) => ({ draft, index }));
  indexed.sort(
    ({ draft: a }, { draft: b }) =>
      (position.get(a.type) ?? 0) - (position.get(b.type) ?? 0) ||
      compareVersions(a.current, b.current) ||
      compareVersions(a.target, b.target),
  );
  return indexed.map(({ index }) => index);
}

/** A total order: what semver knows comes first, oldest first. */
function compareVersions(a: string, b: string): number {
  const known = Number(semverScheme.canonical(b) !== undefined) - Number(semverScheme.canonical(a) !== undefined);
  return known || semverScheme.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Types of the manifest in its order, then the others by name; only those that have components. */
function typesOf({ componentTypes }: Manifest, present: ReadonlySet<string>): readonly PlanningType[] {
  const managed = componentTypes.map((entry, position) => managedType(entry, position));
  const known = new Set(managed.map(({ type }) => type));
  const others = [...present].filter((type) => !known.has(type)).sort();
  return [
    ...managed.filter(({ type }) => present.has(type)),
    ...others.map((type, i) => fixedType(type, managed.length + i)),
  ];
}

function managedType(entry: ComponentTypeTarget, position: number): PlanningType {
  const { type, order, moves, rollback, steppingStones, mixedForbiddenAt } = entry;
  const stones = steppingStones.map(({ version, isMandatory }) => ({ version, isMandatory }));
  const plain = { type, position, order, isManaged: true, stones, moves, rollback };
  return mixedForbiddenAt === undefined ? plain : { ...plain, mixedForbiddenAt };
}

function fixedType(type: string, position: number): PlanningType {
  return {
    ...{ type, position, order: DEFAULT_ORDER, isManaged: false, stones: [] },
    ...{ moves: { kind: "upwards" }, rollback: { kind: "supported" } },
  };
}
