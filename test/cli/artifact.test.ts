// `artifact write` and `artifact read`: what the options become, and what is shown.

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generateKeys, readArtifact, signArtifact, verifyArtifact, writeArtifact } from "../../src/app/index.js";
import type { WriteOptions } from "../../src/cli/app-types.js";
import { temporaryFolder } from "../support/index.js";
import { run } from "./support.js";

async function written(...words: readonly string[]): Promise<Partial<WriteOptions>> {
  let given: Partial<WriteOptions> = {};
  const write = async (options: WriteOptions) => {
    given = options;
  };
  const needed = ["artifact", "write", "--type", "rtos", "--compatible-type", "rtos", "--name", "n"];
  const { code, stderr } = await run([...needed, ...words], { app: { writeArtifact: write } });
  expect([code, stderr]).toEqual([0, ""]);
  return given;
}

type Case = readonly [words: readonly string[], expected: Partial<WriteOptions>];
const CASES: readonly Case[] = [
  [[], { type: "rtos", compatibleTypes: ["rtos"], name: "n", output: "n.mender", files: [], compression: "gzip" }],
  [[], { provides: {}, depends: {}, hasSoftwareVersion: true, hasDefaultClears: true }],
  [["-o", "x/y.mender"], { output: "x/y.mender" }],
  [["--output-path", "x/y.mender"], { output: "x/y.mender" }],
  [["--compatible-type", "gateway"], { compatibleTypes: ["rtos", "gateway"] }],
  [["--file", "a", "-f", "b"], { files: ["a", "b"] }],
  [["--provides", "a:1", "--provides", "b:2:3", "--provides", "c:"], { provides: { a: "1", b: "2:3", c: "" } }],
  [["--depends", "a:1", "--depends", "b:2", "--depends", "a:3"], { depends: { a: ["1", "3"], b: ["2"] } }],
  [["--depends-group", "g", "--depends-name", "m"], { dependsGroups: ["g"], dependsNames: ["m"] }],
  [["--group", "g"], { group: "g" }],
  [["--clears-provides", "a.*"], { clearsProvides: ["a.*"] }],
  [["--meta-data", "m.json"], { metaDataFile: "m.json" }],
  [["--no-default-software-version"], { hasSoftwareVersion: false }],
  [["--no-default-clears-provides"], { hasDefaultClears: false }],
  [
    ["--software-name", "s", "--software-version", "7"],
    { software: { filesystem: "rootfs-image", name: "s", version: "7" } },
  ],
  [["--software-filesystem", "data"], { software: { filesystem: "data" } }],
  [["--compression", "none"], { compression: "none" }],
  [["--compression", "xz"], { compression: "xz" }],
  [["--compression", "zstd"], { compression: "zstd" }],
  [["--key", "k.pem"], { keyPath: "k.pem" }],
];

test.each(CASES)("artifact write … %s", async (words, expected) => {
  expect(await written(...words)).toMatchObject(expected);
});

const WRONG: readonly (readonly [words: readonly string[], message: string])[] = [
  [["--type", "t", "--name", "n"], "--compatible-type is missing"],
  [["--type", "t", "--compatible-type", "t"], "--name"],
  [["--name", "n", "--compatible-type", "t"], "--type"],
  [["--type", "t", "--name", "a/b", "--compatible-type", "t"], "has a slash"],
  [["--type", "t", "--name", "n", "--compatible-type", "t", "--provides", "a"], "is not KEY:VALUE"],
  [["--type", "t", "--name", "n", "--compatible-type", "t", "--depends", ":a"], "is not KEY:VALUE"],
  [["--type", "t", "--name", "n", "--compatible-type", "t", "--provides", "a:1", "--provides", "a:2"], "a twice"],
  [["--type", "t", "--name", "n", "--compatible-type", "t", "--compression", "lzma"], "lzma"],
];

test.each(WRONG)("artifact write %s is refused", async (words, message) => {
  const { code, stderr } = await run(["artifact", "write", ...words]);
  expect(code).toBe(5);
  expect(stderr).toContain("ARGUMENT_INVALID");
  expect(stderr).toContain(message);
});

