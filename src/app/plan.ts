// `plan MANIFEST`: of the system that is there, or of one that is only described.

import { resolve } from "node:path";
import { openManifest } from "./bundle/stream-context.js";
import type { AppContext } from "./context.js";
import { onUse } from "./on-use.js";
import type { PlanAnswer, PlanOptions } from "./plan-answer.js";

const planInstalled = onUse(async () => (await import("./plan-installed.js")).planInstalled);
const whatIf = onUse(async () => (await import("./what-if.js")).whatIf);

/** Throws whatever `install` would refuse before it touches anything, but for what the planner refuses: that is a value. */
export async function planSystem(context: AppContext, options: PlanOptions): Promise<PlanAnswer> {
  const { inventoryPath, ...others } = options;
  const { context: opened, source, stream } = await openManifest(context, options);
  try {
    if (inventoryPath === undefined) return await planInstalled(opened, { ...others, ...source });
    return await whatIf(opened, { ...others, ...source, inventoryPath: resolve(inventoryPath) });
  } finally {
    await stream?.leave();
  }
}
