// Bad arguments: exit 5, on stderr, with what was meant; and the options that reach the use cases.

import { describe, expect, it } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import type { App, RunOptions } from "../../src/cli/app-types.js";
import { run } from "./support.js";

const BAD: readonly (readonly [name: string, argv: readonly string[], expected: readonly string[]])[] = [
  ["an unknown command", ["instal", "m.yaml"], ["unknown command 'instal'", "did you mean install?"]],
  ["an unknown option", ["install", "m.yaml", "--stop-befor", "Cleanup"], ["did you mean --stop-before?"]],
  ["a missing manifest", ["install"], ["missing required argument 'manifest'", "orchestrator install --help"]],
  ["one argument too many", ["resume", "m.yaml"], ["too many arguments", "orchestrator resume --help"]],
  ["a state where no run stops", ["resume", "--stop-before", "Download"], ["one of ArtifactCommit, ArtifactRollback"]],
  ["an output that is not there", ["status", "--output", "xml"], ["'xml' is invalid", "human, json"]],
  ["a log level that is not there", ["status", "--log-level", "loud"], ["'loud' is invalid"]],
  ["a shell that is not there", ["completion", "tcsh"], ["'tcsh' is invalid"]],
  ["no command", [], ["needs the name of a command"]],
];

describe("bad arguments", () => {
  it.each(BAD)("%s", async (_, argv, expected) => {
    const { code, stdout, stderr } = await run(argv);
    expect(code).toBe(5);
    expect(stdout).toBe("");
    expect(stderr).toContain("error ARGUMENT_INVALID: ");
    for (const part of expected) expect(stderr).toContain(part);
  });

  it("are an object on stdout with --output json", async () => {
    const { code, stdout, stderr } = await run(["install", "--output", "json"]);
    expect(code).toBe(5);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "ARGUMENT_INVALID",
        message: "missing required argument 'manifest'",
        hint: "see orchestrator install --help",
        facts: {},
      },
    });
  });
});

/** Runs an install whose use case only remembers what it was called with. */
async function installedWith(argv: readonly string[], environment = {}) {
  const seen: { options?: RunOptions & { manifestPath: string }; context?: Parameters<App["createContext"]>[0] } = {};
  const app: Partial<App> = {
    createContext: (input) => {
      seen.context = input;
      return { config: {} };
    },
    installSystem: async (_, options) => {
      seen.options = options;
      return { exitCode: 0, outcome: "done", manifestName: "m", records: [] };
    },
  };
  const ran = await run(argv, { app, environment });
  return { ...seen, ...ran };
}

describe("options", () => {
  it("--stop-before may be repeated, and a repetition counts once", async () => {
    const points = ["ArtifactCommit", "ArtifactRollback", "ArtifactCommit"].flatMap((point) => [
      "--stop-before",
      point,
    ]);
    const { options, code } = await installedWith(["install", ...points, "--exit-on-reboot", "m.yaml"]);
    expect(code).toBe(0);
    expect(options).toEqual({
      manifestPath: "m.yaml",
      stopBefore: ["ArtifactCommit", "ArtifactRollback"],
      exitOnReboot: true,
    });
  });

  it("none are given by default", async () => {
    const { options } = await installedWith(["install", "m.yaml"]);
    expect(options).toEqual({ manifestPath: "m.yaml", stopBefore: [], exitOnReboot: false });
  });

  const GLOBAL = ["--manifest-components", "c.yaml", "-t", "t.yaml", "--log-level", "error", "--log-format", "json"];
  it.each([
    ["before the command", [...GLOBAL, "install", "m.yaml"]],
    ["after the command", ["install", "m.yaml", ...GLOBAL]],
    ["between the command and its argument", ["install", ...GLOBAL, "m.yaml"]],
  ])("those of every command are taken %s", async (_, argv) => {
    const { context, code } = await installedWith(argv);
    expect(code).toBe(0);
    expect(context).toMatchObject({
      programVersion: "1.2.3",
      options: { manifestComponents: "c.yaml", topologyComponents: "t.yaml" },
    });
  });

  it("--version answers with the version wherever it stands", async () => {
    expect(await run(["--log-level", "debug", "--version"])).toMatchObject({ code: 0, stdout: "1.2.3\n" });
  });
});

describe("the log", () => {
  const logs: Partial<App> = {
    createContext: ({ log }) => {
      log.debug("a detail");
      log.info("a fact", { component: "rtos.R456", path: "a b" });
      log.warning("a line\nbreak");
      return { config: { logLevel: "error" } };
    },
    readStatus: async () => ({}),
  };

  it("is text on stderr, one line a message, from info on where nobody watches", async () => {
    const { stderr } = await run(["status"], { app: logs });
    expect(stderr.replaceAll(/\d\d:\d\d:\d\d/g, "TIME")).toBe(
      'TIME info    a fact component=rtos.R456 path="a b"\nTIME warning a line break\n',
    );
  });

  it("has the level that was asked for", async () => {
    expect((await run(["status", "--log-level", "fatal"], { app: logs })).stderr).toBe("");
    expect((await run(["--log-level=debug", "status"], { app: logs })).stderr).toContain("debug   a detail");
  });

  it("is in the form of the original of the git modules on request", async () => {
    const { stderr } = await run(["status", "--log-format", "seed"], { app: logs });
    expect(stderr.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME")).toBe(
      "[TIME] [INFO] a fact\n[TIME] [WARNING] a line break\n",
    );
  });

  it("has an error in that form too", async () => {
    const { stderr, code } = await run(["rollback", "--log-format", "seed", "--to", "1", "--yes"], {
      app: { rollbackTo: () => Promise.reject(new OrchestratorError({ code: "CANCELLED", message: "no" })) },
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/^\[[-\d]+ [:\d]+\] \[ERROR\] no\n$/);
  });

  it("is one JSON object a line on request", async () => {
    const { stderr } = await run(["status", "--log-format", "json"], { app: logs });
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: "info", message: "a fact", component: "rtos.R456" },
      { level: "warning", message: "a line\nbreak" },
    ]);
  });
});
