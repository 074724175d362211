// The whole way of a release through the program: keys, lock, sign, verify, root metadata; and that the system takes it.

import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { createStage, LATER, writeBoard } from "./attacks/stage.js";

test("lock, sign, verify, install", async () => {
  const stage = await createStage();
  const { privatePath, publicPath } = stage.signer("release");
  const head = "# Our release.\napi_version: mender/v1\nkind: manifest\nname: system-v2 # two\n";
  const rest = "system_types_compatible: [stage]\ncomponent_types:\n  board: {artifact_path: board.mender}\n";
  writeFileSync(stage.manifestPath, head + rest);
  chmodSync(stage.manifestPath, 0o640);
  await writeBoard(stage.path("board.mender"), "v2");

  const check = async () => await stage.run("manifest", "lock", "--check", stage.manifestPath);
  expect(await check()).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("TRUST_LOCK_OUTDATED") });
  const lock = ["manifest", "lock", "--serial", "+1", "--expires", "90d", "--output", "json", stage.manifestPath];
  const umask = process.umask(0o077);
  onTestFinished(() => void process.umask(umask));
  const locked = await stage.run(...lock);
  const keys = ["serial", "expires", "artifact_sha256", "artifact_manifest_sha256"];
  expect(JSON.parse(locked.stdout).changes.map(({ key }: { key: string }) => key)).toEqual(keys);
  expect(await check()).toMatchObject({ exitCode: 0 });
  const text = readFileSync(stage.manifestPath, "utf8");
  expect(text).toMatch(/^# Our release\.\napi_version.*\nkind.*\nname: system-v2 # two\nserial: 1\nexpires: "20/);
  expect(statSync(stage.manifestPath).mode & 0o777).toBe(0o640);

  const sign = async () => await stage.run("manifest", "sign", "--key", privatePath, stage.manifestPath);
  expect(await sign()).toMatchObject({ exitCode: 0 });
  const signatures = readFileSync(`${stage.manifestPath}.sig`, "utf8");
  expect(await sign()).toMatchObject({ exitCode: 0 });
  expect(readFileSync(`${stage.manifestPath}.sig`, "utf8")).toBe(signatures);

  const verify = await stage.run("manifest", "verify", "--key", publicPath, stage.manifestPath);
  expect(verify).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("serial 1") });
  const stranger = stage.signer("stranger").publicPath;
  const refused = await stage.run("manifest", "verify", "--key", stranger, stage.manifestPath);
  expect(refused).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("TRUST_KEY_UNKNOWN") });
  await stage.installs();
  expect(stage.version()).toBe("v2");
});

test("a second signer adds a signature to the first", async () => {
  const stage = await createStage();
  const [a, b] = [stage.signer("a"), stage.signer("b")];
  await stage.run("manifest", "sign", "--key", b.privatePath, stage.manifestPath);
  const signed = await stage.run("manifest", "sign", "--key", a.privatePath, "--output", "json", stage.manifestPath);
  const names = ["a", "b", "release"].map((name) => stage.signer(name).id);
  expect(JSON.parse(signed.stdout).keyids).toEqual([...names].sort());
  const keys = ["--key", a.publicPath, "--key", b.publicPath, "--threshold", "2"];
  expect(await stage.run("manifest", "verify", ...keys, stage.manifestPath)).toMatchObject({ exitCode: 0 });
});

test("what no system would take is not signed", async () => {
  const stage = await createStage();
  await stage.release({ pin: "none" });
  const { privatePath, publicPath } = stage.signer("release");
  const unpinned = await stage.run("manifest", "sign", "--key", privatePath, stage.manifestPath);
  expect(unpinned).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("TRUST_ARTIFACT_UNPINNED") });
  const half = await stage.run("manifest", "sign", "--key", publicPath, stage.manifestPath);
  expect(half.exitCode).not.toBe(0);
});

test("over a stepping stone: both artifacts are pinned, and the last leg knows the release", async () => {
  const stage = await createStage();
  const { privatePath } = stage.signer("release");
  for (const version of ["1.0.0", "2.0.0", "3.0.0"]) await writeBoard(stage.path(`${version}.mender`), version);
  const head = "api_version: mender/v1\nkind: manifest\nsystem_types_compatible: [stage]\ncomponent_types:\n  board:\n";
  const write = (version: string, serial: number, stones: string): void =>
    writeFileSync(
      stage.manifestPath,
      `${head}    artifact_path: ${version}.mender\n    version: ${version}\n${stones}name: system-${version}\nserial: ${serial}\n`,
    );
  const release = async (): Promise<void> => {
    await stage.run("manifest", "lock", "--expires", "90d", stage.manifestPath);
    await stage.run("manifest", "sign", "--key", privatePath, stage.manifestPath);
  };
  write("1.0.0", 1, "    moves: any\n");
  await release();
  await stage.installs();
  const stone = '{version: "2.0.0", artifact_path: 2.0.0.mender, mandatory: true}';
  write("3.0.0", 2, `    stepping_stones:\n      - ${stone}\n`);
  await release();
  expect(readFileSync(stage.manifestPath, "utf8").match(/artifact_sha256/g)).toHaveLength(2);
  await stage.installs();
  expect(stage.version()).toBe("3.0.0");
  const { stdout } = await stage.run("status", "--output", "json");
  const { deployment, ...rest } = JSON.parse(stdout).active;
  expect({ deployment, ...rest }).toEqual({ deployment: "3", manifest: "system-3.0.0" });
  expect(JSON.parse(stdout).release).toMatchObject({ serial: 2, signedBy: [stage.signer("release").id], daysLeft: 89 });
});

test("resume asks for no signature again: what it carries out was accepted", async () => {
  const stage = await createStage();
  await stage.installs("--stop-before", "ArtifactCommit");
  stage.configure({ ManifestVerifyKeys: [stage.signer("other").publicPath] });
  rmSync(stage.manifestPath);
  expect(await stage.run("resume")).toMatchObject({ exitCode: 0 });
  expect(stage.version()).toBe("v1");
});

test("root metadata: made, signed by both versions, applied", async () => {
  const stage = await createStage();
  const [old, next] = [stage.signer("release"), stage.signer("next")];
  const path = stage.path("1.root.json");
  const keys = ["--root-key", next.publicPath, "--manifest-key", next.publicPath];
  const create = ["keys", "root", "create", "--root-version", "1", "--expires", LATER, ...keys, "-o", path];
  expect(await stage.run(...create)).toMatchObject({ exitCode: 0, stdout: path });
  expect(await stage.run(...create)).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("FILE_EXISTS") });
  expect(await stage.run("keys", "rotate", path)).toMatchObject({
    ...{ exitCode: 6, stderr: expect.stringContaining("TRUST_ROOT_THRESHOLD") },
  });
  const signers = ["--key", old.privatePath, "--key", next.privatePath];
  const signed = await stage.run("keys", "root", "sign", ...signers, "--output", "json", path);
  expect(JSON.parse(signed.stdout)).toMatchObject({
    ...{ version: 1, expires: LATER, others: [old.id] },
    roles: [{ role: "root", keys: [{ keyid: next.id, hasSigned: true }] }, { role: "manifest" }],
  });
  expect(await stage.run("keys", "root", "show", path)).toMatchObject({ stdout: expect.stringContaining(next.id) });
  expect(await stage.run("keys", "rotate", path)).toMatchObject({ exitCode: 0 });
  expect(await stage.run("keys", "rotate", path)).toMatchObject({ exitCode: 0 });
  await stage.release({ serial: 2, signers: ["next"] });
  await stage.installs();
  expect(stage.version()).toBe("v1");
});
