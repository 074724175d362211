// Types whose components must never run different versions, in a system with several of them. Only a warning: which versions
// they run is not known here, and where nothing is to be updated nothing is wrong.

import type { Diagnostic } from "../../base/index.js";
import { warning } from "../fault.js";
import { follow, listedComponents, typeNames } from "../outline.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";
import { documentsOf, type LintSubject } from "./subject.js";

/** `listing`: the document that lists the components. */
export function checkMixedVersions(subject: LintSubject, listing: YamlDocument): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  for (const { type = "" } of listedComponents(listing) ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  return (typeNames(subject.manifest) ?? []).flatMap((type) => {
    const count = counts.get(type) ?? 0;
    const path = ["component_types", type, "mixed_versions"];
    const document = documentsOf(subject).find(({ value }) => follow(value, path) === "forbidden");
    if (count < 2 || document === undefined) return [];
    return [
      warning({
        code: "CONSTRAINTS_MIXED_VERSIONS",
        message: `${quote(type)} must never run mixed versions, and ${count} components of it cannot change at one moment: no plan can update them`,
        hint: "Leave the key out, and say in constraints which versions of other types go with both versions.",
        location: document.locateKey(path),
      }),
    ];
  });
}
