// Where a chain goes when a leg of it has ended. Pure: the same journals give the same answer, before and after a crash.

import { unreachable } from "../../base/index.js";
import type { ChainLink, ChainPurpose, Verdict } from "../../model/index.js";
import type { Chain, ChainLeg, Rest } from "./chain-file.js";

/** Of a leg: its place in the chain, as in ChainLink. */
export interface LegPlace {
  readonly purpose: ChainPurpose;
  readonly leg: number;
  readonly legs: number;
  readonly after?: number;
}

export interface LegStep {
  readonly kind: "leg";
  readonly place: LegPlace;
  readonly leg: ChainLeg;
}

export type ChainStep = LegStep | { readonly kind: "over"; readonly end: ChainEnd };

export type ChainEnd =
  | { readonly kind: "target" }
  | { readonly kind: "start" }
  /** A leg left a component that could not be brought back; its report says which. */
  | { readonly kind: "inconsistent" }
  /** Every component is sound, but the system is neither at its target nor at its start. */
  | RestingEnd;

export interface RestingEnd {
  readonly kind: "resting";
  readonly rest: Rest;
  readonly why: string;
  /** The leg of the way back that has failed. It is begun once more when somebody asks for that, and not before. */
  readonly again?: LegStep;
}

export interface EndedLeg {
  readonly link: ChainLink;
  readonly verdict: Verdict;
  /** The leg was rolled back only because this program died, or the power went, while it ran. */
  readonly wasInterrupted: boolean;
}

export function nextStep(chain: Chain, ended: EndedLeg): ChainStep {
  const { link, verdict } = ended;
  if (verdict === "inconsistent") return over({ kind: "inconsistent" });
  switch (link.purpose) {
    case "forward":
      return verdict === "succeeded" ? forwardFrom(chain, link.leg) : backFrom(chain, link.leg - 1);
    case "back":
      return verdict === "succeeded" ? furtherBack(chain, link) : backAgain(chain, ended);
    default:
      return unreachable(link.purpose);
  }
}

/** `done`: legs forward that have been committed. */
function forwardFrom({ forward }: Chain, done: number): ChainStep {
  const leg = forward[done];
  if (leg === undefined) return over({ kind: "target" });
  return { kind: "leg", leg, place: { purpose: "forward", leg: done + 1, legs: forward.length } };
}

/** The way back from the place after so many legs forward. */
export function backFrom({ forward, waysBack }: Chain, done: number): ChainStep {
  if (done === 0) return over({ kind: "start" });
  const way = waysBack[done - 1];
  const rest = forward[done - 1]?.rest ?? NOWHERE;
  if (way === undefined || !way.exists) {
    return over({ kind: "resting", rest, why: way?.why ?? "the chain has come to its end" });
  }
  const [leg] = way.legs;
  if (leg === undefined) return over({ kind: "start" });
  return { kind: "leg", leg, place: { purpose: "back", leg: 1, legs: way.legs.length, after: done } };
}

function furtherBack(chain: Chain, { leg: done, after = 0 }: ChainLink): ChainStep {
  const legs = legsBack(chain, after);
  const leg = legs[done];
  if (leg === undefined) return over({ kind: "start" });
  return { kind: "leg", leg, place: { purpose: "back", leg: done + 1, legs: legs.length, after } };
}

/** One that was interrupted is begun again; where anything else has failed, a person must look first. */
function backAgain(chain: Chain, { link, wasInterrupted }: EndedLeg): ChainStep {
  const { leg: number, after = 0 } = link;
  const legs = legsBack(chain, after);
  const leg = legs[number - 1];
  const place: LegPlace = { purpose: "back", leg: number, legs: legs.length, after };
  const again: LegStep | undefined = leg && { kind: "leg", leg, place };
  if (wasInterrupted && again !== undefined) return again;
  const rest = legs[number - 2]?.rest ?? chain.forward[after - 1]?.rest ?? NOWHERE;
  const why = "a step of the way back has failed, and was itself undone";
  return over({ kind: "resting", rest, why, ...(again && { again }) });
}

function legsBack({ waysBack }: Chain, after: number): readonly ChainLeg[] {
  const way = waysBack[after - 1];
  return way?.exists === true ? way.legs : [];
}

function over(end: ChainEnd): ChainStep {
  return { kind: "over", end };
}

const NOWHERE: Rest = { isEndState: false, versions: [] };
