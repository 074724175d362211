// `status` and `history`: what the journals say. Reads only, and takes no lock, so it also works while something runs.

import type { DeploymentHistory, Deployments } from "../datastore/index.js";
import { deploymentName, type ManifestRelease } from "../model/index.js";
import { timeOf } from "../trust/index.js";
import type { Rest } from "./chain/chain-file.js";
import type { LegPlace } from "./chain/next-step.js";
import type { AppContext } from "./context.js";
import { readable, startOf } from "./ended.js";
import { type RestingChain, readSystemState, type SystemState } from "./system-state.js";
import { type SystemVersion, systemVersionOf } from "./system-version.js";
import { deploymentIn } from "./systems/deployment-in.js";
import { type OtherSystem, troubledSystems } from "./systems/other-systems.js";

export interface DeploymentName {
  readonly deploymentId: string;
  readonly manifestName: string;
}

export interface SystemStatus {
  /** The manifest that was installed last. */
  readonly active?: DeploymentName;
  /** Another one, installed before it. */
  readonly previous?: DeploymentName;
  /** The newest deployment that has ended; an inconsistent one until another has succeeded. */
  readonly last?: DeploymentHistory;
  readonly inProgress?: DeploymentHistory;
  /** Of the deployment in progress, where its plan has several legs; it may also wait between two of them. */
  readonly chain?: ChainStatus;
  /** An update that could go neither on nor back, as long as nothing has been installed since. */
  readonly resting?: RestingStatus;
  readonly systemVersion?: SystemVersion;
  /** Of the active manifest, where it says something of the kind. */
  readonly release?: ReleaseStatus;
  /** The process that works on the data store now. */
  readonly workingPid?: number;
  /** Those that need something, where no system was named; undefined where none does. */
  readonly others?: readonly OtherSystem[];
}

export interface ReleaseStatus extends ManifestRelease {
  /** Until it expires, whole ones; negative afterwards. What is installed stays so: only a new installation is refused. */
  readonly daysLeft?: number;
}

export interface ChainStatus {
  /** The leg that was begun last. */
  readonly deploymentId: string;
  readonly manifestName: string;
  /** It has ended, and `resume` begins the next one. */
  readonly isBetweenLegs: boolean;
  readonly leg: LegPlace;
  readonly next?: LegPlace;
}

/** `why` there is no way on that is planned. */
export interface RestingStatus extends DeploymentName, Rest {
  readonly why: string;
  /** `rollback` tries the way back again. */
  readonly canTryAgain?: boolean;
}

export async function readStatus(context: AppContext): Promise<SystemStatus> {
  const state = readSystemState(context.wire.datastore.deployments, context.log);
  const { active, previous, last, inProgress, resting } = state;
  const chain = chainStatus(state);
  const systemVersion = systemVersionOf(state);
  const workingPid = context.wire.datastore.holder();
  const others = troubledSystems(context);
  return {
    ...(active === undefined ? {} : { active: nameOf(active) }),
    ...(previous === undefined ? {} : { previous: nameOf(previous) }),
    ...(last === undefined ? {} : { last }),
    ...(inProgress === undefined ? {} : { inProgress }),
    ...(chain === undefined ? {} : { chain }),
    ...(resting === undefined ? {} : { resting: restingStatus(resting, state) }),
    ...(systemVersion === undefined ? {} : { systemVersion }),
    ...(active === undefined ? {} : releaseStatus(active, context.clock.now())),
    ...(workingPid === undefined ? {} : { workingPid }),
    ...(others.length === 0 ? {} : { others }),
  };
}

function releaseStatus(active: DeploymentHistory, now: number): Pick<SystemStatus, "release"> {
  const release = startOf(active)?.release;
  if (release === undefined) return {};
  const time = release.expires === undefined ? undefined : timeOf(release.expires);
  return { release: { ...release, ...(time !== undefined && { daysLeft: Math.floor((time - now) / 86_400_000) }) } };
}

function chainStatus({ chain }: SystemState): ChainStatus | undefined {
  if (chain === undefined || chain.step?.kind === "over") return undefined;
  const { newest, link, step } = chain;
  const { deploymentId, manifestName } = nameOf(newest);
  const { purpose, leg, legs, after } = link;
  return {
    ...{ deploymentId, manifestName, isBetweenLegs: step !== undefined },
    leg: { purpose, leg, legs, ...(after !== undefined && { after }) },
    ...(step === undefined ? {} : { next: step.place }),
  };
}

function restingStatus({ history, end: { rest, why, again } }: RestingChain, { chain }: SystemState): RestingStatus {
  const canTryAgain = again !== undefined && chain?.newest.id === history.id;
  return { ...nameOf(history), ...rest, why, ...(canTryAgain && { canTryAgain }) };
}

/**
 * Of the system that was named, or else of all of them; newest first, and without those that cannot be read. Throws what is wrong with
 * the newest of a system where that is all of them.
 */
export async function listHistory(context: AppContext): Promise<readonly DeploymentHistory[]> {
  const systems = systemsToShow(context);
  const histories = newestFirst(systems.map((each) => [...readable(each, each.ids(), context.log)]));
  if (histories.length === 0) for (const each of systems) readSystemState(each, context.log);
  return histories;
}

function systemsToShow({ wire: { datastore }, systemName }: AppContext): readonly Deployments[] {
  if (systemName !== undefined) return [datastore.deployments];
  const named = datastore.systems().filter((system) => system !== datastore.system);
  return [datastore.deployments, ...named.map((system) => datastore.ofSystem(system).deployments)];
}

function newestFirst(systems: readonly (readonly DeploymentHistory[])[]): readonly DeploymentHistory[] {
  const dated = systems.flatMap(withTimes);
  return dated.sort((a, b) => b.at - a.at).map(({ history }) => history);
}

/** Each system keeps its own order, whatever its clock said: an older one is never taken for later than a newer one. */
function withTimes(newestFirst: readonly DeploymentHistory[]) {
  let at = Number.POSITIVE_INFINITY;
  return newestFirst.map((history) => {
    at = Math.min(at, history.records[0]?.at ?? 0);
    return { history, at };
  });
}

/** Throws DEPLOYMENT_UNKNOWN. */
export async function showDeployment(anywhere: AppContext, name: string): Promise<DeploymentHistory> {
  const { context, id } = deploymentIn(anywhere, name);
  return context.wire.datastore.deployments.read(id);
}

function nameOf(deployment: DeploymentHistory): DeploymentName {
  return { deploymentId: deploymentName(deployment), manifestName: deployment.plan.manifestName };
}
