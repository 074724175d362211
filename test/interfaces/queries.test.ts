// The machine's queries and the questions before planning: which answers are taken, and how the others are refused.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import { createQuestions, type QuestionsSettings } from "../../src/interfaces/index.js";
import type { Dialect } from "../../src/model/index.js";
import { temporaryFolder } from "../support/index.js";
import { keptLog, makeInterface, makeWorld } from "./world.js";

describe("NeedsArtifactReboot", () => {
  test.each([
    ["", "No"],
    ["echo", "No"],
    ["echo No", "No"],
    ["echo ' Yes '", "Yes"],
    ["echo Automatic", "Automatic"],
  ])("`%s` means %s", async (script, answer) => {
    const world = makeWorld(`NeedsArtifactReboot) ${script};;`);
    expect(await world.interfaces.askNeedsReboot(world.queryCall())).toMatchObject({ ok: true, answer });
  });

  test.each([
    ["echo yes", "answer"],
    ["echo Yes; echo No", "answer"],
    ["echo Yes; exit 2", "exit"],
    ["exec yes", "answer"],
    ["head -c 100000 /dev/zero", "answer"],
    ["kill $$", "signal"],
    ["sleep 100", "timeout"],
  ])("`%s` is no answer: %s", async (script, reason) => {
    const world = makeWorld(`NeedsArtifactReboot) ${script};;`, { timeoutSeconds: reason === "timeout" ? 0.2 : 150 });
    expect(await world.interfaces.askNeedsReboot(world.queryCall())).toMatchObject({ ok: false, reason });
  });
});

test.each([
  ["", false],
  ["echo No", false],
  ["echo Yes", true],
])("SupportsRollback `%s` means %s", async (script, answer) => {
  const world = makeWorld(`SupportsRollback) echo noise >&2; ${script};;`);
  expect(await world.interfaces.askSupportsRollback(world.queryCall())).toMatchObject({ ok: true, answer });
});

describe("Provides, asked in the course of a deployment", () => {
  test("is answered from a folder of its own, and leaves nothing behind", async () => {
    const world = makeWorld('Provides) pwd > "$OUT/where"; echo version=v1;;');
    const asked = await world.interfaces.askProvides(world.queryCall());
    expect(asked).toMatchObject({ ok: true, answer: { version: "v1" } });
    const where = readFileSync(join(world.folder, "where"), "utf8").trim();
    expect(where).toContain("question-");
    expect(existsSync(where)).toBe(false);
    expect(existsSync(world.workDir())).toBe(false);
  });

  test.each([
    ["echo nonsense", "answer", /line 1 is not key=value/],
    ["printf 'a=1\\na=2'", "answer", /a stands twice/],
    ["exit 3", "exit", /exit code 3/],
    ["sleep 100", "timeout", /./],
  ])("`%s` is no answer: %s", async (script, reason, message) => {
    const world = makeWorld(`Provides) ${script};;`, { timeoutSeconds: reason === "timeout" ? 0.2 : 150 });
    const asked = await world.interfaces.askProvides(world.queryCall());
    expect(asked).toMatchObject({ ok: false, reason, message: expect.stringMatching(message) });
  });

  test("is not asked any more once it was cancelled", async () => {
    const world = makeWorld('Provides) touch "$OUT/asked";;');
    const asked = await world.interfaces.askProvides({ ...world.queryCall(), signal: AbortSignal.abort() });
    expect(asked).toMatchObject({ ok: false, reason: "cancelled" });
    expect(existsSync(join(world.folder, "asked"))).toBe(false);
  });
});

function asking(script: string, dialect: Dialect, change: Partial<QuestionsSettings> = {}) {
  const folder = temporaryFolder();
  const scratchRoot = temporaryFolder();
  const { log, lines } = keptLog();
  const questions = createQuestions({
    executables: new Map([["mock", makeInterface(folder, "mock", script)]]),
    dialect,
    timeoutSeconds: 150,
    environment: { PATH: process.env["PATH"], OUT: folder },
    log,
    scratchRoot,
    ...change,
  });
  return { questions, log: lines, folder, scratchRoot };
}

