// `validate FILE…`: every fault of every file; of a bundle, those of the manifest in it. Where this system asks for signatures, a
// manifest that it would not trust is faulty as well; elsewhere nobody can tell whose signature is wanted.

import { resolve } from "node:path";
import { type Diagnostic, hasErrors, OrchestratorError } from "../base/index.js";
import { type HeldDocument, validateFiles as validate } from "../documents/index.js";
import { findManifest } from "./bundle/manifest-source.js";
import type { AppContext } from "./context.js";
import { trustFaults } from "./trust/index.js";

export async function validateFiles(context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]> {
  const [documents, faults]: [(string | HeldDocument)[], Diagnostic[]] = [[], []];
  for (const path of paths) {
    const found = await documentAt(path);
    if (typeof found === "object" && "code" in found) faults.push(found);
    else documents.push(found);
  }
  const all = [...faults, ...(await validate(documents))];
  if (hasErrors(all)) return all;
  const untrusted = await Promise.all(paths.map(async (path) => await trustFaults(context, await findManifest(path))));
  return [...all, ...untrusted.flat()];
}

async function documentAt(path: string): Promise<string | HeldDocument | Diagnostic> {
  try {
    const { manifestPath, manifestBytes: bytes } = await findManifest(path);
    if (bytes !== undefined) return { path: manifestPath, bytes };
    return manifestPath.startsWith(`${resolve(path)}/`) ? manifestPath : path;
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    const { code, message, hint } = thrown;
    return { code, severity: "error", message, ...(hint && { hint }), location: { file: path } };
  }
}
