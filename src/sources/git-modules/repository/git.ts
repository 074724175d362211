// Calls git in the working copy. Neither the environment nor the copy's own configuration leads it elsewhere or runs anything: no
// hooks, filters, submodules, monitors or questions, and no transport but three.

import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import { findProgram, runProgram } from "../../../programs/index.js";

export interface Git {
  /** Runs it to its end. How it ended is the caller's to judge; rejects where it was called off or does not start. */
  run(args: readonly string[], call?: GitCall): Promise<GitEnd>;
  /** Its stdout. Rejects with GitFailed where it does not exit with 0. */
  output(args: readonly string[], call?: GitCall): Promise<string>;
  /** The working copy, and the folder `.git` in it. */
  readonly folder: string;
  readonly gitFolder: string;
  readonly signal: AbortSignal;
}

export interface GitCall {
  readonly config?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Open files that it holds as long as it runs. */
  readonly descriptors?: readonly number[];
  /** The program that it is run by, and that one's options. */
  readonly by?: readonly string[];
}

export interface GitEnd {
  readonly exitCode: number;
  readonly stdout: string;
  /** Without the names and passwords of URLs. */
  readonly stderr: string;
}

/** git itself says no. Not for a user's eyes: whoever called it knows what it means. */
export class GitFailed extends Error {
  constructor(readonly said: string) {
    super(said);
  }
}

/** Its answer is longer than one is kept. */
export class GitSaidTooMuch extends GitFailed {}

const CONFIGURATION = [
  ...["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.untrackedCache=false", "core.sparseCheckout=false"],
  ...["core.symlinks=true", "core.fileMode=true", "core.ignoreCase=false", "core.autocrlf=false", "core.eol=lf"],
  ...["core.attributesFile=/dev/null", "core.excludesFile=/dev/null", "core.logAllRefUpdates=false", "core.askPass="],
  ...["core.protectHFS=true", "core.protectNTFS=true", "fetch.fsckObjects=true", "fetch.recurseSubmodules=false"],
  ...["submodule.recurse=false", "gc.auto=0", "maintenance.auto=false", "init.defaultBranch=main"],
];

const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_ALLOW_PROTOCOL: "https:ssh:file",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_ATTR_NOSYSTEM: "1",
  SSH_ASKPASS_REQUIRE: "never",
};

/** How the network and the owner's keys are reached. Nothing else of the environment comes through. */
const PASSED_ON = [
  ...["HOME", "USER", "LOGNAME", "XDG_CONFIG_HOME", "TMPDIR"],
  ...["SSH_AUTH_SOCK", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT"],
  ...["GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR"],
  ...["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"],
];

/** Throws MODULES_GIT_MISSING. */
export function gitIn(folder: string, signal: AbortSignal): Git {
  const path = programPath("git", "git");
  const gitFolder = join(folder, ".git");
  const places = { GIT_DIR: gitFolder, GIT_WORK_TREE: folder };
  const run = async (args: readonly string[], { config = [], env = {}, descriptors = [], by = [] }: GitCall = {}) => {
    const [program = path, ...before] = [...by, path];
    const options = [...CONFIGURATION, ...config].flatMap((setting) => ["-c", setting]);
    const environment = { ...passedOn(), ...ENVIRONMENT, ...places, ...env };
    return ended(
      await runProgram({
        path: program,
        args: [...before, ...options, ...args],
        env: environment,
        signal,
        descriptors,
      }),
      signal,
    );
  };
  const output = async (args: readonly string[], call?: GitCall) => {
    const { exitCode, stdout, stderr } = await run(args, call);
    if (exitCode !== 0) throw new GitFailed(stderr || `git ended with exit code ${exitCode}`);
    return stdout;
  };
  return { run, output, folder, gitFolder, signal };
}

/** Throws MODULES_GIT_MISSING. */
export function programPath(program: string, debianPackage: string): string {
  const path = findProgram(program);
  if (path !== undefined) return path;
  throw new OrchestratorError({
    code: "MODULES_GIT_MISSING",
    message: `The program ${program} is not installed`,
    hint: `On Debian it is in the package ${debianPackage}.`,
  });
}

function passedOn(): Readonly<Record<string, string>> {
  const present = PASSED_ON.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(present.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function ended(end: Awaited<ReturnType<typeof runProgram>>, signal: AbortSignal): GitEnd {
  signal.throwIfAborted();
  const stderr = shownText(end.stderr);
  if (end.kind === "exited") return { exitCode: end.exitCode, stdout: end.stdout, stderr };
  if (end.kind === "killed" && end.saidTooMuch === true) throw new GitSaidTooMuch(end.why);
  throw new GitFailed(stderr === "" ? end.why : `${end.why}: ${stderr}`);
}

const MAX_SHOWN_CHARACTERS = 600;

/** What git says as one line: without hints and what a server adds, and without what may be secret in a URL. */
function shownText(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => !/^(hint|remote|\[GNUPG:\])/.test(line));
  const text = lines.join(" ").replace(/\/\/[^/\s@]*@/g, "//");
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, MAX_SHOWN_CHARACTERS);
}
