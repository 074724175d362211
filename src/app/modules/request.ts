// What the commands about modules are asked for, and what holds where they are asked for nothing: the command line, then the
// configuration, then what the original of the git modules had, but for the working copy, which was in a folder open to anyone.

import { join } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import {
  DEFAULT_MODULES_ROOT,
  type ModulesPlace,
  modulesPlace,
  type Signers,
  type SyncRequest,
} from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";

export interface ModulesOptions {
  /** Only these modules; all where none is named. */
  readonly names?: readonly string[];
  readonly repositoryUrl?: string;
  /** A branch, a tag or a commit. */
  readonly branch?: string;
  /** The working copy; absolute. */
  readonly localRepository?: string;
  /** Of the modules that are installed; absolute. */
  readonly modulesPath?: string;
  readonly isSignatureRequired?: boolean;
  readonly syncTimeoutSeconds?: number;
}

export interface UpdateModulesOptions extends ModulesOptions {
  /** Modules that run at once. */
  readonly jobs?: number;
  /** For one run of one module. */
  readonly timeoutSeconds?: number;
}

export interface ModulesRequest {
  readonly names: readonly string[];
  readonly repositoryUrl: string;
  readonly branch: string;
  readonly localRepository: string;
  readonly place: ModulesPlace;
  readonly signers: Signers | undefined;
  readonly syncTimeoutSeconds: number;
  readonly maxSizeBytes: number;
  readonly jobs: number;
  readonly timeoutSeconds: number;
}

export const DEFAULT_REPOSITORY_URL = "https://github.com/homeserverltd/updates.git";
export const DEFAULT_BRANCH = "main";
const DEFAULT_SYNC_TIMEOUT_SECONDS = 300;
const DEFAULT_MAX_SIZE_BYTES = 1024 ** 3;
const DEFAULT_MODULE_TIMEOUT_SECONDS = 3600;

/** Throws CONFIG_INVALID. */
export function requestOf(context: AppContext, options: UpdateModulesOptions): ModulesRequest {
  const { modules: configured } = context.config;
  const ownCopy = join(context.directories.datastore, "modules", "repository");
  return {
    names: options.names ?? [],
    repositoryUrl: options.repositoryUrl ?? configured?.repositoryUrl ?? DEFAULT_REPOSITORY_URL,
    branch: options.branch ?? configured?.branch ?? DEFAULT_BRANCH,
    localRepository: options.localRepository ?? configured?.localRepository ?? ownCopy,
    place: placeOf(context, options),
    signers: signersOf(context, options),
    syncTimeoutSeconds: options.syncTimeoutSeconds ?? configured?.syncTimeoutSeconds ?? DEFAULT_SYNC_TIMEOUT_SECONDS,
    maxSizeBytes: configured?.maxSizeBytes ?? DEFAULT_MAX_SIZE_BYTES,
    jobs: options.jobs ?? configured?.jobs ?? 1,
    timeoutSeconds: options.timeoutSeconds ?? configured?.timeoutSeconds ?? DEFAULT_MODULE_TIMEOUT_SECONDS,
  };
}

/** What the working copy is to be a copy of. */
export function syncRequestOf(
  { log }: AppContext,
  { repositoryUrl: url, branch: ref, localRepository: folder, signers, ...limits }: ModulesRequest,
  signal: AbortSignal,
): SyncRequest {
  const { syncTimeoutSeconds: timeoutSeconds, maxSizeBytes: maxBytes } = limits;
  return { url, ref, folder, timeoutSeconds, maxBytes, signal, log, ...(signers && { signers }) };
}

export function placeOf({ config }: AppContext, { modulesPath }: Pick<ModulesOptions, "modulesPath">): ModulesPlace {
  return modulesPlace(modulesPath ?? config.modules?.path ?? DEFAULT_MODULES_ROOT);
}

/** A machine that installs nothing unsigned runs no unsigned module either, unless its configuration says so. */
function signersOf({ config }: AppContext, options: ModulesOptions): Signers | undefined {
  const isSystemSigned = config.manifestTrust !== undefined || config.artifactVerifyKeys !== undefined;
  const isRequired = options.isSignatureRequired ?? config.modules?.isSignatureRequired ?? isSystemSigned;
  if (!isRequired) return undefined;
  const files = config.modules?.allowedSigners ?? [];
  if (files.length > 0) return { files };
  throw new OrchestratorError({
    code: "CONFIG_INVALID",
    message: "the repository of the modules must be signed, and the configuration names nobody who may sign it",
    hint: "Name the files with their keys in Modules.AllowedSigners; see docs/modules.md.",
  });
}
