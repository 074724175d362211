// Makes the deployment of a leg. Its folder appears at once and complete, with its number; before that nothing of it is there,
// and the chain stands where the leg before has left it.

import { join } from "node:path";
import type { DeploymentHistory, Deployments, OpenDeployment } from "../../datastore/index.js";
import type { ChainLink, Plan } from "../../model/index.js";
import type { AppContext } from "../context.js";
import { startOf } from "../ended.js";
import type { Origin } from "../own-artifacts.js";
import { withDataOfLegs } from "../return/way-back-data.js";
import type { Chain } from "./chain-file.js";
import { withPaths } from "./draft-chain.js";
import type { LegPlace } from "./next-step.js";

export interface LegToBegin {
  /** Deployment id of the chain's first leg. */
  readonly first: string;
  readonly chain: Chain;
  readonly chainDigest: string;
  readonly place: LegPlace;
  readonly plan: Plan;
}

export function beginLeg(context: AppContext, { first, chain, chainDigest, place, plan }: LegToBegin): OpenDeployment {
  const { deployments } = context.wire.datastore;
  const link: ChainLink = { first, ...place, chainDigest };
  const kept = deployments.keptFolder(first);
  const placed =
    place.purpose === "back"
      ? withDataOfLegs(
          withPaths(plan, (digest) => join(kept, `${digest}.mender`)),
          legsSince(deployments, first),
        )
      : plan;
  return deployments.create({
    plan: { ...placed, chain: link },
    documents: chain.documents,
    started: {
      manifestName: plan.manifestName,
      manifestDigest: chain.manifestDigest,
      ...(chain.release && { release: chain.release }),
      programVersion: context.programVersion,
      ...originOf(deployments.read(first)),
    },
  });
}

/** A leg is of the same command as the first. */
function originOf(history: DeploymentHistory): Origin {
  const { run, hasOwnArtifacts, undoes } = startOf(history) ?? {};
  return { ...(run && { run }), ...(hasOwnArtifacts && { hasOwnArtifacts }), ...(undoes && { undoes }) };
}

/** Nothing else is deployed while a chain lasts. */
function legsSince(deployments: Deployments, first: string): readonly DeploymentHistory[] {
  const ids = deployments.ids().filter((id) => Number(id) >= Number(first));
  return ids.map((id) => deployments.read(id));
}
