// All states a small system can be in, each as one number, and whether a state is safe.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { mayMove, mayReturn, type Unit, unitsOf } from "./moves.js";
import { type Law, lawsOf, type Picked, type Side } from "./reading.js";

/** One move of one unit, as a difference of state numbers. */
export interface Option {
  readonly to: number;
  readonly difference: number;
  readonly isReversible: boolean;
}

export interface World {
  readonly units: readonly Unit[];
  readonly start: number;
  readonly goal: number;
  /** `offline`: bit by bit the units that are neither old nor new. In a repair: what is not acceptable was there in the state `from` already, in which the batch began. */
  readonly isSafe: (state: number, from: number, offline?: number) => boolean;
  /** Whether it makes a difference that units are neither old nor new. */
  readonly asksOffline: boolean;
  readonly isEnd: (state: number) => boolean;
  /** Whether the start can be reached again from a safe state, by moves of single units and by taking moves back. */
  readonly isReturnable: (state: number) => boolean;
  /** Index of the unit's version in a state. */
  readonly digit: (state: number, unit: number) => number;
  /** What a state's number grows by when a unit gets another version. */
  readonly shift: (state: number, unit: number, version: string) => number;
  readonly options: (state: number, unit: number) => readonly Option[];
}

export function worldOf(problem: PlanningProblem, level: "instances" | "groups"): World {
  const units = unitsOf(problem, level);
  const versions = units.map(({ current, installable }) => [...new Set([current, ...installable])]);
  const sizes = versions.map(({ length }) => length);
  const places = sizes.map((_, unit) => sizes.slice(0, unit).reduce((product, size) => product * size, 1));
  const digit = (state: number, unit: number) => Math.floor(state / (places[unit] ?? 1)) % (sizes[unit] ?? 1);
  const start = 0;
  const goal = units.reduce((sum, { target }, unit) => sum + at(versions, unit).indexOf(target) * at(places, unit), 0);
  const judge = judgeOf(problem, units);
  const present = (state: number, offline = 0) =>
    units.map((_, unit) => ((offline >> unit) & 1 ? "offline" : at(at(versions, unit), digit(state, unit))));
  const bad = new Map<string, ReadonlySet<string>>();
  const table = units.map((unit, index) => at(versions, index).map((from) => optionsOf(unit, from, index)));

  function optionsOf(unit: Unit, from: string, index: number): readonly Option[] {
    const own = at(versions, index);
    return own.flatMap((version, to) => {
      if (!mayMove(unit, from, version)) return [];
      const difference = (to - own.indexOf(from)) * at(places, index);
      return [{ to, difference, isReversible: mayReturn(unit, from, version) }];
    });
  }

  function badIn(state: number, offline = 0): ReadonlySet<string> {
    const key = `${state} ${offline}`;
    const known = bad.get(key);
    if (known !== undefined) return known;
    const found = new Set(judge.judge(present(state, offline), "transition"));
    bad.set(key, found);
    return found;
  }

  /** By unit: where moves alone can bring it. What never was there cannot be brought back there. */
  const visited = units.map((unit, index) => {
    const found = new Set([unit.current]);
    for (const from of found) for (const to of at(versions, index)) if (mayMove(unit, from, to)) found.add(to);
    return found;
  });

  const isSafe = (state: number, from: number, offline = 0) =>
    [...badIn(state, offline)].every((each) => problem.isRepair && badIn(from).has(each));
  let returnable: ReadonlySet<number> | undefined;

  /** Backwards from the start: whatever leads into a state that is known, by a move or by the way back of one. */
  function findReturnable(): ReadonlySet<number> {
    const found = new Set([start]);
    for (const state of found) {
      for (const [unit, { length }] of versions.entries()) {
        for (let index = 0; index < length; index++) {
          const before = state + (index - digit(state, unit)) * at(places, unit);
          const isWaySafe = isSafe(before, start) && (!judge.asksOffline || isSafe(before, start, 1 << unit));
          if (!found.has(before) && isWaySafe && leads(before, state, unit)) found.add(before);
        }
      }
    }
    return found;
  }

  function leads(from: number, to: number, unit: number): boolean {
    const own = at(versions, unit);
    const [one, other] = [at(own, digit(from, unit)), at(own, digit(to, unit))];
    const mover = at(units, unit);
    const isUndone = at(visited, unit).has(other) && mayMove(mover, other, one) && mayReturn(mover, other, one);
    return mayMove(mover, one, other) || isUndone;
  }

  return {
    units,
    asksOffline: judge.asksOffline,
    start,
    goal,
    digit,
    isSafe,
    isReturnable: (state) => {
      returnable ??= findReturnable();
      return returnable.has(state);
    },
    shift: (state, unit, version) => (at(versions, unit).indexOf(version) - digit(state, unit)) * at(places, unit),
    isEnd: (state) => judge.judge(present(state), "end").length === 0,
    options: (state, unit) => at(at(table, unit), digit(state, unit)),
  };
}

/** Names of all combinations that single components show and that are not acceptable. */
function judgeOf(problem: PlanningProblem, units: readonly Unit[]) {
  const installed = [...new Set(units.map(({ type }) => type.type))];
  const laws = lawsOf(problem.constraints, installed);
  const answers = new Map<string, boolean>();
  const ask = (law: Law, index: number, picked: Picked, side: Side) => {
    const key = `${index} ${side} ${[...picked].join(" ")}`;
    const answer = answers.get(key) ?? law.accepts(picked, side);
    answers.set(key, answer);
    return answer ? [] : [key];
  };
  const judge = (versions: readonly string[], side: Side): readonly string[] => {
    const held = new Map(installed.map((type) => [type, new Set<string>()]));
    for (const [unit, version] of versions.entries()) held.get(at(units, unit).type.type)?.add(version);
    return laws.flatMap((law, index) => picksOf(law, held).flatMap((picked) => ask(law, index, picked, side)));
  };
  return { judge, asksOffline: laws.some(({ offline }) => offline.length > 0) };
}

function picksOf({ columns, offline }: Law, held: ReadonlyMap<string, ReadonlySet<string>>): readonly Picked[] {
  let picks: readonly Picked[] = [new Map()];
  for (const type of columns) {
    const shown = [...(held.get(type) ?? [])].filter((version) => version !== "offline" || offline.includes(type));
    picks = picks.flatMap((pick) => shown.map((version) => new Map([...pick, [type, version]])));
  }
  return picks;
}

export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
}
