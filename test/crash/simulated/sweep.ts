// A deployment again and again, each time with an outage at another moment.

import { deploy, faultOf, NO_OUTAGE, type Outage } from "./deploy.js";
import { momentsOf } from "./power.js";
import type { Behaviour } from "./world.js";

/** One outage in each deployment: at every moment of every run that it takes. */
export async function sweep(behaviour: Behaviour, end: Outage["end"]) {
  const { runs } = await deploy(behaviour, []);
  const faults: string[] = [];
  let swept = 0;
  for (const [run, counts] of runs.entries()) {
    const before = runs.slice(0, run).map(() => NO_OUTAGE);
    for (let at = 1; at <= momentsOf(counts); at += 1) {
      faults.push(...(await faultsOf(behaviour, [...before, { at, end }])));
      swept += 1;
    }
  }
  return { faults, swept };
}

export async function faultsOf(behaviour: Behaviour, outages: readonly Outage[]): Promise<readonly string[]> {
  const fault = faultOf(await deploy(behaviour, outages), behaviour);
  return fault === undefined ? [] : [`${JSON.stringify(outages)}: ${fault}`];
}
