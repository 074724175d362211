// `validate FILE…`: every fault of every file.

import type { Diagnostic } from "../base/index.js";
import { validateFiles as validate } from "../documents/index.js";
import type { AppContext } from "./context.js";

export async function validateFiles(_context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]> {
  return await validate(paths);
}
