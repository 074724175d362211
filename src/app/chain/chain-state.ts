// Whether the newest deployment is a leg of a chain that has not come to its end, and where it goes on. A fold of journals, like
// everything that is said of a system (system-state.ts).

import type { DeploymentHistory, Deployments } from "../../datastore/index.js";
import { type ChainLink, type DeploymentReport, reportOf, type Verdict } from "../../model/index.js";
import { endOf } from "../ended.js";
import { type Chain, readChain } from "./chain-file.js";
import { type ChainStep, nextStep } from "./next-step.js";

export interface ChainState {
  /** The leg that was begun last. */
  readonly newest: DeploymentHistory;
  readonly link: ChainLink;
  readonly chain: Chain;
  /** Undefined while that leg has not ended. */
  readonly step: ChainStep | undefined;
}

/** Undefined where the deployment is no leg. Throws JOURNAL_DAMAGED. */
export function readChainState(deployments: Deployments, newest: DeploymentHistory): ChainState | undefined {
  const link = newest.plan.chain;
  if (link === undefined) return undefined;
  const chain = readChain(deployments, newest, link);
  const verdict = endOf(newest)?.verdict;
  return { newest, link, chain, step: verdict === undefined ? undefined : stepAfter(chain, newest, verdict) };
}

export function stepAfter(
  chain: Chain,
  { plan, records }: Pick<DeploymentHistory, "plan" | "records">,
  verdict: Verdict,
): ChainStep {
  const { chain: link } = plan;
  if (link === undefined) return { kind: "over", end: { kind: "target" } };
  const report = reportOf(plan, records);
  const { cause } = report;
  const wasInterrupted = cause?.kind === "call" && cause.failure.reason === "interrupted";
  return withChanges(nextStep(chain, { link, verdict, wasInterrupted }), report);
}

/** Where others have changed a component, nobody can say that the system rests where it was planned. */
function withChanges(step: ChainStep, { decisions = [] }: DeploymentReport): ChainStep {
  if (step.kind !== "over" || step.end.kind !== "resting") return step;
  const found = decisions.flatMap((decision) =>
    decision.kind !== "changed"
      ? []
      : decision.changes.flatMap(({ component, found: version }) =>
          version === undefined ? [] : [{ component, version }],
        ),
  );
  if (found.length === 0) return step;
  const changed = [...new Map(found.map((each) => [each.component, each])).values()];
  return { ...step, end: { ...step.end, rest: { ...step.end.rest, isEndState: false, changed } } };
}
