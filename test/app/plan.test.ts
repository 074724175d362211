// A plan that could not be installed now says so.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeArtifact } from "../../src/app/artifact-write.js";
import { createContext } from "../../src/app/create-context.js";
import { planSystem } from "../../src/app/plan.js";
import type { PlanAnswer } from "../../src/app/plan-answer.js";
import { temporaryFolder } from "../support/index.js";

const nothing = () => undefined;
const log = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };

const MANIFEST = `api_version: mender/v1
kind: update_manifest
version: v2
component_types:
  board: {artifact_path: board.mender}
components:
  - {component_type: board, id: B1}
`;

it("warns of a deployment in progress", async () => {
  const folder = temporaryFolder();
  const names = join(folder, "interfaces", "v1");
  mkdirSync(names, { recursive: true });
  writeFileSync(join(names, "board"), "#!/bin/sh\necho device_type=board\n", { mode: 0o755 });
  const manifestPath = join(folder, "manifest.yaml");
  writeFileSync(manifestPath, MANIFEST);
  await writeArtifact({
    ...{ output: join(folder, "board.mender"), type: "board", compatibleTypes: ["board"], name: "board-v2" },
    ...{ files: [manifestPath], compression: "none" },
  });
  const environment = {
    PATH: process.env["PATH"],
    ...{ MENDER_ORCHESTRATOR_CONF_DIR: folder, MENDER_ORCHESTRATOR_DATA_DIR: folder },
    MENDER_ORCHESTRATOR_DATASTORE_DIR: folder,
  };
  const context = createContext({ programName: "orchestrator", programVersion: "0", environment, options: {}, log });
  const atRest = await planSystem(context, { manifestPath });
  expect(atRest.warnings).toEqual([]);
  context.wire.datastore.deployments.create({
    plan: planOf(atRest),
    documents: [],
    started: { manifestName: "v2", manifestDigest: "d", programVersion: "0" },
  });
  const now = await planSystem(context, { manifestPath });
  expect(now).toEqual({ ...atRest, warnings: now.warnings });
  expect(now.warnings).toMatchObject([
    {
      code: "DEPLOYMENT_IN_PROGRESS",
      severity: "warning",
      message: "deployment 1 (v2) has begun and not ended, so install would be refused",
    },
  ]);
});

function planOf({ legs: [plan] }: PlanAnswer) {
  if (plan === undefined) throw new Error("there is no plan");
  return plan;
}