const COMPONENT = { type: "rtos", id: "R1", interfaceName: "mock", interfaceArgs: ["a"] };
const DECLARED = { type: "rtos", interfaceName: "mock", interfaceArgs: ["a"] };

/** The message of the refusal. */
async function refusal(asked: Promise<unknown>): Promise<string> {
  const thrown = await asked.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(OrchestratorError);
  if (!(thrown instanceof OrchestratorError)) return "";
  expect(thrown.code).toBe("INTERFACE_QUERY_FAILED");
  return thrown.message;
}

describe("Provides", () => {
  test.each<[string, Dialect, string, Record<string, string>]>([
    ["nothing", "2024", "", {}],
    ["values", "2024", "printf 'a=1\\n\\nb=x=y\\nc=\\r\\nd= e '", { a: "1", b: "x=y", c: "", d: "e" }],
    ["spaces around the sign", "2024", "printf ' a = 1 \\n\\tb\\t=\\tx y\\n'", { a: "1", b: "x y" }],
    ["a device type in the 2024 dialect", "2024", "echo device_type=board", { device_type: "board" }],
    ["a version", "2026", "echo rootfs-image.version=v1", { "rootfs-image.version": "v1" }],
    ["a version by interface", "2026", "echo rootfs-image.mock.version=v1", { "rootfs-image.mock.version": "v1" }],
  ])("takes %s", async (_, dialect, script, expected) => {
    const { questions } = asking(`Provides) ${script};;`, dialect);
    expect(await questions.provides(COMPONENT)).toEqual(expected);
    await questions.close();
  });

  test.each<[string, Dialect, string, RegExp]>([
    ["a line that is no pair", "2024", "printf 'a=1\\nnonsense\\n'", /line 2 is not key=value: "nonsense"$/],
    ["a pair without a key", "2024", "echo =1", /line 1 is not/],
    ["a repeated key", "2024", "printf 'a=1\\na=2'", /a stands twice/],
    ["a failure", "2024", "exit 3", /exit code 3/],
    ["a flood", "2024", "exec yes a=1", /printed more/],
    ["a device type in the 2026 dialect", "2026", "echo device_type=board", /device_type is not allowed/],
    ["two versions", "2026", "printf 'rootfs-image.version=1\\nrootfs-image.mock.version=1'", /exclude each other/],
  ])("refuses %s", async (_, dialect, script, message) => {
    const { questions } = asking(`Provides) ${script};;`, dialect);
    expect(await refusal(questions.provides(COMPONENT))).toMatch(message);
    await questions.close();
  });

  test("of a fresh 2026 board, without a version, is a warning", async () => {
    const { questions, log } = asking("*) ;;", "2026");
    expect(await questions.provides(COMPONENT)).toEqual({});
    expect(log.join()).toContain("rtos.R1 Provides gives none of rootfs-image.version, rootfs-image.mock.version");
    await questions.close();
  });
});

describe("what a question that failed has printed", () => {
  async function told(asked: Promise<unknown>) {
    const thrown = await asked.catch((error: unknown) => error);
    return thrown instanceof OrchestratorError ? thrown.facts["outputTail"] : undefined;
  }

  test.each([
    ["on stderr", "echo 'no such board' >&2; exit 1", ["no such board"]],
    ["on both", "echo first >&2; echo a=1; exit 1", ["a=1", "first"]],
    ["without being terminal codes", "printf '\\033[31mred\\n' >&2; exit 1", ["\\x1b[31mred"]],
    ["before nonsense", "echo 'half of it' >&2; echo nonsense", ["nonsense", "half of it"]],
    ["more than anybody reads", "seq 1000 >&2; exit 1", Array.from({ length: 40 }, (_, index) => `${961 + index}`)],
  ])("%s", async (_, script, expected) => {
    const { questions } = asking(`Provides|Identity|Inventory) ${script};;`, "2026");
    expect(await told(questions.provides(COMPONENT))).toEqual(expected);
    expect(await told(questions.inventory(COMPONENT))).toEqual(expected);
    expect(await told(questions.identity(DECLARED))).toEqual(expected);
    await questions.close();
  });

  test("and what it prints on stderr goes to the log like a state's", async () => {
    const { questions, log } = asking("Provides) echo asking the board >&2; echo rootfs-image.version=1;;", "2026");
    await questions.provides(COMPONENT);
    expect(log).toEqual(["info rtos.R1 Provides: asking the board"]);
    await questions.close();
  });
});

