// `offline` where it means nothing. It is no version: a component is offline only while it is updated, and only rows of
// transition_states, and the side of a requirement that needs something, can speak of that.

import type { Diagnostic } from "../../base/index.js";
import { namesOffline, OFFLINE } from "../../model/index.js";
import { targetVersion } from "../constraints/target-version.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { follow, textAt, typeNames } from "../outline.js";
import { quote } from "../wording.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { cellUses } from "./cell-uses.js";

export function checkOffline(document: YamlDocument): readonly Diagnostic[] {
  return [...inCells(document), ...asVersions(document)].slice(0, LIMITS.maxFaults);
}

function inCells(document: YamlDocument): readonly Diagnostic[] {
  return cellUses(document).flatMap(({ type, cell, path }) => {
    const misuse = namesOffline(cell) ? misuseAt(path) : undefined;
    if (misuse === undefined) return [];
    return [
      offlineFault(`${quote(type)} is never ${OFFLINE} ${misuse.where}`, misuse.hint, document.locateValue(path)),
    ];
  });
}

function misuseAt(path: DocumentPath): { readonly where: string; readonly hint: string } | undefined {
  if (path.includes("end_states")) {
    return { where: "at the end", hint: "Write the row under transition_states: it is so only while it is updated." };
  }
  if (path.includes("transition_states") || path.at(-1) === "version") return undefined;
  if (path.includes("moves") || path.includes("rollback")) {
    return { where: "before or after an update", hint: "Name the versions that it is updated from and to." };
  }
  return {
    where: "all the time, so nothing can need it to be",
    hint: "Leave it out. To refuse that it is, write a row under transition_states with acceptable: false.",
  };
}

function asVersions(document: YamlDocument): readonly Diagnostic[] {
  return (typeNames(document) ?? []).flatMap((type) => {
    const path = ["component_types", type];
    const stones = follow(document.value, [...path, "stepping_stones"]);
    const count = Array.isArray(stones) ? stones.length : 0;
    const places = Array.from({ length: count }, (_, index) => [...path, "stepping_stones", index]);
    const isTarget = targetVersion(follow(document.value, path))?.text === OFFLINE;
    const wrong = places.filter((place) => textAt(follow(document.value, place), "version") === OFFLINE);
    return [...(isTarget ? [path] : []), ...wrong].map((place) =>
      offlineFault(`${quote(type)} cannot be updated to ${OFFLINE}`, VERSION_HINT, document.locateKey(place)),
    );
  });
}

const VERSION_HINT = "In tables it says that a component is being updated. Give the version another name.";

function offlineFault(message: string, hint: string, location: Diagnostic["location"] & object): Diagnostic {
  return fault({ code: "CONSTRAINTS_OFFLINE", message, hint, location });
}
