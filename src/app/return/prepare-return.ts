// The plan of a way back to the point before a deployment: that of the earlier manifest, from the documents that the data store has
// of it, with the data that was captured since. Touches nothing.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import type { Manifest } from "../../model/index.js";
import type { AppContext } from "../context.js";
import { startOf } from "../ended.js";
import { hasOwnArtifacts, withOwnArtifacts } from "../own-artifacts.js";
import { systemKeyOf } from "../points/system-key.js";
import { digestOf, manifestPaths, type Prepared, prepare } from "../prepare.js";
import { backManifest, guideOf, whyNotBack } from "./back-manifest.js";
import { createEarlierArtifacts } from "./earlier-artifacts.js";
import { withEarlierData, withEarlierPoints } from "./earlier-data.js";
import { findReturn, impossible, type ReturnPoint } from "./find-return.js";
import { refuseUntrusted } from "./refuse-untrusted.js";

export interface PreparedReturn {
  readonly point: ReturnPoint;
  readonly prepared: Prepared;
}

/** Throws what findReturn and prepare throw, and BACKUP_UNKNOWN where what was captured is gone. */
export async function prepareReturn(context: AppContext, id: string, signal?: AbortSignal): Promise<PreparedReturn> {
  const found = findReturn(context, id);
  await refuseUntrusted(context, found);
  await refuseLostData(context, found);
  const point = { ...found, dataBetween: await stillThere(context, found.dataBetween) };
  const { path: manifestPath } = earlierManifest(context, point.earlier);
  const artifacts = createEarlierArtifacts(point, context.wire.datastore.artifacts);
  const world = withComponentsOf(hasOwnArtifacts(point.earlier) ? withOwnArtifacts(context) : context, manifestPath);
  const plan = async (change: (manifest: Manifest) => Manifest): Promise<Prepared> =>
    await prepare(world, {
      ...{ manifestPath, locate: artifacts.locate, isAcceptedBefore: true, change },
      changePlans: {
        forward: (plans) => withEarlierData(plans, point),
        back: (each) => withEarlierPoints(each, point),
      },
      ...(signal && { signal }),
    });
  const prepared = await planBack(context, point, plan);
  for (const each of prepared.legs) artifacts.check(each);
  return { point, prepared };
}

/**
 * As the constraints of the time since have it, where there are any. Where they see no way, the earlier manifest's own may, since it may
 * say more of other versions; one without constraints would go through combinations that are known to be refused.
 */
async function planBack(
  context: AppContext,
  point: ReturnPoint,
  plan: (change: (manifest: Manifest) => Manifest) => Promise<Prepared>,
): Promise<Prepared> {
  const guide = guideOf(point);
  if (guide === undefined) return await plan((manifest) => manifest);
  const why = whyNotBack(guide);
  if (why !== undefined) throw impossible(point.undone, why);
  const { constraintsPath } = manifestPaths(context, "");
  let isConstrained = false;
  const guided = await plan((manifest) => {
    isConstrained = manifest.needsPlanner;
    return backManifest(manifest, guide, constraintsPath);
  });
  return guided.answer.isFeasible || !isConstrained ? guided : await plan((manifest) => manifest);
}

/** What a step in between would have brought back, and is gone, is not: the last step brings its own. */
async function stillThere(context: AppContext, all: ReturnPoint["dataBetween"]): Promise<ReturnPoint["dataBetween"]> {
  const system = systemKeyOf(context);
  const points = all.map(({ component, deploymentId }) => ({ system, deploymentId, component }));
  const found = await Promise.all(points.map((each) => context.wire.rollbackPoints.find(each)));
  return all.filter((_, i) => found[i] !== undefined);
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
