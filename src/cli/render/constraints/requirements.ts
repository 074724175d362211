// Requirements between two types, applied to the versions that are known.

import { matchesCell, type Requirement } from "../../../model/index.js";
import type { Paint } from "../paint.js";
import { printable } from "../text.js";
import type { KnownVersions } from "./matrix.js";
import { placeText } from "./row-words.js";

export function requirementLines(
  requirements: readonly Requirement[],
  known: KnownVersions,
  paint: Paint,
): readonly string[] {
  return [paint.bold("requirements"), ...requirements.flatMap((each) => requirementText(each, known, paint))];
}

function requirementText(requirement: Requirement, known: KnownVersions, paint: Paint): readonly string[] {
  const { type, version, needs, path, location } = requirement;
  const { met, unmet } = neededVersions(requirement, known);
  const words = (texts: readonly string[]) => `${printable(needs.type)} ${texts.map(printable).join(", ")}`;
  return [
    `  ${printable(type)} ${printable(version.text)} needs ${printable(needs.type)} ${printable(needs.version.text)}  ${printable(path)} ${placeText(location)}`,
    ...(met.length === 0 ? [] : [`    ${paint.green("● met by")} ${words(met)}`]),
    ...(unmet.length === 0 ? [] : [`    ${paint.red("× not met by")} ${words(unmet)}`]),
  ];
}

/** The known versions of the needed type, as their authors write them. */
export function neededVersions({ needs }: Requirement, known: KnownVersions) {
  const versions = known.get(needs.type) ?? [];
  const isMet = ({ version }: { readonly version: string }) => matchesCell(needs.version, version);
  return {
    met: versions.filter(isMet).map(({ text }) => text),
    unmet: versions.filter((each) => !isMet(each)).map(({ text }) => text),
  };
}
