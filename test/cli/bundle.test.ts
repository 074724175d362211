// `bundle create` and `bundle inspect` on the command line, and what `-` stands for.

import { expect, test } from "vitest";
import type { App, BundleDescription } from "../../src/cli/app-types.js";
import { run } from "./support.js";

const ARTIFACT = { name: "rtos-v2", sizeBytes: 1_500_000, sha256: "ab".repeat(32) };

const DESCRIPTION: BundleDescription = {
  ...{ manifestName: "system-v2", serial: 7, expires: "2030-01-01T00:00:00Z", isSigned: true },
  ...{ rootNames: ["roots/2.root.json"], sizeBytes: 1_600_000 },
  artifacts: [{ ...ARTIFACT, compatibleTypes: ["rtos", "rtos-b"], references: ["rtos.mender"] }],
};

test("create says what it has made", async () => {
  const asked: unknown[] = [];
  const createBundle: App["createBundle"] = async (_, { manifestPath, output }) => {
    asked.push({ manifestPath, output });
    const warning = { code: "MANIFEST_EMPTY", severity: "warning", message: "beware" } as const;
    return { artifacts: [{ ...ARTIFACT, paths: [], names: [], headerBytes: 1 }], warnings: [warning] };
  };
  const ran = await run(["bundle", "create", "m.yaml", "-o", "two.bundle"], { app: { createBundle } });
  expect(ran).toMatchObject({ code: 0, stdout: "two.bundle: 1 artifact, 1.43 MiB\n" });
  expect(ran.stderr).toContain("beware");
  expect(asked).toEqual([{ manifestPath: "m.yaml", output: "two.bundle" }]);
});

test("create to standard output writes the bundle and nothing else", async () => {
  const createBundle: App["createBundle"] = async (_, { write }) => {
    for (const text of ["the ", "bundle"]) await write?.(Buffer.from(text));
    return { artifacts: [], warnings: [] };
  };
  const ran = await run(["bundle", "create", "m.yaml", "-o", "-"], { app: { createBundle } });
  expect(ran).toMatchObject({ code: 0, stdout: "the bundle" });
});

test("inspect shows a page, or JSON", async () => {
  const app: Partial<App> = { inspectBundle: async () => DESCRIPTION };
  const { stdout } = await run(["bundle", "inspect", "two.bundle"], { app });
  expect(stdout.split("\n")).toEqual([
    "Manifest:    system-v2",
    "Serial:      7",
    "Expires:     2030-01-01T00:00:00Z",
    "Signatures:  there are some; manifest verify and install judge them",
    "Keys:        roots/2.root.json",
    "Size:        1.53 MiB",
    "Artifacts:   1",
    `  rtos-v2  1.43 MiB  for rtos, rtos-b  ${ARTIFACT.sha256}`,
    "",
  ]);
  const json = await run(["bundle", "inspect", "two.bundle", "--output", "json"], { app });
  expect(JSON.parse(json.stdout)).toEqual(DESCRIPTION);
});

test.each([
  ["a file", [], false],
  ["all of it", ["--verify"], true],
])("inspect reads %s", async (_, flags, isWhole) => {
  const asked: unknown[] = [];
  const inspectBundle: App["inspectBundle"] = async (__, options) => {
    asked.push(options);
    return DESCRIPTION;
  };
  await run(["bundle", "inspect", ...flags, "two.bundle"], { app: { inspectBundle } });
  expect(asked).toEqual([{ path: "two.bundle", isWhole }]);
});

test.each(["plan", "install"])("%s gets standard input for - alone", async (command) => {
  const stdins: boolean[] = [];
  const stop = async (_: unknown, options: { readonly stdin?: NodeJS.ReadableStream }): Promise<never> => {
    stdins.push(options.stdin !== undefined);
    throw new Error("enough");
  };
  const app: Partial<App> = { planSystem: stop, installSystem: stop };
  for (const given of ["-", "two.bundle"]) await run([command, given], { app });
  expect(stdins).toEqual([true, false]);
});
