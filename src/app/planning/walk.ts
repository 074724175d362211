// A sequence of moves, carried out on paper: which component gets which artifact in which batch, what it runs and provides
// before and after, and where one deployment must end and the next begin. Pure.

import {
  type ComponentKey,
  compareComponents,
  type Dialect,
  identityOf,
  type OrderGroup,
  type PlannedComponent,
  type PlannedMove,
  type Provides,
  semverScheme,
  type UpdateSequence,
  unmetDepends,
} from "../../model/index.js";
import { type Installable, type PlanFault, type PlanningProblem, plannedArtifact } from "../../planning/index.js";
import { providesAfter } from "./installables.js";
import { limitedGroup } from "./max-parallel.js";
import type { Subject } from "./subjects.js";

/** Where a component stands between two moves. */
export interface Position {
  /** An identity. */
  readonly version: string;
  readonly provides: Provides;
}

export type Positions = ReadonlyMap<ComponentKey, Position>;

/** Part of a sequence that one deployment carries out: no component moves twice. */
export interface Leg {
  readonly groups: readonly OrderGroup[];
  /** The moves that were made, with the components that made them. */
  readonly moved: readonly { readonly move: PlannedMove; readonly subjects: readonly Subject[] }[];
  /** Number of its first batch in the sequence, from 1. */
  readonly firstBatch: number;
  readonly before: Positions;
  readonly after: Positions;
}

export interface WalkInput {
  readonly sequence: UpdateSequence;
  readonly problem: PlanningProblem;
  /** The components of every group of the problem. */
  readonly members: readonly (readonly Subject[])[];
  readonly start: Positions;
  readonly dialect: Dialect;
  readonly maxParallel: ReadonlyMap<string, number>;
  /** `version` is an identity that the sequence moves the component to. */
  artifactFor(subject: Subject, version: string): Installable;
}

export interface Walk {
  readonly legs: readonly Leg[];
  /** Artifacts that may not be installed where the sequence wants them. */
  readonly faults: readonly PlanFault[];
}

export function walk(input: WalkInput): Walk {
  const orders = ordersOf(input.sequence, input.problem);
  const faults: PlanFault[] = [];
  const legs: Leg[] = [];
  let here: Positions = input.start;
  for (const { first, last } of legSpans(input.sequence)) {
    const batches = input.sequence.batches.slice(first, last);
    const before = here;
    const after = new Map(here);
    const groups = batches.map(({ moves }, i) => {
      const components = moves.flatMap((move) => installAll(move, { input, positions: after, faults }));
      return limitedGroup(orders[first + i] ?? 0, [...components].sort(compareComponents), input.maxParallel);
    });
    const moved = batches.flatMap(({ moves }) => moves.map((move) => ({ move, subjects: moversOf(move, input) })));
    legs.push({ groups, moved, firstBatch: first + 1, before, after });
    here = after;
  }
  return { legs, faults };
}

/** A leg ends just before the first batch that moves a component again. One at least, if only an empty one. */
function legSpans({ batches }: UpdateSequence): readonly { readonly first: number; readonly last: number }[] {
  const starts = [0];
  const moved = new Set<number>();
  for (const [i, { moves }] of batches.entries()) {
    if (moves.some(({ group }) => moved.has(group))) {
      starts.push(i);
      moved.clear();
    }
    for (const { group } of moves) moved.add(group);
  }
  return starts.map((first, i) => ({ first, last: starts[i + 1] ?? batches.length }));
}

interface Walking {
  readonly input: WalkInput;
  readonly positions: Map<ComponentKey, Position>;
  readonly faults: PlanFault[];
}

function installAll(move: PlannedMove, walking: Walking): readonly PlannedComponent[] {
  return moversOf(move, walking.input).map((subject) => installOne(subject, move, walking));
}

function installOne(subject: Subject, move: PlannedMove, { input, positions, faults }: Walking): PlannedComponent {
  const version = identityOf(semverScheme, move.to);
  const installable = input.artifactFor(subject, version);
  const { header } = installable;
  const { component, key } = subject;
  const { dialect } = input;
  const provides = positions.get(key)?.provides ?? subject.provides;
  for (const unmet of unmetDepends(header, component, { provides, dialect })) {
    faults.push({ component: key, artifactName: header.name, unmet });
  }
  positions.set(key, { version, provides: providesAfter(provides, installable) });
  const artifact = plannedArtifact(installable);
  return { ...component, key, dialect, artifact, provides, target: header.payloadProvides };
}

/** A move from a version to itself is made only by those that need it. */
function moversOf({ group, from, to }: PlannedMove, { members }: WalkInput): readonly Subject[] {
  const all = members[group] ?? [];
  return from === to ? all.filter(({ isSelfUpdate }) => isSelfUpdate) : all;
}

/** The manifest's own values where the batches are its order groups, else the batches' numbers. */
function ordersOf({ batches }: UpdateSequence, { ordering, types }: PlanningProblem): readonly number[] {
  const numbers = batches.map((_, i) => i + 1);
  if (ordering !== "verify") return numbers;
  const orderOf = new Map(types.map(({ type, order }) => [type, order]));
  const orders = batches.map(({ moves }) => [...new Set(moves.map(({ type }) => orderOf.get(type)))]);
  const values = orders.map(([order]) => order ?? 0);
  const isOrder =
    orders.every(({ length }) => length === 1) && values.every((value, i) => value > (values[i - 1] ?? -1));
  return isOrder ? values : numbers;
}
