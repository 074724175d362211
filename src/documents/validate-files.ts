// `orchestrator validate`: every fault of every file, and of files against each other where several are given.

import { resolve } from "node:path";
import type { Diagnostic } from "../base/index.js";
import type { FileRole } from "./document-types.js";
import { warning } from "./fault.js";
import { inOrder } from "./fault-limit.js";
import { isLongJson } from "./inventory/load-inventory.js";
import { readLongInventory } from "./inventory/long-inventory.js";
import { checkMixedVersions } from "./lint/index.js";
import { lintWith } from "./load-constraints.js";
import { type OpenDocument, openDocument } from "./open-document.js";
import { hasComponents, listedTypes } from "./outline.js";
import { checkSystemType, checkTypesOfComponents, componentsTwice } from "./rules/index.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

/** Diagnostics file by file, each in the order of its lines. Never rejects. A file named twice is read once. */
export async function validateFiles(given: readonly (string | HeldDocument)[]): Promise<readonly Diagnostic[]> {
  const opened: OpenDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, bytes } of withoutRepeats(given.map(asHeld))) {
    if (bytes === undefined && (await isLongJson(path))) {
      const long = await readLongInventory(path);
      diagnostics.push(...(long.ok ? long.warnings : long.diagnostics));
      continue;
    }
    const opening = await openDocument(path, { asWhole: false, ...(bytes && { bytes }) });
    diagnostics.push(...(opening.ok ? opening.opened.diagnostics : opening.diagnostics));
    if (opening.ok) opened.push(opening.opened);
  }
  return inOrder(withoutTwins([...diagnostics, ...validate2024(opened), ...validate2026(opened)]));
}

/** What a document holds that is no file of its own. */
export interface HeldDocument {
  /** For messages. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

type Given = { readonly path: string; readonly bytes?: Uint8Array };

function asHeld(given: string | HeldDocument): Given {
  return typeof given === "string" ? { path: given } : given;
}

function withoutRepeats(given: readonly Given[]): readonly Given[] {
  return [...new Map(given.map((each) => [resolve(each.path), each])).values()];
}

/** Several manifests beside one document of constraints may say the same of it. */
function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byMeaning = new Map(
    diagnostics.map((each) => [JSON.stringify([each.code, each.message, each.location]), each]),
  );
  return [...byMeaning.values()];
}

function validate2024(opened: readonly OpenDocument[]): readonly Diagnostic[] {
  const seconds = documentsOf(opened, "updateManifestComponents");
  return ofRole(opened, "updateManifest").flatMap((manifest) => {
    const { document } = manifest;
    const listings = hasComponents(document) ? [document] : seconds;
    return [
      ...twice(document, seconds),
      ...listings.flatMap((listing) => checkTypesOfComponents(document, listing)),
      ...lintBeside(manifest, opened, listings),
    ];
  });
}

function validate2026(opened: readonly OpenDocument[]): readonly Diagnostic[] {
  const manifests = ofRole(opened, "manifest");
  const topologies = documentsOf(opened, "topology");
  const seconds = documentsOf(opened, "topologyComponents");
  return [
    ...topologies.flatMap((topology) => twice(topology, seconds)),
    ...(topologies.length === 0 ? seconds.map(withoutSystemType) : []),
    ...manifests.flatMap(({ document }) => topologies.flatMap((topology) => compare(document, topology, seconds))),
    ...manifests.flatMap((manifest) => lintBeside(manifest, opened, listingsFor(manifest, { topologies, seconds }))),
  ];
}

/** Of the topologies that the manifest is for. */
function listingsFor(
  { document }: OpenDocument,
  { topologies, seconds }: { readonly topologies: readonly YamlDocument[]; readonly seconds: readonly YamlDocument[] },
): readonly YamlDocument[] {
  const meant = topologies.filter((topology) => checkSystemType(document, topology).length === 0);
  return meant.flatMap((topology) => (hasComponents(topology) ? [topology] : seconds));
}

function lintBeside(
  manifest: OpenDocument,
  opened: readonly OpenDocument[],
  listings: readonly YamlDocument[],
): readonly Diagnostic[] {
  const [listing, another] = listings;
  const systemTypes = listing === undefined || another !== undefined ? undefined : listedTypes(listing);
  const constraints = ofRole(opened, "constraints");
  const owns: readonly (OpenDocument | undefined)[] = constraints.length === 0 ? [undefined] : constraints;
  return owns.flatMap((own) => [
    ...lintWith(manifest, { opened: own, diagnostics: own?.diagnostics ?? [] }, systemTypes),
    ...listings.flatMap((each) => checkMixedVersions({ manifest: manifest.document, own: own?.document }, each)),
  ]);
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

function ofRole(opened: readonly OpenDocument[], role: FileRole): readonly OpenDocument[] {
  return opened.filter((each) => each.role === role);
}

function documentsOf(opened: readonly OpenDocument[], role: FileRole): readonly YamlDocument[] {
  return ofRole(opened, role).map(({ document }) => document);
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
