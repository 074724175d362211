// Calls a shipped interface as the orchestrator would, without the orchestrator: what is shown here is the script's own.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../support/index.js";

export const shippedFolder = join(projectRoot, "update-interfaces", "v1");

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Subject {
  /** Path of the executable: a shipped one, or a link to it. */
  readonly path: string;
  readonly workDir: string;
  /** What follows the work dir: the type, and in the 2024 form the id, then arguments. */
  readonly args: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** What runs the script; by default its own first line decides. */
  readonly shell?: readonly string[];
}

export interface Artifact {
  readonly name: string;
  readonly provides: Readonly<Record<string, string>>;
  readonly clears?: readonly string[];
  readonly metaData?: unknown;
}

/** A fresh work dir with the header of an artifact. */
export function makeWorkDir(workDir: string, artifact: Artifact): void {
  rmSync(workDir, { recursive: true, force: true });
  for (const folder of ["header", "tmp"]) mkdirSync(join(workDir, folder), { recursive: true });
  const typeInfo = { type: "x", artifact_provides: artifact.provides, clears_artifact_provides: artifact.clears ?? [] };
  writeFileSync(join(workDir, "header", "type-info"), JSON.stringify(typeInfo));
  writeFileSync(join(workDir, "header", "artifact_name"), artifact.name);
  const metaData = artifact.metaData === undefined ? "" : JSON.stringify(artifact.metaData);
  writeFileSync(join(workDir, "header", "meta-data"), metaData);
}

export async function call(subject: Subject, state: string): Promise<Ended> {
  const [file = subject.path, ...before] = [...(subject.shell ?? []), subject.path];
  const child = spawn(file, [...before, state, subject.workDir, ...subject.args], {
    cwd: subject.workDir,
    env: { ...process.env, ...subject.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  return await endOf(child);
}

/** Calls the states one after the other; throws when one of them fails. Returns what the last one printed. */
export async function callAll(subject: Subject, states: readonly string[]): Promise<string> {
  let stdout = "";
  for (const state of states) {
    const ended = await call(subject, state);
    if (ended.exitCode !== 0) throw new Error(`${state} exited ${ended.exitCode}: ${ended.stderr}`);
    stdout = ended.stdout;
  }
  return stdout;
}

/** Download with these files in the streams tree. */
export async function download(subject: Subject, files: readonly string[]): Promise<Ended> {
  const { workDir } = subject;
  mkdirSync(join(workDir, "streams"), { recursive: true });
  const names = files.map((_, index) => `streams/file-${index}`);
  execFileSync("mkfifo", ["stream-next", ...names], { cwd: workDir });
  const feeding = names.map((name, index) => `echo ${name} >stream-next; cat "$${index + 1}" >${name}; `).join("");
  const feeder = spawn("sh", ["-c", `${feeding} : >stream-next`, "feeder", ...files], {
    cwd: workDir,
    stdio: "ignore",
    detached: true,
  });
  const ended = await call(subject, "Download");
  endGroup(feeder);
  for (const path of ["stream-next", "streams"]) rmSync(join(workDir, path), { recursive: true, force: true });
  return ended;
}

function endGroup(child: ChildProcess): void {
  if (child.exitCode !== null || child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const printed = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk: Buffer) => {
      printed.stdout += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      printed.stderr += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...printed }));
  });
}
