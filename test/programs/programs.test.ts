// Programs of the system, as captures, restores and unpacking run them.

import { chmodSync, closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findProgram, runProgram, startProgram, versionedFolders } from "../../src/programs/index.js";
import { temporaryFolder } from "../support/index.js";

const shell = (script: string, more: object = {}) => ({ path: "/bin/sh", args: ["-c", script], ...more });

describe("a program", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("holds the open files that it is given", async () => {
    const path = join(temporaryFolder(), "held");
    writeFileSync(path, "content");
    const descriptor = openSync(path, "r");
    expect(await runProgram(shell("cat <&3", { descriptors: [descriptor] }))).toMatchObject({ stdout: "content" });
    closeSync(descriptor);
  });

  test("is found on the path, then in folders of versions, the highest first", () => {
    const folder = temporaryFolder();
    for (const version of ["9", "15", "16.2", "x"]) {
      mkdirSync(join(folder, version, "bin"), { recursive: true });
      writeFileSync(join(folder, version, "bin", "one"), "");
      chmodSync(join(folder, version, "bin", "one"), 0o755);
    }
    const folders = versionedFolders(folder, "bin");
    expect(folders).toEqual(["16.2", "15", "9"].map((version) => join(folder, version, "bin")));
    expect(findProgram("one", folders)).toBe(join(folder, "16.2", "bin", "one"));
    vi.stubEnv("PATH", `relative:${join(folder, "9", "bin")}`);
    expect(findProgram("one", folders)).toBe(join(folder, "9", "bin", "one"));
    expect(versionedFolders(join(folder, "none"), "bin")).toEqual([]);
  });

  test("is none that is a folder, or may not be run", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "a", "one"), { recursive: true });
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "b", "one"), "");
    expect(findProgram("one", [join(folder, "a"), join(folder, "b")])).toBeUndefined();
  });

  test.each([
    {
      name: "ends well",
      call: shell("cat; echo no >&2", { input: "in" }),
      end: { kind: "exited", exitCode: 0, stdout: "in", stderr: "no" },
    },
    { name: "fails", call: shell("exit 7"), end: { kind: "exited", exitCode: 7 } },
    { name: "is killed", call: shell("kill -9 $$"), end: { kind: "killed" } },
    { name: "takes too long", call: shell("sleep infinity & wait", { seconds: 0.05 }), end: { kind: "killed" } },
    {
      name: "is called off",
      call: () => shell("exec sleep infinity", { signal: AbortSignal.timeout(50) }),
      end: { kind: "killed" },
    },
    {
      name: "was called off before",
      call: shell("exec sleep infinity", { signal: AbortSignal.abort() }),
      end: { kind: "killed" },
    },
    { name: "is none", call: { path: "/nowhere", args: [] }, end: { kind: "not-started" } },
    {
      name: "leaves before it has taken everything",
      call: shell("exit 3", { input: "x".repeat(1e6) }),
      end: { kind: "exited", exitCode: 3 },
    },
    { name: "talks without end", call: shell("exec yes"), end: { kind: "killed" } },
    {
      name: "complains at length",
      call: shell("yes no | head -c 100000 >&2; printf last >&2"),
      end: { stderr: expect.stringMatching(/^[\sno]{10000,17000}last$/) },
    },
    {
      name: "looks around",
      call: shell("env", { env: { ONE: "1" } }),
      end: { stdout: expect.stringMatching(/^(?!.*HOME=)(?=.*ONE=1)(?=.*LC_ALL=C)/s) },
    },
  ])("that $name is said to", async ({ call, end }) => {
    expect(await runProgram(typeof call === "function" ? call() : call)).toMatchObject(end);
  });

  test.each([
    ["and ends well", "head -c 16777217 /dev/zero"],
    ["and goes on", "cat /dev/zero"],
  ])("that writes more than is kept %s has given no answer", async (_, script) => {
    const end = await runProgram({ path: "/bin/sh", args: ["-c", script] });
    expect(end).toMatchObject({ kind: "killed", saidTooMuch: true, stdout: "" });
  });

  test("whose answer is as long as one may be is heard", async () => {
    const end = await runProgram({ path: "/bin/sh", args: ["-c", "head -c 16777216 /dev/zero"] });
    expect(end).toMatchObject({ kind: "exited", exitCode: 0 });
    expect(end.stdout.length).toBe(16 * 1024 * 1024);
  });

  test("that has ended before anybody reads what it wrote is still heard", async () => {
    const program = startProgram(shell("echo all of it", { input: "" }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const chunks: Buffer[] = [];
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("all of it\n");
    expect(await program.ended).toMatchObject({ kind: "exited", exitCode: 0 });
  });

  test("ends when its input fails, and fails with it", async () => {
    const input = Readable.from(
      (async function* () {
        yield Buffer.from("one");
        throw new Error("no more");
      })(),
    );
    const program = startProgram({ path: "/bin/sleep", args: ["infinity"], input });
    program.stdout.resume();
    await expect(program.ended).rejects.toThrow("no more");
  });
});
