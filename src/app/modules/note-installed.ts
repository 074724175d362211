// One module in the global index, when its system has come to an end by itself. The index is a fold of the journals, so what cannot be
// written now is written by the next update.

import { dirname } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import { type Plan, plannedComponents } from "../../model/index.js";
import {
  globalIndexWith,
  type ModulesPlace,
  modulesPlace,
  readGlobalIndex,
  writeGlobalIndex,
} from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { leftVersion } from "./held-back.js";
import { versionHere } from "./here.js";

/** `context`: of the module's system. What goes wrong is named in the log: the module's end stands. */
export function noteInstalled(
  context: AppContext,
  { name, plan }: { readonly name: string; readonly plan: Plan },
): void {
  const place = placeOfPlan(plan, name);
  const version = place === undefined ? undefined : versionHere(context, { place, name });
  if (place === undefined || version === undefined) return;
  const { log } = context;
  try {
    const before = readGlobalIndex(place.indexFile);
    const after = globalIndexWith(before, { [name]: version });
    if (after !== before) writeGlobalIndex(place.indexFile, after);
    sayHeld(context, { place, name, version });
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    log.warning(`${place.indexFile} does not say yet that ${name} is at ${version}: ${thrown.message}`);
  }
}

function sayHeld(
  context: AppContext,
  here: { readonly place: ModulesPlace; readonly name: string; readonly version: string },
) {
  const left = leftVersion(context, here);
  if (left === undefined) return;
  const { name, version } = here;
  const command = `modules update ${name}`;
  context.log.info(
    `${name} stays at ${version}: updates take nothing up to ${left}, unless \`${command}\` asks for it`,
  );
}

const DESTINATION = "destination=";

/** Where it was installed: a module's folder is in the folder of the modules. */
function placeOfPlan(plan: Plan, name: string): ModulesPlace | undefined {
  const args = [...plannedComponents(plan), ...plan.skipped].flatMap(({ interfaceArgs }) => interfaceArgs);
  const path = args.find((arg) => arg.startsWith(DESTINATION))?.slice(DESTINATION.length);
  if (path === undefined || !path.endsWith(`/${name}`)) return undefined;
  return modulesPlace(dirname(dirname(path)));
}
