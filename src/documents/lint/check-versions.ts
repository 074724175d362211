// Targets, stepping stones and pairs of one component type: what cannot be a version, what stands twice, what fits nothing.

import type { Diagnostic } from "../../base/index.js";
import { type Cell, identityOf, matchesCell, semverScheme } from "../../model/index.js";
import { matcherOf, readCell } from "../constraints/read-cell.js";
import { targetVersion } from "../constraints/target-version.js";
import { fault, warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { follow, textAt, typeNames, valueAt } from "../outline.js";
import { quote } from "../wording.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { looksLikeRange } from "./check-cells.js";

export function checkVersions(document: YamlDocument): readonly Diagnostic[] {
  return (typeNames(document) ?? [])
    .flatMap((type) => {
      const path = ["component_types", type];
      const versions = writtenVersions(document, path);
      return [
        ...versions.flatMap((version) => noVersion(document, version)),
        ...checkStones(document, { path, versions }),
        ...["moves", "rollback"].flatMap((key) => checkPairs(document, [...path, key], path)),
      ];
    })
    .slice(0, LIMITS.maxFaults * 2);
}

interface WrittenVersion {
  readonly text: string;
  readonly path: DocumentPath;
}

/** The target that is given as a version, and the stepping stones. */
function writtenVersions(document: YamlDocument, path: DocumentPath): readonly WrittenVersion[] {
  const stones = follow(document.value, [...path, "stepping_stones"]);
  const places = [
    path,
    ...(Array.isArray(stones) ? stones.map((_, index) => [...path, "stepping_stones", index]) : []),
  ];
  return places.flatMap((place) => {
    const text = textAt(follow(document.value, place), "version");
    return text === undefined ? [] : [{ text, path: [...place, "version"] }];
  });
}

function noVersion(document: YamlDocument, { text, path }: WrittenVersion): readonly Diagnostic[] {
  if (matcherOf(text).kind === "exact" && !looksLikeRange(text)) return [];
  return [
    fault({
      code: "CONSTRAINTS_VERSION_INVALID",
      message: `${quote(text)} is a range of versions, where one version is needed`,
      hint: "Write the version that a component reports once it is updated.",
      location: document.locateValue(path),
    }),
  ];
}

function checkStones(
  document: YamlDocument,
  { path, versions }: { readonly path: DocumentPath; readonly versions: readonly WrittenVersion[] },
): readonly Diagnostic[] {
  const target = targetVersion(follow(document.value, path));
  const aim = target === undefined ? undefined : identityOf(semverScheme, target.text);
  const seen = new Map<string, WrittenVersion>();
  return versions.flatMap((stone) => {
    if (stone.path.length === path.length + 1) return [];
    const version = identityOf(semverScheme, stone.text);
    const earlier = seen.get(version);
    if (earlier === undefined) seen.set(version, stone);
    if (version === aim) return [stoneFault(document, stone, "is already the version that the type is updated to")];
    if (earlier === undefined) return [];
    const { line } = document.locateValue(earlier.path);
    return [stoneFault(document, stone, `is already a stepping stone, on line ${line}`)];
  });
}

function stoneFault(document: YamlDocument, { text, path }: WrittenVersion, what: string): Diagnostic {
  return fault({
    code: "MANIFEST_STEPPING_STONE_TWICE",
    message: `${quote(text)} ${what}`,
    hint: "A stepping stone is a version of its own on the way to the target; remove this one.",
    location: document.locateValue(path),
  });
}

/** Only of a document that says what can be installed: a move leads to the target or to a stepping stone. */
function checkPairs(document: YamlDocument, path: DocumentPath, typePath: DocumentPath): readonly Diagnostic[] {
  const pairs = follow(document.value, path);
  const target = targetVersion(follow(document.value, typePath));
  if (!Array.isArray(pairs) || target === undefined) return [];
  const stones = writtenVersions(document, typePath).map(({ text }) => text);
  const installable = [target.text, ...stones].map((text) => identityOf(semverScheme, text));
  return pairs.flatMap((pair: unknown, index) => {
    const [from, to] = [0, 1].map((side) => readCell(Array.isArray(pair) ? pair[side] : valueAt(pair, "")));
    if (from === undefined || to === undefined) return [];
    const ends = path.at(-1) === "rollback" ? [from, to] : [to];
    const isReachable = ends.some((cell) => installable.some((version) => matchesCell(cell, version)));
    return isReachable && !isSame(from, to) ? [] : [uselessPair(document, [...path, index], { from, to })];
  });
}

function isSame(from: Cell, to: Cell): boolean {
  const [one] = from.matchers;
  const [other] = to.matchers;
  const isSingle = from.matchers.length === 1 && to.matchers.length === 1;
  return isSingle && one?.kind === "exact" && other?.kind === "exact" && one.version === other.version;
}

function uselessPair(
  document: YamlDocument,
  path: DocumentPath,
  { from, to }: { readonly from: Cell; readonly to: Cell },
): Diagnostic {
  const isRollback = path.at(-2) === "rollback";
  return warning({
    code: "CONSTRAINTS_PAIR_UNUSED",
    message: `No update of this type can be one from ${from.text} to ${to.text}${isRollback ? ", or back" : ""}`,
    hint: "Updates lead to the target version and to stepping stones; check the versions of this pair.",
    location: document.locateValue(path),
  });
}
