// What `validate` says of a manifest that this system would not trust. Where no keys are configured nobody can tell whose
// signature is wanted, and nothing is said.

import { type Diagnostic, OrchestratorError } from "../../base/index.js";
import { loadManifestAlone } from "../../documents/index.js";
import type { AppContext } from "../context.js";
import { type VerifyOptions, verifyManifest } from "./verify-manifest.js";

type Source = Omit<VerifyOptions, "keyPaths" | "threshold">;

/** None for a document of another kind, or one that has faults of its own. */
export async function trustFaults(context: AppContext, source: Source): Promise<readonly Diagnostic[]> {
  const { manifestPath, manifestBytes } = source;
  if (context.config.manifestTrust === undefined) return [];
  const { ok } = await loadManifestAlone({ manifestPath, ...(manifestBytes && { manifestBytes }) });
  if (!ok) return [];
  try {
    await verifyManifest(context, { ...source, keyPaths: [] });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError) || !thrown.code.startsWith("TRUST_")) throw thrown;
    const { code, message, hint = "", location = { file: manifestPath } } = thrown;
    return [{ code, severity: "error", message, hint, location }];
  }
}
