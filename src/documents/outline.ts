// What a document seems to say, whether or not its schema accepts it: the checks between parts of a document, and between
// documents, use it, so that all faults come out at once.

import { isExtension } from "./document-types.js";
import type { DocumentPath, YamlDocument } from "./yaml/yaml-document.js";

export interface ListedComponent {
  readonly path: DocumentPath;
  readonly type: string | undefined;
  readonly id: string | undefined;
}

/** The value under a key of a map; undefined for anything else. */
export function valueAt(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** The value at a path; undefined where it cannot be followed. */
export function follow(value: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(
    (inner, step) => (Array.isArray(inner) ? inner[Number(step)] : valueAt(inner, String(step))),
    value,
  );
}

/** The names of the component types; undefined where the document has none to speak of. */
export function typeNames(document: YamlDocument): readonly string[] | undefined {
  const types = valueAt(document.value, "component_types");
  if (typeof types !== "object" || types === null || Array.isArray(types)) return undefined;
  return Object.keys(types).filter((name) => !isExtension(name));
}

/** The listed components; undefined where there is no list. */
export function listedComponents(document: YamlDocument): readonly ListedComponent[] | undefined {
  const components = valueAt(document.value, "components");
  if (!Array.isArray(components)) return undefined;
  return components.map((component: unknown, index) => ({
    path: ["components", index],
    type: textAt(component, "component_type"),
    id: textAt(component, "id"),
  }));
}

/** The types of the listed components, each once; undefined where there is no list. */
export function listedTypes(document: YamlDocument): readonly string[] | undefined {
  const components = listedComponents(document);
  return components && [...new Set(components.flatMap(({ type }) => (type === undefined ? [] : [type])))];
}

export function hasComponents(document: YamlDocument): boolean {
  return valueAt(document.value, "components") !== undefined;
}

export function textAt(value: unknown, key: string): string | undefined {
  const text = valueAt(value, key);
  return typeof text === "string" ? text : undefined;
}
