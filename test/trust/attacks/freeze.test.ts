// Somebody keeps the newest manifest away and holds out an old one, which was once right.

import { readFileSync, writeFileSync } from "node:fs";
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

test("the clock was put back to when it had not expired", async () => {
  const stage = await createStage();
  await stage.installs();
  const path = `${stage.folder}/store/systems/default/trust.json`;
  const seen = JSON.parse(readFileSync(path, "utf8"));
  // As if that had been much later than the clock says now.
  writeFileSync(
    path,
    JSON.stringify({ ...seen, accepted: { ...seen.accepted, at: Date.parse("2098-01-01T00:00:00Z") } }),
  );
  await stage.release({ serial: 2, version: "v2", expires: "2097-12-31T00:00:00Z" });
  await stage.refuses("TRUST_EXPIRED");
  await stage.release({ serial: 2, version: "v2" });
  await stage.installs();
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
