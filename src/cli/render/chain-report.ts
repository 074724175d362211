// What the legs of one run have made of the components, as if it had been one deployment: a component is told as the first leg found
// it and the last one left it. Only where the last leg has succeeded; one that has not speaks for itself.

import { type ComponentReport, type DeploymentReport, reportOf } from "../../model/index.js";
import type { RunResult } from "../app-types.js";

export function reportOfRun({ plan, records, legs = [] }: RunResult): DeploymentReport | undefined {
  if (plan === undefined) return undefined;
  const last = reportOf(plan, records);
  if (last.verdict !== "succeeded" || legs.length < 2) return last;
  const sameWay = legs.filter((leg) => leg.plan.chain?.purpose === plan.chain?.purpose);
  return together(
    sameWay.map((leg) => reportOf(leg.plan, leg.records)),
    last,
  );
}

function together(legs: readonly DeploymentReport[], last: DeploymentReport): DeploymentReport {
  const components = new Map<string, ComponentReport>();
  for (const component of legs.flatMap((leg) => leg.components)) {
    const before = components.get(component.key);
    components.set(component.key, before === undefined ? component : { ...component, ...sourceOf(before) });
  }
  return {
    ...last,
    runs: legs.flatMap(({ runs }) => runs),
    components: [...components.values()],
    skipped: last.skipped.filter(({ key }) => !components.has(key)),
  };
}

function sourceOf({ from }: ComponentReport): Pick<ComponentReport, "from"> {
  return from === undefined ? {} : { from };
}
