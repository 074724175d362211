// What a view is told while modules run, and how it tells the run to end.

import type { Observer } from "../../engine/ports.js";
import type { Live } from "../run-deployment.js";
import type { ModuleResult, ModuleView } from "./views.js";

export interface ModulesView {
  /** Before any runs: all that were compared. */
  found(modules: readonly ModuleView[]): void;
  began(name: string, versions: Pick<ModuleResult, "from" | "to">): void;
  /** Of the deployment of that module. */
  of(name: string): Observer;
  /** A line of the module's own output. */
  printed(name: string, line: string): void;
  ended(result: ModuleResult): void;
}

export interface ModulesLive extends Pick<Live, "cancelSignal" | "leaveSignal"> {
  readonly view: ModulesView;
}

const NO_VIEW: ModulesView = {
  found: () => undefined,
  began: () => undefined,
  of: () => ({ recorded: () => undefined, progressed: () => undefined }),
  printed: () => undefined,
  ended: () => undefined,
};

/** Nobody watches, and nothing is called off. */
export function quietly(): ModulesLive {
  const never = new AbortController().signal;
  return { view: NO_VIEW, cancelSignal: never, leaveSignal: never };
}

/** Either of the two. */
export function signalOf({ cancelSignal, leaveSignal }: Pick<Live, "cancelSignal" | "leaveSignal">): AbortSignal {
  return AbortSignal.any([cancelSignal, leaveSignal]);
}
