// The plan of a way back to the point before a deployment: that of the earlier manifest, from the documents that the data store has
// of it, with the data that was captured since. Touches nothing.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import { bothPoints, type Plan, type PlannedComponent } from "../../model/index.js";
import type { AppContext } from "../context.js";
import { startOf } from "../ended.js";
import { hasOwnArtifacts, withOwnArtifacts } from "../own-artifacts.js";
import { systemKeyOf } from "../points/system-key.js";
import { digestOf, type Prepared, prepare } from "../prepare.js";
import { createEarlierArtifacts } from "./earlier-artifacts.js";
import { type EarlierData, findReturn, impossible, type ReturnPoint } from "./find-return.js";
import { refuseUntrusted } from "./refuse-untrusted.js";

export interface PreparedReturn {
  readonly point: ReturnPoint;
  readonly prepared: Prepared;
}

/** Throws what findReturn and prepare throw, and BACKUP_UNKNOWN where what was captured is gone. */
export async function prepareReturn(context: AppContext, id: string, signal?: AbortSignal): Promise<PreparedReturn> {
  const point = findReturn(context, id);
  await refuseUntrusted(context, point);
  await refuseLostData(context, point);
  const { path: manifestPath } = earlierManifest(context, point.earlier);
  const artifacts = createEarlierArtifacts(point.before, context.wire.datastore.artifacts);
  const world = hasOwnArtifacts(point.earlier) ? withOwnArtifacts(context) : context;
  const prepared = await prepare(withComponentsOf(world, manifestPath), {
    ...{ manifestPath, locate: artifacts.locate, isAcceptedBefore: true },
    ...(signal && { signal }),
  });
  if (prepared.chain !== undefined) throw impossible(point.undone, "it would take several deployments");
  for (const plan of prepared.legs) artifacts.check(plan);
  return { point, prepared: { ...prepared, legs: prepared.legs.map((plan) => withEarlierData(plan, point)) } };
}

const ROLES = ["manifest", "manifestComponents", "topology", "topologyComponents"] as const;

/** Throws JOURNAL_DAMAGED where the documents are not those that were installed: they are believed without a signature. */
function earlierManifest({ wire }: AppContext, earlier: DeploymentHistory): { readonly path: string } {
  const { deployments } = wire.datastore;
  const manifest = deployments.readDocument(earlier.id, "manifest.yaml");
  const texts = ROLES.filter((role) => existsSync(join(dirname(manifest.path), `${role}.yaml`))).map((role) => ({
    role,
    text: deployments.readDocument(earlier.id, `${role}.yaml`).text,
  }));
  if (digestOf(texts) === startOf(earlier)?.manifestDigest) return manifest;
  throw new OrchestratorError({
    code: "JOURNAL_DAMAGED",
    message: `the documents in ${dirname(manifest.path)} are not those that deployment ${earlier.id} began with`,
    hint: "Nothing was changed. Install the manifest that you want.",
    location: { file: manifest.path },
  });
}

/** Of 2024: a second file belongs to the manifest that it was installed with. */
function withComponentsOf(context: AppContext, manifestPath: string): AppContext {
  const path = join(dirname(manifestPath), "manifestComponents.yaml");
  return { ...context, manifestComponentsPath: existsSync(path) ? path : undefined };
}

async function refuseLostData(context: AppContext, { data }: ReturnPoint): Promise<void> {
  const { wire } = context;
  const system = systemKeyOf(context);
  for (const { component, deploymentId } of data) {
    if ((await wire.rollbackPoints.find({ system, deploymentId, component })) !== undefined) continue;
    throw new OrchestratorError({
      code: "BACKUP_UNKNOWN",
      message: `the rollback point of ${component} that deployment ${deploymentId} captured is gone`,
      hint: "Nothing was touched. To go back with the data as it is now, install the earlier manifest.",
      facts: { component, deploymentId },
    });
  }
}

/** Its own capture first, of everything that is brought back, so that this, too, can be rolled back. */
function withEarlierData(plan: Plan, { data }: ReturnPoint): Plan {
  const groups = plan.groups.map((group) => ({
    ...group,
    components: group.components.map((component) => withData(component, data)),
  }));
  return { ...plan, groups };
}

function withData(component: PlannedComponent, data: readonly EarlierData[]): PlannedComponent {
  const earlier = data.find((each) => each.component === component.key);
  if (earlier === undefined) return component;
  const rollbackPoint = bothPoints(component.rollbackPoint, earlier.declared) ?? earlier.declared;
  return { ...component, rollbackPoint, restores: { deploymentId: earlier.deploymentId } };
}
