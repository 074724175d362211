// `modules enable NAME` and `modules disable NAME`: whether updates touch it. Said in the index of the installed module, where the
// original looks too.

import { setEnabled } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { underLock } from "../under-lock.js";
import { findModule } from "./list.js";
import type { ModulesOptions } from "./request.js";

export interface SwitchOptions extends Pick<ModulesOptions, "modulesPath"> {
  readonly name: string;
  readonly isEnabled: boolean;
}

/** Answers whether that changed anything. Throws DATASTORE_LOCKED, MODULES_…. */
export async function switchModule(
  context: AppContext,
  { name, isEnabled, ...where }: SwitchOptions,
): Promise<boolean> {
  // An update might be replacing the folder.
  return await underLock(context, async () => {
    const { folder } = findModule(context, where, name);
    return setEnabled(folder, isEnabled);
  });
}
