// What is said of a plan of several legs, beside what each leg says as a deployment of its own.

import { type ChainLink, reportOf } from "../../model/index.js";
import type { RunResult, SystemStatus } from "../app-types.js";
import type { Paint } from "./paint.js";
import { printable } from "./text.js";
import { causeSentence } from "./words.js";

type Leg = NonNullable<RunResult["legs"]>[number];
type Resting = Omit<NonNullable<SystemStatus["resting"]>, "deploymentId" | "manifestName">;

/** The leg that says why the chain has ended as it did: the one that turned it round, else the last. */
export function tellingLeg({ legs = [], chainEnd }: RunResult): Leg | undefined {
  if (chainEnd?.kind === "start" || chainEnd?.kind === "resting") return legs.findLast(isForward) ?? legs.at(-1);
  return legs.at(-1);
}

function isForward({ plan }: Leg): boolean {
  return plan.chain?.purpose === "forward";
}

/** Where the last leg has succeeded, and its manifest is not installed by that. */
export function chainHead(result: RunResult): string | undefined {
  const { legs = [], chainEnd, outcome, manifestName } = result;
  const link = legs.at(-1)?.plan.chain;
  if (link === undefined) return undefined;
  const isTold = tellingLeg(result) === legs.at(-1) || hasSucceeded(tellingLeg(result));
  if (chainEnd?.kind === "start" && link.purpose === "back" && isTold) return `${manifestName} was rolled back`;
  const isPausing = outcome === "left" && hasEnded(legs.at(-1));
  return isPausing ? `${manifestName} is unfinished: ${legText(link)} has ended` : undefined;
}

/** Then no leg had failed: somebody wanted to go back. */
function hasSucceeded(leg: Leg | undefined): boolean {
  return leg !== undefined && reportOf(leg.plan, leg.records).verdict === "succeeded";
}

function hasEnded(leg: Leg | undefined): boolean {
  return leg?.records.some(({ record }) => record.type === "deploymentEnded") === true;
}

/** Nothing for a plan that one deployment carries out, and nothing where its only leg says it all. */
export function chainLines(result: RunResult, programName: string): readonly string[] {
  const { legs = [], chainEnd, outcome } = result;
  const last = legs.at(-1)?.plan.chain;
  if (last === undefined) return [];
  if (chainEnd?.kind === "resting") {
    const { rest, why, again } = chainEnd;
    return [
      ...failedBack(legs.at(-1)),
      ...restingLines({ ...rest, why, canTryAgain: again !== undefined }, programName),
    ];
  }
  const isOver = chainEnd !== undefined;
  const ids = legs.map(({ deploymentId }) => deploymentId).join(", ");
  const worked = legs.length === 1 ? [] : [`It took several legs, deployments ${ids}.`];
  if (chainEnd?.kind === "start" && last.purpose === "back") {
    return [...worked, "What earlier legs had committed is undone: the system is where it was at the start."];
  }
  return isOver || outcome !== "left"
    ? worked
    : [...worked, `${legText(last)}; ${programName} resume goes on from there.`];
}

/** The head of the answer says why the update failed; this is why it was not undone. */
function failedBack(leg: Leg | undefined): readonly string[] {
  if (leg === undefined || isForward(leg) || leg.plan.chain === undefined) return [];
  const { cause } = reportOf(leg.plan, leg.records);
  return cause === undefined ? [] : [`Then ${legText(leg.plan.chain)} was not carried out: ${causeSentence(cause)}.`];
}

export function legText({ purpose, leg, legs }: Pick<ChainLink, "purpose" | "leg" | "legs">): string {
  return purpose === "forward" ? `leg ${leg} of ${legs}` : `leg ${leg} of ${legs} on the way back`;
}

export function restingLines(resting: Resting, programName: string): readonly string[] {
  const { isEndState, versions, why, changed, canTryAgain = false } = resting;
  const where = versions.map(({ type, versions: all }) => `${printable(type)} ${all.map(printable).join(" and ")}`);
  const state = isEndState
    ? "which is a working system, but neither the old one nor the new"
    : "which is acceptable on the way, but not a working system to stay with";
  const tryAgain = canTryAgain ? [`Next: ${programName} rollback tries the way back again.`] : [];
  const others = changed?.map(
    ({ component, version }) => `${component} says ${version === "" ? "no version" : printable(version)}`,
  );
  return [
    others === undefined
      ? `The system rests at ${where.join(" + ")}, ${state}.`
      : `The system would rest at ${where.join(" + ")}, but others have changed it: ${others.join(", ")}.`,
    `${canTryAgain ? "The way back was not completed" : "There is no way back"}: ${printable(why)}.`,
    ...tryAgain,
    `${canTryAgain ? "Or" : "Next"}: ${programName} plan MANIFEST shows whether there is a way on, to the new manifest or to the old one; install that.`,
  ];
}

/** Of a chain that waits between two legs. */
export function betweenLegsLines({ chain }: SystemStatus, programName: string, paint: Paint): readonly string[] {
  if (chain?.next === undefined) return [];
  const { manifestName, leg, next } = chain;
  return [
    `In progress:       ${paint.bold(`${printable(manifestName)}: ${legText(leg)} has ended, ${legText(next)} has not begun`)}`,
    `Next: ${programName} resume goes on with it, ${programName} rollback goes back to the start.`,
  ];
}

export function chainJson({ legs, chainEnd }: RunResult) {
  if (legs === undefined) return undefined;
  const rest =
    chainEnd?.kind === "resting"
      ? { ...chainEnd.rest, why: chainEnd.why, ...(chainEnd.again && { canTryAgain: true }) }
      : undefined;
  return {
    end: chainEnd?.kind ?? null,
    legs: legs.map(({ deploymentId, plan: { chain } }) => ({
      ...{ deployment: deploymentId, purpose: chain?.purpose, leg: chain?.leg, legs: chain?.legs },
    })),
    ...(rest && { rest }),
  };
}

/** Of a deployment in progress that is a leg. */
export function legsJson(chain: NonNullable<SystemStatus["chain"]>) {
  const { deploymentId, manifestName, isBetweenLegs, leg, next } = chain;
  return {
    ...{ deployment: deploymentId, manifest: manifestName, betweenLegs: isBetweenLegs },
    leg: placeJson(leg),
    next: next === undefined ? null : placeJson(next),
  };
}

export function placeJson({ purpose, leg, legs }: Pick<ChainLink, "purpose" | "leg" | "legs">) {
  return { purpose, leg, legs };
}

export function restingJson({ deploymentId, manifestName, ...rest }: NonNullable<SystemStatus["resting"]>) {
  const versions = rest.versions.map((each) => ({ component_type: each.type, versions: each.versions }));
  const { isEndState, why, changed, canTryAgain } = rest;
  const more = { ...(changed && { changed }), ...(canTryAgain === true && { canTryAgain }) };
  return { deployment: deploymentId, manifest: manifestName, isEndState, versions, why, ...more };
}
