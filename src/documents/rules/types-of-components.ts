// Every component needs an entry for its type; an entry without components is only worth a warning, because a system may
// lack an optional part (interface-protocol, section 1).

import { type Diagnostic, didYouMean, nearest } from "../../base/index.js";
import { isExtension } from "../document-types.js";
import { fault, warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { type ListedComponent, listedComponents, typeNames } from "../outline.js";
import { count, quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

/** `listing` is the document that lists the components: the manifest itself, its second file, or a topology. */
export function checkTypesOfComponents(manifest: YamlDocument, listing: YamlDocument): readonly Diagnostic[] {
  const types = typeNames(manifest);
  const components = listedComponents(listing);
  if (types === undefined || components === undefined || components.length === 0) return [];
  const byType = groupByType(components);
  const known = new Set(types);
  const unknown = [...byType.keys()].filter((type) => !known.has(type)).slice(0, LIMITS.maxFaults);
  const meant = new Set(unknown.map((type) => nearest(type, types)));
  const unused = types.filter((type) => !byType.has(type) && !meant.has(type)).slice(0, LIMITS.maxFaults);
  return [
    ...unknown.map((type) => unknownType(listing, byType.get(type) ?? [], { manifest, type, types })),
    ...unused.map((type) => unusedType(manifest, type)),
  ];
}

function groupByType(components: readonly ListedComponent[]): ReadonlyMap<string, readonly ListedComponent[]> {
  const groups = new Map<string, ListedComponent[]>();
  for (const component of components) {
    if (component.type === undefined) continue;
    const group = groups.get(component.type);
    if (group === undefined) groups.set(component.type, [component]);
    else group.push(component);
  }
  return groups;
}

/** One fault for each type, at the first of its components. */
function unknownType(
  listing: YamlDocument,
  components: readonly ListedComponent[],
  {
    manifest,
    type,
    types,
  }: { readonly manifest: YamlDocument; readonly type: string; readonly types: readonly string[] },
): Diagnostic {
  const where = manifest === listing ? "component_types" : `component_types of ${manifest.source.file}`;
  const more = components.length === 1 ? "" : ` (${count(components.length, "component")})`;
  const reserved = 'Names that begin with "x-" are not read as component types; choose another name.';
  return fault({
    code: "MANIFEST_UNKNOWN_COMPONENT_TYPE",
    message: `The component type ${quote(type)} has no entry in ${where}${more}`,
    hint: isExtension(type)
      ? reserved
      : (didYouMean(type, types) ?? "Add an entry that says what such components should run."),
    location: listing.locateValue([...(components[0]?.path ?? []), "component_type"]),
  });
}

function unusedType(manifest: YamlDocument, type: string): Diagnostic {
  return warning({
    code: "MANIFEST_UNUSED_COMPONENT_TYPE",
    message: `The system has no component of the type ${quote(type)}`,
    hint: "Nothing will be updated by this entry.",
    location: manifest.locateKey(["component_types", type]),
  });
}
