// What types require of each other: beside an artifact (`requires` of a component type, which speaks of its target version),
// and in `constraints.requires`, for any version. Read as far as it can be understood, as the tables are.

import type { Cell, Requirement } from "../../model/index.js";
import { isExtension } from "../document-types.js";
import { follow, textAt, typeNames, valueAt } from "../outline.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { oncePerDocument } from "./once.js";
import { exactCell, readCell } from "./read-cell.js";
import { shortPlace } from "./short-place.js";
import { targetVersion } from "./target-version.js";

/** A requirement and where its parts are written. */
export interface WrittenRequirement {
  readonly requirement: Requirement;
  readonly document: YamlDocument;
  /** Of what is needed: the key is a component type. */
  readonly needPath: DocumentPath;
  /** Of the type that needs it, and of its version; undefined beside an artifact. */
  readonly typePath?: DocumentPath;
  readonly versionPath?: DocumentPath;
}

export const readRequirements = oncePerDocument((document): readonly WrittenRequirement[] => [
  ...(typeNames(document) ?? []).flatMap((type) => besideArtifact(document, type)),
  ...listed(document),
]);

function besideArtifact(document: YamlDocument, type: string): readonly WrittenRequirement[] {
  const path = ["component_types", type, "requires"];
  const version = targetVersion(follow(document.value, ["component_types", type]));
  if (version === undefined) return [];
  return needsAt(document, path).map(({ needs, needPath }) => ({
    requirement: {
      type,
      version: exactCell(version.text),
      needs,
      path: `component_types.${type}.requires`,
      location: shortPlace(document.locateKey(needPath)),
    },
    document,
    needPath,
  }));
}

function listed(document: YamlDocument): readonly WrittenRequirement[] {
  const list = follow(document.value, ["constraints", "requires"]);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const path = ["constraints", "requires", index];
    const type = textAt(entry, "type");
    const version = readCell(valueAt(entry, "version"));
    if (type === undefined || version === undefined) return [];
    return needsAt(document, [...path, "needs"]).map(({ needs, needPath }) => ({
      requirement: {
        type,
        version,
        needs,
        path: `constraints.requires[${index}]`,
        location: shortPlace(document.locateKey(path)),
      },
      document,
      needPath,
      typePath: [...path, "type"],
      versionPath: [...path, "version"],
    }));
  });
}

interface Need {
  readonly needs: { readonly type: string; readonly version: Cell };
  readonly needPath: DocumentPath;
}

function needsAt(document: YamlDocument, path: DocumentPath): readonly Need[] {
  const map = follow(document.value, path);
  if (typeof map !== "object" || map === null || Array.isArray(map)) return [];
  return Object.entries(map).flatMap(([type, written]) => {
    const version = isExtension(type) ? undefined : readCell(written);
    return version === undefined ? [] : [{ needs: { type, version }, needPath: [...path, type] }];
  });
}
