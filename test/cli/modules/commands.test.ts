// What the `modules` commands ask of the use cases, and what they refuse.

import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { App, ModulesUpdate } from "../../../src/cli/app-types.js";
import { run } from "../support.js";
import { CHECK, UPDATE } from "./answers.js";

/** The options that the use case of that name was called with. */
async function askedOf(
  name: "checkModules" | "updateModules" | "runLegacyModules" | "planModules",
  argv: readonly string[],
) {
  const seen: unknown[] = [];
  const remember = async (_: unknown, options: unknown): Promise<ModulesUpdate & { steps: [] }> => {
    seen.push(options);
    return { ...UPDATE, ...CHECK, steps: [] };
  };
  const app: Partial<App> = { [name]: remember };
  const { code } = await run(argv, { app });
  return { code, asked: seen[0] };
}

describe("modules", () => {
  it("update hands over what it was told, with absolute paths", async () => {
    const source = ["--repo-url", "file:///r", "--branch", "v2", "--local-repo", "copy", "--modules-path", "here"];
    const limits = ["--jobs", "4", "--timeout", "60", "--sync-timeout", "1.5", "--require-signed"];
    const { asked } = await askedOf("updateModules", ["modules", "update", "adblock", "atuin", ...source, ...limits]);
    expect(asked).toEqual({
      ...{ names: ["adblock", "atuin"], repositoryUrl: "file:///r", branch: "v2" },
      ...{ localRepository: resolve("copy"), modulesPath: resolve("here") },
      ...{ jobs: 4, timeoutSeconds: 60, syncTimeoutSeconds: 1.5, isSignatureRequired: true },
    });
  });

  it("update leaves to the configuration what it was not told", async () => {
    expect((await askedOf("updateModules", ["modules", "update"])).asked).toEqual({ names: [] });
  });

  it("update --check-only is check, and exits as it does", async () => {
    const { asked, code } = await askedOf("checkModules", ["modules", "update", "--check-only", "adblock"]);
    expect(asked).toMatchObject({ names: ["adblock"], signal: expect.any(AbortSignal) });
    expect(code).toBe(1);
  });

  it("update --legacy runs what the manifest says", async () => {
    expect((await askedOf("runLegacyModules", ["modules", "update", "--legacy"])).asked).toEqual({ names: [] });
  });

  it("plan --modules takes names, or none", async () => {
    expect((await askedOf("planModules", ["plan", "--modules"])).asked).toMatchObject({ names: [] });
    const named = await askedOf("planModules", ["plan", "--modules", "adblock", "--repo-url", "file:///r"]);
    expect(named.asked).toMatchObject({ names: ["adblock"], repositoryUrl: "file:///r" });
  });

  it.each([
    [["modules", "update", "--legacy", "adblock"], "--legacy and names of modules exclude each other"],
    [["modules", "update", "--legacy", "--check-only"], "--legacy and --check-only exclude each other"],
    [["modules", "update", "--jobs", "0"], "whole number of at least 1"],
    [["modules", "update", "--modules-path", ""], "the path of a folder"],
    [["modules", "check", "--local-repo="], "the path of a folder"],
    [["modules", "list", "--modules-path="], "the path of a folder"],
    [["modules", "update", "--timeout", "0"], "more than 0"],
    [["modules", "status"], "missing required argument 'name'"],
    [["plan", "m.yaml", "--modules"], "there is a manifest, and --modules"],
    [["plan", "--modules", "--output", "svg"], "not as svg"],
    [["plan"], "missing required argument 'manifest'"],
  ])("%j is refused", async (argv, message) => {
    const { code, stderr } = await run(argv);
    expect(code).toBe(5);
    expect(stderr).toContain(message);
  });
});
