// Options that every command takes, before or after its name.

import { type Command, Option } from "commander";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "./log.js";

export interface GlobalFlags {
  readonly logLevel?: LogLevel;
  readonly logFormat: LogFormat;
  readonly manifestComponents?: string;
  readonly topologyComponents?: string;
  readonly system?: string;
}

export function addGlobalOptions(program: Command): void {
  program
    .addOption(
      new Option(
        "--log-level <level>",
        "least severity in the log; unless configured: warning at a terminal, else info",
      ).choices(LOG_LEVELS),
    )
    .addOption(new Option("--log-format <format>", "form of the log on stderr").choices(LOG_FORMATS).default("text"))
    .addOption(
      new Option("--manifest-components <file>", "components of an update_manifest, when in a file of their own"),
    )
    .addOption(
      new Option("-t, --topology-components <file>", "components of the topology, when in a file of their own"),
    )
    .addOption(
      new Option(
        "--system <name>",
        "a system of the data store, such as module.NAME; otherwise the one of the topology",
      ),
    );
}

export type OutputFormat = "human" | "json";

/** `--output`, of every command that answers something. */
export function outputOption(): Option {
  return new Option("--output <format>", "form of the answer on stdout").choices(["human", "json"]).default("human");
}
