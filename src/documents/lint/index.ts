// What documents with constraints mean: faults and oddities that no schema can see.

import type { Diagnostic } from "../../base/index.js";
import type { FileRole } from "../document-types.js";
import { LIMITS } from "../limits.js";
import type { YamlDocument } from "../yaml/yaml-document.js";
import { checkCells } from "./check-cells.js";
import { checkOffline } from "./check-offline.js";
import { checkPrereleases, checkRangeScheme } from "./check-ranges.js";
import { checkReach } from "./check-reach.js";
import { checkRows } from "./check-rows.js";
import { checkTableNames } from "./check-tables.js";
import { checkTargets } from "./check-targets.js";
import { checkVersionKeys } from "./check-version-keys.js";
import { checkVersions } from "./check-versions.js";
import { checkContradictions } from "./contradictions.js";
import { knownVersions } from "./known-versions.js";
import type { LintSubject } from "./subject.js";
import { checkReservedNames, checkUnknownTypes } from "./unknown-types.js";

export { checkMixedVersions } from "./check-mixed.js";
export type { LintSubject } from "./subject.js";

/** A document by itself. */
export function lintDocument(role: FileRole, document: YamlDocument): readonly Diagnostic[] {
  if (role !== "manifest" && role !== "updateManifest" && role !== "constraints") return [];
  return [
    ...checkCells(document),
    ...checkOffline(document),
    ...checkRows(document),
    ...checkContradictions(document),
    ...checkTableNames(document),
    ...checkVersions(document),
  ];
}

/** A manifest with the system's own constraints and the system. `isSound`: neither has errors by itself. */
export function lintTogether(subject: LintSubject, { isSound }: { readonly isSound: boolean }): readonly Diagnostic[] {
  const names = [...checkUnknownTypes(subject), ...checkReservedNames(subject), ...checkVersionKeys(subject)];
  if (!isSound) return names;
  const known = knownVersions(subject);
  if (known.uses.length === 0) return names;
  const schemes = checkRangeScheme(known);
  const prereleases = checkPrereleases(subject, known);
  const told = new Set([...schemes.keys(), ...prereleases.map(({ type }) => type)]);
  const isTold = (type: string) => told.has(type);
  const targets = checkTargets(subject, known, isTold);
  const reach = checkReach(subject, known, isTold);
  const found = [...schemes.values(), ...prereleases.map(({ diagnostic }) => diagnostic), ...targets, ...reach];
  return [...names, ...found].slice(0, LIMITS.maxFaults);
}
