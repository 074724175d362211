// One module as a deployment of its own system: it ends in a result, whatever happens, so that the others go on.

import type { CommonRun } from "../../model/index.js";
import type { Claims, ModulesPlace } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { installSystem } from "../install.js";
import type { Live } from "../run-deployment.js";
import type { ModulesLive } from "./live.js";
import { endUnlessLost } from "./lost.js";
import { contextOfModule } from "./module-context.js";
import { endOf } from "./module-end.js";
import { createStory, type ModuleStory } from "./module-story.js";
import type { ModuleSystem } from "./names.js";
import { sayEnded } from "./narration.js";
import type { ModuleResult } from "./views.js";

export interface ModuleRun {
  readonly run: CommonRun;
  readonly place: ModulesPlace;
  readonly timeoutSeconds: number;
  readonly live: ModulesLive;
}

/** A module whose manifest, topology and artifact have been written. */
export interface ReadyModule extends Pick<ModuleResult, "name" | "from" | "to">, ModuleSystem {
  readonly priority: number;
  /** Otherwise it is run as it is installed. */
  readonly isReplaced: boolean;
  readonly manifestPath: string;
  readonly claims: Claims;
}

/** Never rejects. */
export async function runModule(context: AppContext, ready: ReadyModule, given: ModuleRun): Promise<ModuleResult> {
  const { name, system, from, to, manifestPath } = ready;
  const { run, place, timeoutSeconds, live } = given;
  const story = createStory(context.log, ready);
  const printed = (line: string): void => {
    story.running();
    live.view.printed(name, line);
  };
  const module = contextOfModule(context, ready, { timeoutSeconds, printed });
  live.view.began(name, { from, to });
  const begun = context.clock.monotonic();
  const options = { manifestPath, stopBefore: [], exitOnReboot: true, run };
  const deployed = { system, module, name, place };
  const ended = await endOf(deployed, () => installSystem(module, options, liveOf(name, live, story)));
  const end = endUnlessLost(deployed, ended);
  const result = { name, from, to, durationMilliseconds: Math.round(context.clock.monotonic() - begun), ...end };
  sayEnded(context.log, result);
  live.view.ended(result);
  return result;
}

/** Of one module among several. */
export function liveOf(name: string, { view, cancelSignal, leaveSignal }: ModulesLive, story?: ModuleStory): Live {
  const { recorded, progressed } = view.of(name);
  return {
    ...{ cancelSignal, leaveSignal, planned: () => undefined, started: () => undefined },
    observer: {
      progressed,
      recorded: (record) => {
        story?.recorded(record.record);
        recorded(record);
      },
    },
  };
}

/** For a module that could not even be made ready. */
export function refusal(
  { name, from, to }: Pick<ReadyModule, "name" | "from" | "to">,
  problem: ModuleResult["problem"],
): ModuleResult {
  return { name, from, to, outcome: "refused", deployment: null, durationMilliseconds: 0, problem };
}
