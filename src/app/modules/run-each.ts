// Several modules in one run: each is made ready, then they are deployed in the order of their priorities, as many at once as may be.
// One that cannot even be made ready has its result, and the others go on.

import { randomBytes } from "node:crypto";
import { conflicts } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { type ModulesLive, signalOf } from "./live.js";
import { sayEnded } from "./narration.js";
import { problemOfThrown } from "./problem.js";
import type { ModulesRequest } from "./request.js";
import { type ModuleRun, type ReadyModule, refusal, runModule } from "./run-module.js";
import { runScheduled } from "./schedule.js";
import type { ModuleProblem, ModuleResult } from "./views.js";

/** As the deployments' journals name it. */
const SOURCE = "git-modules";

/** One call of a command about modules. */
export interface ModulesRun {
  readonly context: AppContext;
  readonly request: ModulesRequest;
  readonly live: ModulesLive;
  /** What it does is known together by this. */
  readonly runId: string;
}

export function newRun(context: AppContext, request: ModulesRequest, live: ModulesLive): ModulesRun {
  return { context, request, live, runId: randomBytes(8).toString("hex") };
}

type About = Pick<ModuleResult, "name" | "from" | "to">;

/** A module that may turn out not to be runnable. */
export interface Wanted {
  readonly about: About;
  readonly ready: () => Promise<ReadyModule>;
}

/** In the order in which they are wanted. `onReady` is told when what they are made of is needed no longer. */
export async function runEach(
  run: ModulesRun,
  wanted: readonly Wanted[],
  onReady = (): void => {},
): Promise<readonly ModuleResult[]> {
  const results = new Map<string, ModuleResult>();
  const ready: ReadyModule[] = [];
  for (const { about, ready: makeReady } of wanted) {
    try {
      ready.push(await makeReady());
    } catch (thrown) {
      results.set(about.name, refused(run, about, problemOfThrown(thrown)));
    }
  }
  onReady();
  await runReady(run, ready, results);
  return wanted.map(({ about }) => results.get(about.name) ?? { ...refusal(about, null), outcome: "notStarted" });
}

async function runReady(
  run: ModulesRun,
  ready: readonly ReadyModule[],
  results: Map<string, ModuleResult>,
): Promise<void> {
  const signal = signalOf(run.live);
  const given = moduleRun(run);
  await runScheduled(ready, {
    jobs: run.request.jobs,
    isStopped: () => signal.aborted,
    areConflicting: (one, other) => conflicts(one.claims, other.claims),
    run: async (module) => void results.set(module.name, await runModule(run.context, module, given)),
  });
}

export function moduleRun({ request, live, runId }: ModulesRun): ModuleRun {
  const { place, timeoutSeconds } = request;
  return { run: { id: runId, source: SOURCE }, place, timeoutSeconds, live };
}

/** Told at once, since nothing else tells of it. */
export function refused({ context, live }: ModulesRun, about: About, problem: ModuleProblem): ModuleResult {
  const result = refusal(about, problem);
  sayEnded(context.log, result);
  live.view.ended(result);
  return result;
}
