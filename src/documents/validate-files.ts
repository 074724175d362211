// `orchestrator validate`: every fault of every file, and of files against each other where several are given.

import { resolve } from "node:path";
import type { Diagnostic } from "../base/index.js";
import type { FileRole } from "./document-types.js";
import { warning } from "./fault.js";
import { inOrder } from "./fault-limit.js";
import { type OpenDocument, openDocument } from "./open-document.js";
import { hasComponents } from "./outline.js";
import { checkSystemType, checkTypesOfComponents, componentsTwice } from "./rules/index.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

/** Diagnostics file by file, each in the order of its lines. Never rejects. A file named twice is read once. */
export async function validateFiles(paths: readonly string[]): Promise<readonly Diagnostic[]> {
  const opened: OpenDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of withoutRepeats(paths)) {
    const opening = await openDocument(path);
    diagnostics.push(...(opening.ok ? opening.opened.diagnostics : opening.diagnostics));
    if (opening.ok) opened.push(opening.opened);
  }
  return inOrder([...diagnostics, ...validate2024(opened), ...validate2026(opened)]);
}

function withoutRepeats(paths: readonly string[]): readonly string[] {
  return [...new Map(paths.map((path) => [resolve(path), path])).values()];
}

function validate2024(opened: readonly OpenDocument[]): readonly Diagnostic[] {
  const seconds = documentsOf(opened, "updateManifestComponents");
  return documentsOf(opened, "updateManifest").flatMap((manifest) => {
    const listings = hasComponents(manifest) ? [manifest] : seconds;
    return [...twice(manifest, seconds), ...listings.flatMap((listing) => checkTypesOfComponents(manifest, listing))];
  });
}

function validate2026(opened: readonly OpenDocument[]): readonly Diagnostic[] {
  const manifests = documentsOf(opened, "manifest");
  const topologies = documentsOf(opened, "topology");
  const seconds = documentsOf(opened, "topologyComponents");
  return [
    ...topologies.flatMap((topology) => twice(topology, seconds)),
    ...(topologies.length === 0 ? seconds.map(withoutSystemType) : []),
    ...manifests.flatMap((manifest) => topologies.flatMap((topology) => compare(manifest, topology, seconds))),
  ];
}

function compare(
  manifest: YamlDocument,
  topology: YamlDocument,
  seconds: readonly YamlDocument[],
): readonly Diagnostic[] {
  const mismatch = checkSystemType(manifest, topology);
  const listings = hasComponents(topology) ? [topology] : seconds;
  // A topology of another system has other components; to list the differences would only hide the reason.
  return mismatch.length > 0 ? mismatch : listings.flatMap((listing) => checkTypesOfComponents(manifest, listing));
}

function documentsOf(opened: readonly OpenDocument[], role: FileRole): readonly YamlDocument[] {
  return opened.filter((each) => each.role === role).map(({ document }) => document);
}

function twice(first: YamlDocument, seconds: readonly YamlDocument[]): readonly Diagnostic[] {
  const [second] = seconds;
  return hasComponents(first) && second !== undefined ? [componentsTwice(first, second)] : [];
}

/** Alone it may be a whole topology whose system_type was forgotten, or the second file of a split one. */
function withoutSystemType(document: YamlDocument): Diagnostic {
  return warning({
    code: "TOPOLOGY_WITHOUT_SYSTEM_TYPE",
    message: "This topology has no system_type, so it can only be the second file of a split topology",
    hint: "Add system_type if it is meant to stand alone.",
    location: document.locateKey([]),
  });
}
