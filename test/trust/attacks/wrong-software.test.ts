// What is signed is right, but not for this system or not for this purpose.

import { sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rootMessage, signaturesText } from "../../../src/trust/index.js";
import { createStage, everyFile } from "./stage.js";

test("a manifest for systems of another type", async () => {
  const stage = await createStage();
  await stage.release({ edit: (text) => text.replace("[stage]", "[tower]") });
  const before = everyFile(stage.folder);
  const refused = await stage.run("install", stage.manifestPath);
  expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("MANIFEST_SYSTEM_TYPE_MISMATCH") });
  expect(everyFile(stage.folder)).toEqual(before);
});

test("a signature over the bare bytes, as it is made for other things", async () => {
  const stage = await createStage();
  const { id, key } = stage.signer("release");
  const sig = sign(null, readFileSync(stage.manifestPath), key).toString("hex");
  writeFileSync(`${stage.manifestPath}.sig`, signaturesText([{ keyid: id, sig }]));
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("a signature that was made for root metadata", async () => {
  const stage = await createStage();
  const { id, key } = stage.signer("release");
  const sig = sign(null, rootMessage(readFileSync(stage.manifestPath, "utf8")), key).toString("hex");
  writeFileSync(`${stage.manifestPath}.sig`, signaturesText([{ keyid: id, sig }]));
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("the artifact of another component type under the pinned name", async () => {
  const stage = await createStage();
  writeFileSync(stage.path("board.mender"), "not even an artifact");
  const before = everyFile(stage.folder);
  expect(await stage.run("install", stage.manifestPath)).toMatchObject({ exitCode: 5 });
  expect(everyFile(stage.folder)).toEqual(before);
});
