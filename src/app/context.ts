// Everything a use case needs to know of the world it runs in, decided once at start-up.

import type { Clock, Log } from "../base/index.js";
import { type Config, readConfig } from "./config.js";
import { type Directories, type Environment, findDirectories } from "./directories.js";
import { createWire, type Wire } from "./wire.js";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly manifestComponents?: string;
  readonly topologyComponents?: string;
  /** Of the data store; the default one where none is named. */
  readonly system?: string;
}

export interface ContextInput {
  readonly environment: Environment;
  readonly log: Log;
  /** The name the program was called by: it decides the default directories. Unless given, those of `orchestrator`. */
  readonly programName?: string;
  /** For the journals: which program has written them. */
  readonly programVersion?: string;
  readonly options?: GlobalOptions;
}

export interface AppContext {
  readonly directories: Directories;
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly wire: Wire;
  readonly programVersion: string;
  /** The system that was named; undefined where none was, and the default one is meant. */
  readonly systemName: string | undefined;
  /** Second file of a 2024 manifest, or undefined. */
  readonly manifestComponentsPath: string | undefined;
  /** Second file of a 2026 topology, or undefined. */
  readonly topologyComponentsPath: string | undefined;
}

/** Of the default system, whatever the options name. Throws CONFIG_INVALID. */
export function contextOfDefault(input: ContextInput): AppContext {
  const { environment, log, options = {} } = input;
  const { programName = "orchestrator", programVersion = "library" } = input;
  const directories = findDirectories(programName, environment);
  const config = readConfig(programName, directories, log);
  const wire = createWire({ directories, config, log, environment });
  return {
    directories,
    config,
    log,
    clock: wire.clock,
    wire,
    programVersion,
    systemName: undefined,
    manifestComponentsPath: options.manifestComponents ?? config.manifestComponents,
    topologyComponentsPath:
      options.topologyComponents ??
      (environment["MENDER_ORCHESTRATOR_TOPOLOGY_COMPONENTS_FILE"] || config.topologyComponents),
  };
}
