// `plan MANIFEST`: what `install` would do, without doing it and without taking the lock.

import { resolve } from "node:path";
import type { Diagnostic } from "../base/index.js";
import type { Plan } from "../model/index.js";
import type { AppContext } from "./context.js";
import { prepare } from "./prepare.js";

export interface PlanAnswer {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
}

/** Throws whatever `install` would refuse before it touches anything. `signal` ends the questions. */
export async function planSystem(
  context: AppContext,
  { manifestPath, signal }: { readonly manifestPath: string; readonly signal?: AbortSignal },
): Promise<PlanAnswer> {
  const { plan, warnings } = await prepare(context, resolve(manifestPath), signal);
  return { plan, warnings };
}
