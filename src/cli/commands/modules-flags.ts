// Options that the `modules` commands share, and what is made of them.

import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ModulesOptions, UpdateModulesOptions } from "../app-types.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import { parseCount } from "../trust-options.js";

export interface PlaceFlags {
  readonly modulesPath?: string;
  readonly output: OutputFormat;
}

export interface SourceFlags extends PlaceFlags {
  readonly repoUrl?: string;
  readonly branch?: string;
  readonly localRepo?: string;
  readonly requireSigned?: boolean;
  readonly syncTimeout?: number;
}

export interface UpdateFlags extends SourceFlags {
  readonly jobs?: number;
  readonly timeout?: number;
  readonly checkOnly?: boolean;
  readonly legacy?: boolean;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .option("--modules-path <dir>", "where modules are installed; unless configured, /var/local/lib/updates")
    .addOption(outputOption());
}

export function addSourceOptions(command: Command): Command {
  command
    .option(
      "--repo-url <url>",
      "the repository: https://, ssh:// or file://; unless configured, https://github.com/homeserverltd/updates.git",
    )
    .option("--branch <name>", "a branch, a tag or a commit of it; unless configured, main")
    .option("--local-repo <dir>", "working copy; unless configured, in the data store")
    .option("--require-signed", "take only commits or tags that those of Modules.AllowedSigners have signed")
    .addOption(secondsOption("--sync-timeout <seconds>", "time for the fetch; unless configured, 300"));
  return addPlaceOptions(command);
}

export function addUpdateOptions(command: Command): Command {
  command
    .option("--jobs <number>", "modules that run at once; unless configured, 1", parseCount)
    .addOption(secondsOption("--timeout <seconds>", "time for one run of one module; unless configured, 3600"))
    .option("--check-only", "only say what would be updated, as `modules check` does")
    .option("--legacy", "run what manifest.json names, as it is installed, instead of updating");
  return addSourceOptions(command);
}

function secondsOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseSeconds);
}

const MOST_SECONDS = 7 * 86_400;

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= MOST_SECONDS) return seconds;
  throw new InvalidArgumentError(`It is a number of seconds, more than 0 and at most ${MOST_SECONDS}.`);
}

export function placeOf({ modulesPath }: PlaceFlags): Pick<ModulesOptions, "modulesPath"> {
  return modulesPath === undefined ? {} : { modulesPath: resolve(modulesPath) };
}

export function sourceOf(names: readonly string[], flags: SourceFlags): ModulesOptions {
  const { repoUrl, branch, localRepo, requireSigned, syncTimeout } = flags;
  return {
    ...{ names, ...placeOf(flags) },
    ...(repoUrl !== undefined && { repositoryUrl: repoUrl }),
    ...(branch !== undefined && { branch }),
    ...(localRepo !== undefined && { localRepository: resolve(localRepo) }),
    ...(requireSigned === true && { isSignatureRequired: true }),
    ...(syncTimeout !== undefined && { syncTimeoutSeconds: syncTimeout }),
  };
}

export function updateOf(names: readonly string[], flags: UpdateFlags): UpdateModulesOptions {
  const { jobs, timeout } = flags;
  return {
    ...sourceOf(names, flags),
    ...(jobs !== undefined && { jobs }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
  };
}
