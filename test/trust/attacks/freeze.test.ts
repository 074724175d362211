// Somebody keeps the newest manifest away and holds out an old one, which was once right.

import { expect, test } from "vitest";
import { createStage } from "./stage.js";

test.each([
  ["long ago", "2026-01-02T00:00:00Z"],
  ["in another zone", "2026-06-30T23:59:59+14:00"],
  ["before any clock was right", "1970-01-01T00:00:00Z"],
])("a manifest that expired %s", async (_, expires) => {
  const stage = await createStage();
  await stage.release({ expires });
  await stage.refuses("TRUST_EXPIRED");
});

test("one that would never expire", async () => {
  const stage = await createStage();
  await stage.release({ expires: undefined });
  await stage.refuses("TRUST_EXPIRES_MISSING");
});

test("an expired one is not signed in the first place", async () => {
  const stage = await createStage();
  await stage.release({ expires: "2026-01-02T00:00:00Z" });
  const signed = await stage.run("manifest", "sign", "--key", stage.signer("release").privatePath, stage.manifestPath);
  expect(signed).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("TRUST_EXPIRED") });
});
