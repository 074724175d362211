// One family: search, verifier and the whole answer on several instances of it, and clingo on some of the same.

import { type PlanningProblem, planUpdates } from "../../src/planning/index.js";
import { findSequence } from "../../src/planning/search/index.js";
import { verifySequence } from "../../src/planning/verify/index.js";
import { clingoTime } from "./against-clingo.js";
import type { Family } from "./families/index.js";
import { type Row, shown } from "./row.js";
import { median, processorMilliseconds, timed } from "./samples.js";

const SEEDS = [1, 2, 3, 4, 5];
const CLINGO_SEEDS = 2;
const BUDGET_MILLISECONDS = 10_000;
/** After that much time no further instance is begun. */
const PATIENCE_MILLISECONDS = 15_000;

export interface FamilyFigures {
  readonly row: Row;
  /** How many times longer clingo takes; undefined where it was not asked. */
  readonly ratio?: number;
}

interface Figures {
  readonly searchMilliseconds: number;
  readonly verifyMilliseconds: number;
  /** Undefined where there is no plan: what it takes to explain that is another row. */
  readonly answerMilliseconds: number | undefined;
  /** Of the answer where there is a plan, else of the search; processor time alone. */
  readonly processorMilliseconds: number;
  readonly verdict: string;
}

export function measureFamily(family: Family, withClingo: boolean): FamilyFigures {
  const startedAt = performance.now();
  const problems = SEEDS.map((seed) => family.make(seed));
  const all: Figures[] = [];
  for (const problem of problems) {
    if (performance.now() - startedAt < PATIENCE_MILLISECONDS) all.push(figuresOf(problem));
  }
  const of = (figure: (figures: Figures) => number) => median(all.map(figure));
  const search = of(({ searchMilliseconds }) => searchMilliseconds);
  const whole = of(({ answerMilliseconds, searchMilliseconds }) => answerMilliseconds ?? searchMilliseconds);
  const verify = of(({ verifyMilliseconds }) => verifyMilliseconds);
  const processor = of(({ processorMilliseconds }) => processorMilliseconds);
  const against = withClingo && family.isForClingo !== false ? clingo(problems, processor) : undefined;
  return {
    row: {
      what: family.name,
      measured: [`search ${shown(search)}`, `verify ${shown(verify)}`, ...verdictsOf(all)].join(", "),
      ...(against && { against: against.text }),
      figure: whole,
      ...(family.aimMilliseconds && { aim: family.aimMilliseconds }),
      unit: " ms",
    },
    ...(against && { ratio: against.ratio }),
  };
}

/** Processor time on both sides: of our whole answer, and of clingo's whole processes. */
function clingo(problems: readonly PlanningProblem[], ours: number) {
  const times = problems.slice(0, CLINGO_SEEDS).map(clingoTime);
  const theirs = median(times.map(({ milliseconds }) => milliseconds));
  const atLeast = times.every(({ isComplete }) => isComplete) ? "" : "over ";
  const ratio = theirs / ours;
  return { ratio, text: `clingo ${atLeast}${shown(theirs)}: ${ratio.toFixed(ratio < 10 ? 2 : 0)} times` };
}

function figuresOf(problem: PlanningProblem): Figures {
  const budget = { milliseconds: BUDGET_MILLISECONDS, now: processorMilliseconds };
  const search = timed(() => findSequence(problem, budget));
  const searchMilliseconds = search.milliseconds;
  if (search.value.kind !== "found") {
    const { processorMilliseconds, value } = search;
    const none = { verifyMilliseconds: 0, answerMilliseconds: undefined };
    return { searchMilliseconds, ...none, processorMilliseconds, verdict: value.kind };
  }
  const { batches, isOptimal } = search.value;
  const verify = timed(() => verifySequence(problem, batches));
  if (verify.value.length > 0) throw new Error(`not safe: ${JSON.stringify(verify.value[0])}`);
  const answer = timed(() => planUpdates(problem, budget));
  return {
    searchMilliseconds,
    verifyMilliseconds: verify.milliseconds,
    answerMilliseconds: answer.milliseconds,
    processorMilliseconds: answer.processorMilliseconds,
    verdict: isOptimal ? "optimal" : "not proven optimal",
  };
}

function verdictsOf(all: readonly Figures[]): readonly string[] {
  const verdicts = [...new Set(all.map(({ verdict }) => verdict))];
  return verdicts.map((verdict) => {
    const count = all.filter((each) => each.verdict === verdict).length;
    return verdicts.length === 1 ? verdict : `${count} ${verdict}`;
  });
}
