// `validate FILE…`: every fault of every file. Where this system asks for signatures, a manifest that it would not trust is
// faulty as well; elsewhere nobody can tell whose signature is wanted.

import { type Diagnostic, hasErrors, OrchestratorError } from "../base/index.js";
import { loadManifestAlone, validateFiles as validate } from "../documents/index.js";
import type { AppContext } from "./context.js";
import { verifyManifest } from "./trust/index.js";

export async function validateFiles(context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]> {
  const found = await validate(paths);
  if (context.config.manifestTrust === undefined || hasErrors(found)) return found;
  const faults = await Promise.all(paths.map((path) => trustFaults(context, path)));
  return [...found, ...faults.flat()];
}

/** None for a document of another kind. */
async function trustFaults(context: AppContext, manifestPath: string): Promise<readonly Diagnostic[]> {
  const { ok } = await loadManifestAlone({ manifestPath });
  if (!ok) return [];
  try {
    await verifyManifest(context, { manifestPath, keyPaths: [] });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError) || !thrown.code.startsWith("TRUST_")) throw thrown;
    const { code, message, hint = "", location = { file: manifestPath } } = thrown;
    return [{ code, severity: "error", message, hint, location }];
  }
}
