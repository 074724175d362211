// Which versions the documents name: targets, stepping stones, and every exact version of a row, a pair or a requirement.

import { identityOf, OFFLINE, semverScheme } from "../../model/index.js";
import { targetVersion } from "../constraints/target-version.js";
import { follow, textAt, typeNames } from "../outline.js";
import type { YamlDocument } from "../yaml/yaml-document.js";
import { type CellUse, cellUses } from "./cell-uses.js";
import { documentsOf, type LintSubject } from "./subject.js";

export interface KnownVersions {
  readonly uses: readonly CellUse[];
  /** By type, then by identity: as somebody writes it. */
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly targets: ReadonlyMap<string, KnownTarget>;
}

export interface KnownTarget {
  readonly version: string;
  readonly text: string;
  readonly isGiven: boolean;
}

export function knownVersions(subject: LintSubject): KnownVersions {
  const uses = documentsOf(subject).flatMap(cellUses);
  const targets = targetsOf(subject.manifest);
  const byType = new Map<string, Map<string, string>>();
  const add = (type: string, version: string, text: string): void => {
    const known = byType.get(type);
    if (known === undefined) byType.set(type, new Map([[version, text]]));
    else if (!known.has(version)) known.set(version, text);
  };
  for (const [type, { version, text }] of targets) add(type, version, text);
  for (const [type, text] of stonesOf(subject.manifest)) add(type, identityOf(semverScheme, text), text);
  for (const { type, cell } of uses) {
    for (const matcher of cell.matchers) {
      if (matcher.kind === "exact" && matcher.version !== OFFLINE) add(type, matcher.version, matcher.version);
    }
  }
  return { uses, byType, targets };
}

function targetsOf(manifest: YamlDocument): ReadonlyMap<string, KnownTarget> {
  return new Map(
    (typeNames(manifest) ?? []).flatMap((type) => {
      const target = targetVersion(follow(manifest.value, ["component_types", type]));
      return target === undefined
        ? []
        : [[type, { ...target, version: identityOf(semverScheme, target.text) }] as const];
    }),
  );
}

function stonesOf(manifest: YamlDocument): readonly (readonly [string, string])[] {
  return (typeNames(manifest) ?? []).flatMap((type) => {
    const stones = follow(manifest.value, ["component_types", type, "stepping_stones"]);
    if (!Array.isArray(stones)) return [];
    return stones.flatMap((stone: unknown) => {
      const text = textAt(stone, "version");
      return text === undefined ? [] : [[type, text] as const];
    });
  });
}
