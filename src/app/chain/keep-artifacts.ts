// The artifacts to go back with, brought into the data store before anything is touched.

import { join } from "node:path";
import { parseBundleLocation, verifyArtifact } from "../../artifacts/index.js";
import { OrchestratorError } from "../../base/index.js";
import type { KeptFile } from "../../datastore/index.js";
import { isUrl, shownLocation } from "../../model/index.js";
import type { AppContext } from "../context.js";
import type { ChainDraft, KeptArtifact } from "./draft-chain.js";

/** Throws DATASTORE_…, DOWNLOAD_…, and ARTIFACT_CHANGED where one is not what was planned with any more: then nothing was touched. */
export async function keepArtifacts({ wire }: AppContext, { kept }: ChainDraft): Promise<void> {
  const trusted = await wire.verifyKeys();
  const folder = await wire.datastore.deployments.keep(kept.map((each) => fetched(wire, each)));
  for (const { fileName, path, manifestDigest } of kept) {
    // The whole of it: one that turns out to be damaged when it is needed would be no way back.
    const found = await verifyArtifact(join(folder, fileName), trusted);
    if (found.manifestDigest !== manifestDigest) throw changed(path);
  }
}

/** What is on a server, or in a bundle, is brought here: it may be gone from there when it is needed. */
function fetched({ artifacts }: AppContext["wire"], each: KeptArtifact): KeptFile {
  if (!isUrl(each.path) && parseBundleLocation(each.path) === undefined) return each;
  const open = async () => {
    const { content, verified } = (await artifacts.open(each.path)).packed();
    verified.catch(() => undefined); // the content ends with the same fault
    return content;
  };
  return { ...each, open };
}

function changed(path: string): OrchestratorError {
  return new OrchestratorError({
    code: "ARTIFACT_CHANGED",
    message: `${shownLocation(path)} was changed while this was being planned`,
    hint: "Wait until whoever writes it is done, then install again.",
    ...(isUrl(path) ? {} : { location: { file: path } }),
  });
}
