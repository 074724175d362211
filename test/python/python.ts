// The real python3, with the Python package of this project, and a folder of modules for it to run.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { projectRoot, requirePrograms, temporaryFolder } from "../support/index.js";
import { type Files, indexJson, writeTree } from "../update-interfaces/module-site.js";

export const pythonSuite = requirePrograms(["python3"]);

export const packageFolder = join(projectRoot, "python");

export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What an interpreter is found by that starts without a detour: some are scripts, which take longer than all the rest. */
const folderOfPython = (() => {
  let folder: string | undefined;
  return () => {
    folder ??= dirname(
      execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim(),
    );
    return folder;
  };
})();

export function pythonEnvironment(): Record<string, string> {
  const PATH = `${folderOfPython()}${delimiter}${process.env["PATH"]}`;
  return { PATH, HOME: "/nonexistent", PYTHONDONTWRITEBYTECODE: "1" };
}

export async function python(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { ...pythonEnvironment(), ...environment };
  const { exitCode, stdout, stderr } = await execa("python3", args, {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  return { exitCode, stdout, stderr };
}

/** The folder of a module in a root of its own. */
export function makeModule(files: Files, name = "web"): string {
  const folder = join(temporaryFolder(), "updates", "modules", name);
  writeTree(folder, { "index.json": indexJson("1.0.0"), ...files });
  return folder;
}

/** As the interface runs it. */
export async function runModule(folder: string, ...args: readonly string[]): Promise<Ended> {
  return await python([join(packageFolder, "updates", "runner.py"), folder, ...args], { ORCHESTRATOR_MODULE: "web" });
}

export interface Recorder {
  /** To be named by ORCHESTRATOR_PROGRAM. */
  readonly path: string;
  /** The command lines so far, word by word. */
  calls(): readonly (readonly string[])[];
}

/** In the place of the program: remembers how it is called, and does what the script says. */
export function makeRecorder(script: string): Recorder {
  const folder = join(temporaryFolder(), "program");
  const path = join(folder, "orchestrator");
  const file = join(folder, "calls");
  mkdirSync(folder);
  writeFileSync(file, "");
  writeFileSync(path, `#!/bin/sh\nfor each; do printf '%s\\037' "$each"; done >>${file}\necho >>${file}\n${script}\n`);
  chmodSync(path, 0o755);
  const lines = () => readFileSync(file, "utf8").split("\n").slice(0, -1);
  return { path, calls: () => lines().map((line) => line.split("\u001f").slice(0, -1)) };
}
