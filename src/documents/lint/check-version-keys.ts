// The version of a component is one provide. Two documents that name different ones speak of different versions.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { follow, textAt, typeNames } from "../outline.js";
import { quote } from "../wording.js";
import type { LintSubject } from "./subject.js";

export function checkVersionKeys({ manifest, own }: LintSubject): readonly Diagnostic[] {
  if (own === undefined) return [];
  return (typeNames(own) ?? []).flatMap((type) => {
    const path = ["component_types", type];
    const wanted = textAt(follow(own.value, path), "version_key");
    const given = textAt(follow(manifest.value, path), "version_key");
    if (wanted === undefined || given === undefined || wanted === given) return [];
    return [
      fault({
        code: "CONSTRAINTS_VERSION_KEY",
        message: `The version of ${quote(type)} is read from ${quote(given)} here, and from ${quote(wanted)} by ${own.source.file}`,
        hint: "Remove the key here: the system's own constraints say it.",
        location: manifest.locateValue([...path, "version_key"]),
      }),
    ];
  });
}
