// File systems limit names in bytes; a schema can only count characters.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { follow, listedComponents, textAt, typeNames } from "../outline.js";
import { nameFinding } from "../schema/schema-wording.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";

export function checkNameBytes(document: YamlDocument): readonly Diagnostic[] {
  const types = (typeNames(document) ?? []).flatMap((type): readonly (Diagnostic | undefined)[] => [
    isTooLong(type)
      ? fault({ ...nameFinding("component type", type), location: document.locateKey(["component_types", type]) })
      : undefined,
    check(document, ["component_types", type], "update_interface"),
  ]);
  const components = (listedComponents(document) ?? []).flatMap(({ path }) =>
    ["component_type", "id", "interface"].map((key) => check(document, path, key)),
  );
  return [...types, ...components].filter((diagnostic) => diagnostic !== undefined);
}

function check(document: YamlDocument, path: DocumentPath, key: string): Diagnostic | undefined {
  const name = textAt(follow(document.value, path), key);
  if (name === undefined || !isTooLong(name)) return undefined;
  return fault({ ...nameFinding(key, name), location: document.locateValue([...path, key]) });
}

/** Too long in bytes but not in characters: those the schema has reported. */
function isTooLong(name: string): boolean {
  return Buffer.byteLength(name) > LIMITS.maxNameBytes && [...name].length <= LIMITS.maxNameBytes;
}
