// Somebody who had a key for a while has signed a manifest with the highest serial there is, so that the system would take none
// any more. Root metadata without that key is the way out; it must not be a way in.

import { expect, test } from "vitest";
import { writeRoot } from "./root.js";
import { createStage, type Stage } from "./stage.js";

const HIGHEST = Number.MAX_SAFE_INTEGER;

/** The system has accepted the highest serial; its root keys are `r1` and `r2`. */
async function createForwarded(): Promise<Stage> {
  const stage = await createStage();
  const path = writeRoot(stage, {
    version: 1,
    name: "anchor",
    root: ["r1", "r2"],
    manifest: ["stolen"],
    signers: ["r1"],
  });
  stage.configure({ ManifestRoot: path });
  await stage.release({ serial: HIGHEST, signers: ["stolen"] });
  await stage.installs();
  return stage;
}

test("a new key does not bring the serial back while the stolen one is trusted", async () => {
  const stage = await createForwarded();
  writeRoot(stage, { version: 2, root: ["r1", "r2"], manifest: ["stolen", "release"], signers: ["r1"] });
  await stage.release({ serial: 8, version: "v8" });
  const refused = await stage.run("install", "--output", "json", stage.manifestPath);
  expect(JSON.parse(refused.stdout).error.code).toBe("TRUST_SERIAL_REPLAYED");
  expect(stage.version()).toBe("v1");
});

test("without the stolen key the system takes serials again from where the owner goes on", async () => {
  const stage = await createForwarded();
  writeRoot(stage, { version: 2, root: ["r1", "r2"], manifest: ["release"], signers: ["r1"] });
  await stage.release({ serial: 8, version: "v8" });
  await stage.installs();
  expect(stage.version()).toBe("v8");
  await stage.release({ serial: 9, version: "v9", signers: ["stolen"] });
  await stage.refuses("TRUST_KEY_UNKNOWN");
  await stage.release({ serial: 7, version: "v7" });
  await stage.refuses("TRUST_SERIAL_REPLAYED");
});

test("the stolen manifest key cannot make root metadata", async () => {
  const stage = await createForwarded();
  writeRoot(stage, { version: 2, root: ["stolen"], manifest: ["stolen"], signers: ["stolen"] });
  await stage.refuses("TRUST_ROOT_THRESHOLD");
});

test("root metadata with a version that jumps ahead", async () => {
  const stage = await createForwarded();
  writeRoot(stage, { version: 9, name: "2", root: ["r1"], manifest: ["release"], signers: ["r1"] });
  await stage.refuses("TRUST_ROOT_VERSION");
});