describe("artifact read", () => {
  const app = { writeArtifact, readArtifact };

  test("shows what artifact write wrote", async () => {
    const folder = temporaryFolder();
    const [file, output] = [join(folder, "zephyr.bin"), join(folder, "a.mender")];
    writeFileSync(file, "firmware");
    const words = ["--type", "rtos", "--compatible-type", "rtos", "--name", "rtos-v2", "--file", file, "-o", output];
    expect(await run(["artifact", "write", ...words], { app })).toEqual({ code: 0, stdout: `${output}\n`, stderr: "" });
    const { code, stdout } = await run(["artifact", "read", output], { app });
    expect(code).toBe(0);
    for (const line of [/^Name: +rtos-v2$/m, /rootfs-image\.rtos\.version: rtos-v2$/m, /zephyr\.bin +8 B /]) {
      expect(stdout).toMatch(line);
    }
    const asJson = await run(["artifact", "read", output, "--output", "json"], { app });
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      name: "rtos-v2",
      isSigned: false,
      files: [{ name: "zephyr.bin", sizeBytes: 8, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  test("of something else names the file and the fault", async () => {
    const path = join(temporaryFolder(), "notes.txt");
    writeFileSync(path, "not an artifact\n".repeat(100));
    const { code, stdout, stderr } = await run(["artifact", "read", path], { app });
    expect([code, stdout]).toEqual([5, ""]);
    expect(stderr).toContain("ARTIFACT_NOT_TAR");
    expect(stderr).toContain(path);
  });
});

test("artifact write-manifest gives its options to the use case, and answers with the file", async () => {
  let given: unknown;
  const writeManifestArtifact = async (options: unknown) => {
    given = options;
  };
  const words = ["--compatible-type", "a", "--compatible-type", "b", "--name", "n", "--software-version", "7"];
  const groups = ["--group", "g", "--depends-group", "h", "--depends-name", "m", "--key", "k.pem"];
  const argv = ["artifact", "write-manifest", "m.yaml", "-o", "m.mender", ...words, ...groups];
  expect(await run(argv, { app: { writeManifestArtifact } })).toEqual({ code: 0, stdout: "m.mender\n", stderr: "" });
  expect(given).toEqual({
    ...{ manifestPath: "m.yaml", output: "m.mender", compatibleTypes: ["a", "b"], name: "n", softwareVersion: "7" },
    ...{ group: "g", dependsGroups: ["h"], dependsNames: ["m"], keyPath: "k.pem" },
  });
});

describe("signing", () => {
  const app = { writeArtifact, readArtifact, signArtifact, verifyArtifact, generateKeys };

  /** A folder with an artifact and the keys `one` and `other`. */
  async function materials() {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    for (const name of ["one", "other"])
      expect((await run(["keys", "generate", "-o", at(name)], { app })).code).toBe(0);
    const words = ["--type", "rtos", "--compatible-type", "rtos", "--name", "n", "-o", at("a.mender")];
    expect((await run(["artifact", "write", ...words], { app })).code).toBe(0);
    return { at, orchestrator: (...argv: readonly string[]) => run(argv, { app }) };
  }

  test("goes from a new key to a verified artifact", async () => {
    const { at, orchestrator } = await materials();
    expect(await orchestrator("artifact", "sign", at("a.mender"), "--key", at("one.pem"))).toMatchObject({
      ...{ code: 0, stdout: `${at("a.mender")}\n`, stderr: "" },
    });
    const verified = await orchestrator("artifact", "verify", at("a.mender"), "--key", at("one.pub.pem"));
    expect(verified.code).toBe(0);
    expect(verified.stdout).toContain(`whole and signed by ${at("one.pub.pem")} (ed25519, `);
    const both = ["--key", at("other.pub.pem"), "--key", at("one.pub.pem"), "--output", "json"];
    const asJson = await orchestrator("artifact", "verify", at("a.mender"), ...both);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ signedBy: { path: at("one.pub.pem"), kind: "ed25519" } });
  });

  test("artifact verify refuses what nobody, or somebody else, has signed", async () => {
    const { at, orchestrator } = await materials();
    const verify = () => orchestrator("artifact", "verify", at("a.mender"), "--key", at("one.pub.pem"));
    expect(await verify()).toMatchObject({ code: 5, stderr: expect.stringContaining("ARTIFACT_UNSIGNED") });
    await orchestrator("artifact", "sign", at("a.mender"), "--key", at("other.pem"));
    expect(await verify()).toMatchObject({ code: 5, stderr: expect.stringContaining("ARTIFACT_SIGNATURE_INVALID") });
    const without = await orchestrator("artifact", "verify", at("a.mender"));
    expect(without).toMatchObject({ code: 5, stderr: expect.stringContaining("there is no key to verify with") });
  });

  test("artifact read tells who has signed, as far as the keys at hand tell", async () => {
    const { at, orchestrator } = await materials();
    const signature = async (...words: readonly string[]) =>
      /^Signature: +(.*)$/m.exec((await orchestrator("artifact", "read", at("a.mender"), ...words)).stdout)?.[1];
    expect(await signature("--key", at("one.pub.pem"))).toBe("not signed");
    await orchestrator("artifact", "sign", at("a.mender"), "--key", at("one.pem"));
    expect(await signature()).toBe("signed; name a key to see whether by that");
    expect(await signature("--key", at("other.pub.pem"))).toBe("signed, by none of 1 key");
    expect(await signature("--key", at("one.pub.pem"))).toContain(`signed by ${at("one.pub.pem")}`);
  });

  test("a passphrase comes from a file or from the environment", async () => {
    const { at, orchestrator } = await materials();
    writeFileSync(at("secret"), "open sesame\n");
    const made = await orchestrator("keys", "generate", "-o", at("locked"), "--passphrase-file", at("secret"));
    expect(made).toMatchObject({ code: 0, stdout: `${at("locked.pem")}\n${at("locked.pub.pem")}\n` });
    const sign = ["artifact", "sign", at("a.mender"), "--force", "--key", at("locked.pem")];
    expect(await orchestrator(...sign)).toMatchObject({ code: 5, stderr: expect.stringContaining("KEY_LOCKED") });
    expect((await orchestrator(...sign, "--passphrase-file", at("secret"))).code).toBe(0);
    const inEnvironment = (passphrase: string) =>
      run(sign, { app, environment: { ORCHESTRATOR_KEY_PASSPHRASE: passphrase } });
    expect((await inEnvironment("open sesame")).code).toBe(0);
    const wrong = await inEnvironment("open barley");
    expect(wrong.code).toBe(5);
    expect(wrong.stderr).not.toContain("barley");
  });

  test.each([
    ["with a second line", "open sesame\nand more\n", 0],
    ["with the end of a line as elsewhere", "open sesame\r\n", 0],
    ["without the end of a line", "open sesame", 0],
    ["as long as it may be", "x".repeat(4096), 0],
    ["longer than that", "x".repeat(4097), 5],
    ["of no letters", "\nopen sesame\n", 5],
  ])("a passphrase %s", async (_, text, code) => {
    const { at, orchestrator } = await materials();
    writeFileSync(at("secret"), text);
    const made = await orchestrator("keys", "generate", "-o", at("locked"), "--passphrase-file", at("secret"));
    expect(made.code).toBe(code);
  });

  test.each(["/dev/zero", "/dev/null", "/"])("no passphrase is in %s", async (path) => {
    const { at, orchestrator } = await materials();
    const made = await orchestrator("keys", "generate", "-o", at("locked"), "--passphrase-file", path);
    expect(made).toMatchObject({ code: 5, stderr: expect.stringContaining("KEY_LOCKED") });
  });

  test("a private key that others may read is used, with a warning", async () => {
    const { at, orchestrator } = await materials();
    await orchestrator("keys", "generate", "-o", at("mine"));
    const sign = ["artifact", "sign", at("a.mender"), "--force", "--key", at("mine.pem")];
    expect(await orchestrator(...sign)).toMatchObject({ code: 0, stderr: "" });
    chmodSync(at("mine.pem"), 0o640);
    const warned = `others than its owner may read the private key ${at("mine.pem")}`;
    expect(await orchestrator(...sign)).toMatchObject({ code: 0, stderr: expect.stringContaining(warned) });
  });

  test("a public key in the place of the private one is refused, and not called private", async () => {
    const { at, orchestrator } = await materials();
    await orchestrator("keys", "generate", "-o", at("mine"));
    const { code, stderr } = await orchestrator("artifact", "sign", at("a.mender"), "--key", at("mine.pub.pem"));
    expect([code, stderr]).toEqual([5, expect.stringMatching(/^error KEY_WRONG_HALF/)]);
  });
});
