// What is told when a command cannot do its work.

import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { type Diagnostic, DocumentsRefused, InvariantViolation, OrchestratorError } from "../../src/base/index.js";
import { Remembering, run } from "./support.js";

const LOCATION = { file: "m.yaml", line: 3, column: 3, columnEnd: 8, lineText: "  kinds: manifest" };

const FAULTS: readonly Diagnostic[] = [
  {
    code: "MANIFEST_UNREADABLE",
    severity: "error",
    message: "kinds is not known",
    hint: "Did you mean kind?",
    location: LOCATION,
  },
  { code: "MANIFEST_UNREADABLE", severity: "warning", message: "nothing uses rtos" },
];

function failing(thrown: unknown) {
  return {
    readStatus: async () => {
      throw thrown;
    },
  };
}

const NOTHING = new OrchestratorError({
  code: "NOTHING_IN_PROGRESS",
  message: "there is nothing to resume",
  hint: "See `orchestrator status`.",
  facts: { id: "7" },
});

describe("an error", () => {
  it("is its code, message and hint on stderr, and its exit code", async () => {
    expect(await run(["status"], { app: failing(NOTHING) })).toEqual({
      code: 2,
      stdout: "",
      stderr: "error NOTHING_IN_PROGRESS: there is nothing to resume\n  hint: See `orchestrator status`.\n",
    });
  });

  it("about an interface has the last lines that the interface printed", async () => {
    const outputTail = ["no such board", "\u001b[2Jcleared"];
    const facts = { outputTail };
    const thrown = new OrchestratorError({ code: "INTERFACE_QUERY_FAILED", message: "no answer", hint: "Try.", facts });
    const { stderr } = await run(["status"], { app: failing(thrown) });
    expect(stderr).toMatch(/^error INTERFACE_QUERY_FAILED: no answer\n {2}hint: Try\.\n {2}\| no such board\n {2}\| /);
    expect(stderr).not.toContain("\u001b");
  });

  it("is an object on stdout with --output json", async () => {
    const { code, stdout, stderr } = await run(["status", "--output=json"], { app: failing(NOTHING) });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "NOTHING_IN_PROGRESS",
        message: "there is nothing to resume",
        hint: "See `orchestrator status`.",
        facts: { id: "7" },
      },
    });
  });

  it("because of a folder that is gone is no bug", async () => {
    const gone = Object.assign(new Error("ENOENT: no such file or directory, uv_cwd"), { syscall: "uv_cwd" });
    expect(await run(["status"], { app: failing(gone) })).toEqual({
      code: 5,
      stdout: "",
      stderr:
        "error ARGUMENT_INVALID: the folder this was started in does not exist any more\n  hint: cd into another\n",
    });
  });

  it("of a document shows every fault with its line and a caret", async () => {
    const { code, stderr } = await run(["status"], { app: failing(new DocumentsRefused(FAULTS)) });
    expect(code).toBe(5);
    expect(stderr).toBe(
      `\
m.yaml:3:3: error MANIFEST_UNREADABLE: kinds is not known
    3 |   kinds: manifest
      |   ^^^^^
  hint: Did you mean kind?
warning MANIFEST_UNREADABLE: nothing uses rtos
`,
    );
  });

  it("is coloured at a terminal, with the same words", async () => {
    const stderr = new Remembering();
    stderr.isTTY = true;
    await run(["status"], { app: failing(new DocumentsRefused(FAULTS)), stderr });
    const plain = await run(["status"], { app: failing(new DocumentsRefused(FAULTS)) });
    expect(stderr.text).toContain("\u001b[31m");
    expect(stderr.text.replaceAll(new RegExp(`${"\u001b"}\\[\\d+m`, "g"), "")).toBe(plain.stderr);
  });

  it.each([new InvariantViolation("a count is negative"), new TypeError("x is not a function"), "a string"])(
    "that is a mistake of the program says so: %s",
    async (thrown) => {
      const { code, stderr } = await run(["status"], { app: failing(thrown) });
      expect(code).toBe(1);
      expect(stderr).toContain("This is a bug in orchestrator.");
      expect(stderr).not.toContain("    at ");
    },
  );

  it("that is a mistake of the program has its stack for who debugs", async () => {
    const { stderr } = await run(["status", "--log-level", "debug"], { app: failing(new TypeError("x")) });
    expect(stderr).toContain("    at ");
  });
});

describe("validate", () => {
  const app = { validateFiles: async () => FAULTS };

  it("shows every fault on stdout and exits with 5", async () => {
    const { code, stdout } = await run(["validate", "m.yaml"], { app });
    expect(code).toBe(5);
    expect(stdout).toContain("m.yaml:3:3: error MANIFEST_UNREADABLE: kinds is not known\n");
    expect(stdout.endsWith("\n1 error, 1 warning\n")).toBe(true);
  });

  it("a warning alone is no fault", async () => {
    const { code, stdout } = await run(["validate", "m.yaml"], { app: { validateFiles: async () => FAULTS.slice(1) } });
    expect(code).toBe(0);
    expect(stdout.endsWith("\n1 file: no errors, 1 warning\n")).toBe(true);
  });

  it("as JSON", async () => {
    const { code, stdout } = await run(["validate", "m.yaml", "--output", "json"], { app });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toEqual({ valid: false, files: ["m.yaml"], diagnostics: FAULTS });
  });
});

describe("output that cannot be written", () => {
  it.each([
    ["stdout", "EPIPE", 0, ""],
    ["stdout", "ENOSPC", 1, "the answer could not be written: write ENOSPC\n"],
    ["stderr", "EPIPE", 0, ""],
    ["stderr", "ENOSPC", 0, ""],
    ["stderr", "EIO", 0, ""],
  ] as const)("on %s because of %s does not end a run; exit code %i", async (name, code, exitCode, told) => {
    const streams = { stdout: new Remembering(), stderr: new Remembering() };
    const emitter = new EventEmitter();
    Object.assign(streams[name], { on: emitter.on.bind(emitter) });
    const readStatus = async () => {
      emitter.emit("error", Object.assign(new Error(`write ${code}`), { code }));
      return {};
    };
    const ran = await run(["status"], { app: { readStatus }, ...streams });
    expect(ran).toMatchObject({ code: exitCode, stderr: told });
    expect(ran.stdout).toContain("Active manifest");
  });

  it("does not hide that the command itself has failed", async () => {
    const stdout = new Remembering();
    const emitter = new EventEmitter();
    Object.assign(stdout, { on: emitter.on.bind(emitter) });
    const readStatus = async () => {
      emitter.emit("error", Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" }));
      throw NOTHING;
    };
    expect((await run(["status"], { app: { readStatus }, stdout })).code).toBe(2);
  });
});
