// Finds an interface by its name in the folders of the data dir. The path is never resolved: one executable may serve
// several names through symbolic links and look at its own $0.

import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import { OrchestratorError, systemCodeOf } from "../base/index.js";

/** Absolute path of the first file of that name. Throws INTERFACE_NAME_INVALID, …_NOT_FOUND or …_NOT_EXECUTABLE. */
export async function findInterface(name: string, folders: readonly string[]): Promise<string> {
  refuseBadName(name);
  for (const folder of folders) {
    const path = join(folder, name);
    const kind = await kindOf(path);
    if (kind === "executable") return path;
    if (kind === "other") throw notExecutable(name, path);
  }
  throw new OrchestratorError({
    code: "INTERFACE_NOT_FOUND",
    message: `there is no update interface "${name}" in ${folders.join(", ")}`,
    hint: `put an executable of that name into ${folders[0] ?? "the interfaces folder"}`,
    facts: { name, folders },
  });
}

function refuseBadName(name: string): void {
  if (name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name)) return;
  throw new OrchestratorError({
    code: "INTERFACE_NAME_INVALID",
    message: `${JSON.stringify(name)} cannot be the name of an update interface`,
    hint: "give the name of the executable without a folder",
    facts: { name },
  });
}

function notExecutable(name: string, path: string): OrchestratorError {
  return new OrchestratorError({
    code: "INTERFACE_NOT_EXECUTABLE",
    message: `the update interface "${name}" at ${path} is not an executable file`,
    hint: `run: chmod +x ${path}`,
    facts: { name, path },
  });
}

async function kindOf(path: string): Promise<"executable" | "other" | "absent"> {
  try {
    if (!(await stat(path)).isFile()) return "other";
    await access(path, constants.X_OK);
    return "executable";
  } catch (thrown) {
    const isAbsent = ["ENOENT", "ENOTDIR"].includes(systemCodeOf(thrown) ?? "");
    return isAbsent ? "absent" : "other";
  }
}
