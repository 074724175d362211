// Options that the `modules` commands share, and what is made of them.

import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ModulesOptions, UpdateModulesOptions } from "../app-types.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import { parseCount } from "../trust-options.js";

interface WhereFlags {
  readonly modulesPath?: string;
}

export interface PlaceFlags extends WhereFlags {
  readonly output: OutputFormat;
}

export interface RepositoryFlags extends WhereFlags {
  readonly repoUrl?: string;
  readonly branch?: string;
  readonly localRepo?: string;
}

export interface SourceFlags extends RepositoryFlags, PlaceFlags {
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
  return command.addOption(modulesPathOption()).addOption(outputOption());
}

/** Which repository, and what it is compared with. */
export function addRepositoryOptions(command: Command): Command {
  return command
    .option(
      "--repo-url <url>",
      "the repository: https://, ssh:// or file://; unless configured, https://github.com/homeserverltd/updates.git",
    )
    .option("--branch <name>", "a branch, a tag or a commit of it; unless configured, main")
    .addOption(folderOption("--local-repo <dir>", "working copy; unless configured, in the data store"))
    .addOption(modulesPathOption());
}

function modulesPathOption(): Option {
  return folderOption("--modules-path <dir>", "where modules are installed; unless configured, /var/local/lib/updates");
}

function folderOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseFolder);
}

/** A variable of a script that is not set must not mean the folder where the script happens to run. */
function parseFolder(text: string): string {
  if (text !== "") return resolve(text);
  throw new InvalidArgumentError("It is the path of a folder.");
}

export function addSourceOptions(command: Command): Command {
  return addRepositoryOptions(command)
    .option("--require-signed", "take only commits or tags that those of Modules.AllowedSigners have signed")
    .addOption(secondsOption("--sync-timeout <seconds>", "time for the fetch; unless configured, 300"))
    .addOption(outputOption());
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

export function placeOf({ modulesPath }: WhereFlags): Pick<ModulesOptions, "modulesPath"> {
  return modulesPath === undefined ? {} : { modulesPath };
}

export function repositoryOf(names: readonly string[], flags: RepositoryFlags): ModulesOptions {
  const { repoUrl, branch, localRepo } = flags;
  return {
    ...{ names, ...placeOf(flags) },
    ...(repoUrl !== undefined && { repositoryUrl: repoUrl }),
    ...(branch !== undefined && { branch }),
    ...(localRepo !== undefined && { localRepository: localRepo }),
  };
}

export function sourceOf(names: readonly string[], flags: SourceFlags): ModulesOptions {
  const { requireSigned, syncTimeout } = flags;
  return {
    ...repositoryOf(names, flags),
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
