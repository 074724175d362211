// The world in which one module is deployed: its own system of the data store, whose lock is held by whoever updates modules. What
// its interface prints while it installs is the module's own output.

import type { Log, LogFacts } from "../../base/index.js";
import type { AppContext } from "../context.js";
import { contextOfSystem } from "../system-of.js";
import { logLine } from "./module-output.js";
import type { ModuleSystem } from "./names.js";

export interface ModuleChoices {
  readonly timeoutSeconds: number;
  /** Told of each line that the module prints, before it is logged. */
  printed?(line: string): void;
}

export function contextOfModule(context: AppContext, of: ModuleSystem, choices: ModuleChoices): AppContext {
  const { timeoutSeconds } = choices;
  const system = contextOfSystem(context, of.system, { timeoutSeconds, lockIsHeld: true });
  const log = logOfModule(context.log, of.name, choices);
  return {
    ...{ ...system, log, manifestComponentsPath: undefined, topologyComponentsPath: undefined },
    wire: {
      ...system.wire,
      interfaces: (executables, workRoot, given) => system.wire.interfaces(executables, workRoot, { log, ...given }),
    },
  };
}

/** As src/interfaces labels a line: component, state, text. */
const OUTPUT = /^\S+ (\S+): (.*)$/s;
const STATE_THAT_RUNS = "ArtifactInstall";

function logOfModule(log: Log, name: string, { printed }: ModuleChoices): Log {
  const marked = (facts?: LogFacts): LogFacts => ({ ...facts, module: name });
  return {
    trace: (message, facts) => log.trace(message, marked(facts)),
    debug: (message, facts) => log.debug(message, marked(facts)),
    warning: (message, facts) => log.warning(message, marked(facts)),
    error: (message, facts) => log.error(message, marked(facts)),
    info: (message, facts) => {
      const [, state, line] = OUTPUT.exec(message) ?? [];
      if (state !== STATE_THAT_RUNS || line === undefined) return log.debug(message, marked(facts));
      printed?.(line);
      logLine(log, line, marked(facts));
    },
  };
}
