// A million records of components to a plan, in this process: what they run is known, and they are grouped and planned.

import { countEntry, inventoryOf, newCount } from "../../src/documents/inventory/inventory.js";
import { planUpdates } from "../../src/planning/index.js";
import { NEW, OLD } from "./families/build.js";
import { documented } from "./families/index.js";
import type { Row } from "./row.js";
import { timed } from "./samples.js";

export const MILLION = 1_000_000;

export function millionRows(): readonly Row[] {
  const records = Array.from({ length: MILLION }, (_, index) => ({
    component_type: "rtos",
    id: `R${index}`,
    version: OLD,
  }));
  const { firstMilliseconds } = timed(() => planRecords(records));
  return [
    { what: "1,000,000 records", measured: "grouped and planned", figure: firstMilliseconds, aim: 500, unit: " ms" },
  ];
}

function planRecords(records: readonly { component_type: string; id: string; version: string }[]): void {
  const counted = newCount();
  countEntry(counted, { component_type: "gateway", id: "G", version: OLD });
  for (const record of records) countEntry(counted, record);
  const groups = inventoryOf(counted).groups.map(({ type, version, count, ids }) => {
    return { type, current: version, target: NEW, count, ids };
  });
  const answer = planUpdates({ ...documented(1), groups }, { milliseconds: 1_000, now: () => performance.now() });
  if (!answer.isFeasible) throw new Error(answer.refusal.message);
}