test("a question that is part of Download is named where it fails", async () => {
  const world = makeWorld("NeedsUnpackedArtifact) echo maybe;;");
  const message = 'NeedsUnpackedArtifact answered "maybe"; it may be one of Yes, No';
  expect(await world.run("Download")).toMatchObject({ ok: false, reason: "answer", message });
});

test("Inventory may repeat keys", async () => {
  const { questions } = asking("Inventory) printf 'a=1\\na=2\\nb=3';;", "2026");
  expect(await questions.inventory(COMPONENT)).toEqual([
    ["a", "1"],
    ["a", "2"],
    ["b", "3"],
  ]);
  await questions.close();
});

describe("Identity", () => {
  test.each<[string, string | undefined]>([
    ["echo id=R456", "R456"],
    ["", undefined],
    ["printf 'id=R 4\\n\\n'", "R 4"],
    ["printf id=; head -c 100 /dev/zero | tr '\\0' x", "x".repeat(100)],
  ])("`%s` is %s", async (script, expected) => {
    const { questions } = asking(`Identity) ${script};;`, "2026");
    expect(await questions.identity(DECLARED)).toBe(expected);
    await questions.close();
  });

  test.each([
    ["echo R456", /line 1/],
    ["echo name=R456", /exactly one line/],
    ["printf 'id=a\\nid=b'", /exactly one line/],
    ["echo id=", /empty/],
    ["echo id=..", /its parent/],
    ["echo id=../x", /lead out of its folder/],
    ["echo id=a/b", /lead out of its folder/],
    ["printf 'id=a\\tb'", /control character/],
    ["echo id=a=b", /"="/],
    ["printf id=; head -c 101 /dev/zero | tr '\\0' x", /longer than 100/],
  ])("`%s` is refused", async (script, message) => {
    const { questions } = asking(`Identity) ${script};;`, "2026");
    expect(await refusal(questions.identity(DECLARED))).toMatch(message);
    await questions.close();
  });
});

test.each<[Dialect, string]>([
  ["2024", "rtos|R1|a|"],
  ["2026", "rtos|a|"],
])("questions of the %s dialect get an empty private folder, which is gone afterwards", async (dialect, rest) => {
  const script = `#!/bin/sh\n{ printf '%s|' "$@"; pwd; stat -c %a .; ls -A; } > "$OUT/call"\n`;
  const { questions, folder, scratchRoot } = asking(script, dialect);
  await questions.provides(COMPONENT);
  const [call, mode, ...listing] = readFileSync(join(folder, "call"), "utf8").trimEnd().split("\n");
  const workDir = call?.split("|").at(-1) ?? "";
  expect(call).toBe(`Provides|${workDir}|${rest}${workDir}`);
  expect([mode, listing]).toEqual(["700", []]);
  expect(existsSync(workDir)).toBe(false);
  await questions.close();
  expect(readdirSync(scratchRoot)).toEqual([]);
});

test("questions can be cancelled", async () => {
  const { questions } = asking("*) sleep 100;;", "2026", { limits: { graceMilliseconds: 100 } });
  expect(await refusal(questions.provides(COMPONENT, AbortSignal.timeout(100)))).toContain("cancelled");
  await questions.close();
});
