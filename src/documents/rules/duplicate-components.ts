// Components are told apart by `type.id`, in the journal, in answers and in names of folders; no two may share it, however
// the dots fall. In a topology ids are not written, so the same check comes once the interfaces have been asked.

import type { Diagnostic } from "../../base/index.js";
import { componentKey } from "../../model/index.js";
import { fault } from "../fault.js";
import { type ListedComponent, listedComponents } from "../outline.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkDuplicateComponents(document: YamlDocument): readonly Diagnostic[] {
  const seen = new Map<string, ListedComponent>();
  const diagnostics: Diagnostic[] = [];
  for (const component of listedComponents(document) ?? []) {
    const { type, id } = component;
    if (type === undefined || id === undefined) continue;
    const key = componentKey({ type, id });
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, component);
    else diagnostics.push(duplicate(document, key, { earlier, component }));
  }
  return diagnostics;
}

function duplicate(
  document: YamlDocument,
  key: string,
  { earlier, component }: { readonly earlier: ListedComponent; readonly component: ListedComponent },
): Diagnostic {
  const { line } = document.locateKey([...earlier.path, "id"]);
  const isSame = earlier.type === component.type;
  return fault({
    code: "MANIFEST_DUPLICATE_COMPONENT",
    message: `The component ${quote(key)} is ${isSame ? "listed" : "also what type and id give together"} on line ${line}`,
    hint: "Give each component an id of its own.",
    location: document.locateValue([...component.path, "id"]),
  });
}
