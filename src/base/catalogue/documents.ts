// Faults of manifests and topologies.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const DOCUMENT_ERRORS = {
  MANIFEST_UNREADABLE: entry(
    "A document could not be read from disk.",
    "Check the path and its permissions; a document must be a regular file.",
  ),
  MANIFEST_TOO_LARGE: entry(
    "A document is larger than this program reads, or has more parts.",
    "Check that it is the right file; split the system if it really has that many components.",
  ),
  MANIFEST_ENCODING: entry(
    "A document is not UTF-8 text, or contains characters that YAML does not allow.",
    "Save it as UTF-8 and remove control characters.",
  ),
  MANIFEST_EMPTY: entry("A document contains nothing.", "Start from the example in docs/manifests.md."),
  MANIFEST_SYNTAX: entry("A document is not valid YAML.", "Correct the line under the caret; mind the indentation."),
  MANIFEST_MULTIPLE_DOCUMENTS: entry(
    "A file contains more than one YAML document.",
    "Keep one document in a file, without a second `---` line.",
  ),
  MANIFEST_TOO_DEEP: entry("Lists and maps are nested too deeply.", "No document needs that depth; flatten it."),
  MANIFEST_ALIAS_LIMIT: entry(
    "Aliases (`*name`) would make the document grow beyond all measure, or refer to themselves.",
    "Use fewer aliases, or write the values out.",
  ),
  MANIFEST_DUPLICATE_KEY: entry("A key stands twice in the same map.", "Remove or rename one of the two."),
  MANIFEST_FORBIDDEN_KEY: entry(
    "A key has a name that is not safe to use, such as `__proto__`.",
    "Choose another name.",
  ),
  MANIFEST_UNKNOWN_KEY: entry(
    "A document has a key that its kind does not know.",
    "Correct the spelling, or let the key begin with `x-` if it is your own.",
  ),
  MANIFEST_MISSING_KEY: entry("A document lacks a key that its kind needs.", "Add the key that the message names."),
  MANIFEST_WRONG_TYPE: entry(
    "A value is of the wrong type, such as a list where there should be text.",
    "Write what docs/manifests.md says for that key.",
  ),
  MANIFEST_TEXT_UNQUOTED: entry(
    "YAML reads an unquoted text as another value than is written, such as `1.10` as 1.1. It was taken as it is written. This is a warning.",
    "Put the text in quotes, so that every program reads the same.",
  ),
  MANIFEST_VALUE_INVALID: entry(
    "A value is empty, too long, or contains what it must not.",
    "Write what docs/manifests.md says for that key.",
  ),
  MANIFEST_KIND_UNKNOWN: entry(
    "A document does not say what kind it is, or names a kind that does not exist.",
    "Write `kind: manifest`, `kind: update_manifest`, `kind: topology`, `kind: constraints` or `kind: inventory`.",
  ),
  MANIFEST_KIND_UNEXPECTED: entry(
    "A document is of another kind than the one that is needed in its place.",
    "Check which file was given for which option.",
  ),
  MANIFEST_API_VERSION: entry("The version of the document format is not known.", "Write `api_version: mender/v1`."),
  MANIFEST_ORDER_INVALID: entry(
    "An order is not a plain whole number from 1 to 100.",
    "Write a whole number from 1 to 100, without quotes.",
  ),
  MANIFEST_MAX_PARALLEL_INVALID: entry(
    "A limit on components that are updated at the same time is not a plain whole number of at least 1.",
    "Write a whole number from 1 to 1000000, without quotes, or remove the key for no limit.",
  ),
  MANIFEST_SERIAL_INVALID: entry(
    "A serial is not a whole number of at least 1.",
    "Write it with digits alone, such as `serial: 7`; the next manifest has a higher one.",
  ),
  MANIFEST_EXPIRES_INVALID: entry(
    "The time at which a manifest expires is not a time with its zone, as in RFC 3339.",
    "Write it as `expires: 2027-06-30T00:00:00Z`.",
  ),
  MANIFEST_DIGEST_INVALID: entry(
    "The digest of an artifact is not a SHA-256.",
    "Let `orchestrator manifest lock` write it: 64 lower-case hexadecimal digits.",
  ),
  MANIFEST_NAME_UNSAFE: entry(
    "A component type, an id or an interface has a name that could lead out of a folder or break an answer's line.",
    "Choose a name without slashes, `=` and control characters, of at most 100 bytes.",
  ),
  MANIFEST_ARTIFACT_MISSING: entry(
    "A component type says neither where its artifact is nor how it is called.",
    "Add artifact_path, or artifact_name.",
  ),
  MANIFEST_DUPLICATE_COMPONENT: entry(
    "Two components of a manifest have the same type and id.",
    "Give each component an id of its own.",
  ),
  MANIFEST_UNKNOWN_COMPONENT_TYPE: entry(
    "A component is of a type for which the manifest has no entry.",
    "Add the type to component_types, or correct the component's type.",
  ),
  MANIFEST_UNUSED_COMPONENT_TYPE: entry(
    "The manifest has an entry for a type of which the system has no component. This is a warning.",
    "Remove the entry if the type is not expected to appear.",
  ),
  MANIFEST_COMPONENTS_TWICE: entry(
    "The components of a system are listed in two files.",
    "Remove one of the two lists, or do not name the second file.",
  ),
  MANIFEST_COMPONENTS_MISSING: entry(
    "The components of a system are listed nowhere.",
    "List them in the document, or name the file that does.",
  ),
  MANIFEST_TOO_MANY_COMPONENTS: entry("A system has too many components.", "Split it into several systems."),
  MANIFEST_SYSTEM_TYPE_MISMATCH: entry(
    "The manifest is not for systems of this type.",
    "Use a manifest for this system, or add its type to system_types_compatible.",
  ),
  MANIFEST_MORE_FAULTS: entry(
    "A document has more faults than are shown. This only counts the rest.",
    "Correct those that are shown and validate again.",
  ),
  MANIFEST_STEPPING_STONE_TWICE: entry(
    "A stepping stone is the target version itself, or stands twice.",
    "Remove it: a stepping stone is a version of its own on the way to the target.",
  ),
  MANIFEST_ROLLBACK_POINT_INVALID: entry(
    "A rollback point names a path, a service or a database that cannot be captured, or names it twice.",
    "Write what docs/manifests.md says of rollback points.",
  ),
  MANIFEST_ROLLBACK_POINT_UNUSED: entry(
    "A component type has a rollback point, and its entry says that no update of it is rolled back. This is a warning.",
    "Remove `rollback: unsupported` if the rollback point is the way back.",
  ),
  CONSTRAINTS_CONTRADICTION: entry(
    "A table both accepts and refuses the same combination. The refusal wins. This is a warning.",
    "Remove one of the two rows, or name fewer versions in one of them.",
  ),
  CONSTRAINTS_MIXED_VERSIONS: entry(
    "Components of a type must never run different versions (`mixed_versions: forbidden`), and the system has several of them, so no plan can update them. This is a warning.",
    "Leave the key out and say in `constraints` which versions of other types go with both versions; or let the type have one component.",
  ),
  CONSTRAINTS_NAME_UNUSED: entry(
    "A row that is no end state has a system_version, which nobody will ever see. This is a warning.",
    "Give names to end states only.",
  ),
  CONSTRAINTS_OFFLINE: entry(
    "`offline` stands where a version must. It is none: a component is offline only while it is updated, which rows of `transition_states` can speak of, and the `version` of an entry of `constraints.requires`.",
    "Move the row to `transition_states`, or give the version another name.",
  ),
  CONSTRAINTS_PAIR_UNUSED: entry(
    "A pair of versions in `moves` or `rollback` fits no update that is possible. This is a warning.",
    "Correct its versions: updates lead to the target version and to stepping stones.",
  ),
  CONSTRAINTS_RANGE_INVALID: entry(
    "A version looks like a range, but is none.",
    'Write ranges as ">=1.2 <2.0", "1.x" or "1.2 || 2.x", or several versions as a list.',
  ),
  CONSTRAINTS_RANGE_NOT_SEMVER: entry(
    "There is a range for a component type whose versions are not semantic versions, so no version can be in it.",
    "List the versions instead, or give the component type a semantic version.",
  ),
  CONSTRAINTS_RESERVED_NAME: entry(
    "A component type has the name of a key that rows use for something else: system_version, acceptable or why.",
    "Give the component type another name.",
  ),
  CONSTRAINTS_ROW_EMPTY: entry(
    "A row of a table names no component type.",
    "Name versions by component type, or let the table say `unlisted: acceptable`.",
  ),
  CONSTRAINTS_ROW_TWICE: entry("Two rows of a list say the same. This is a warning.", "Remove one of the two."),
  CONSTRAINTS_ROW_UNMATCHABLE: entry(
    "A range includes no version at all, or only newer ones than any that is known, or leaves out a pre-release that lies between its limits. This is a warning.",
    "Correct the limits of the range, or list the pre-release beside it.",
  ),
  CONSTRAINTS_TABLE_TWICE: entry("Two tables have the same name.", "Give each table a name of its own."),
  CONSTRAINTS_TARGET_UNCOVERED: entry(
    "The versions that a manifest aims at are not acceptable at the end of an update. This is a warning.",
    "Add them to end_states if they are a working system, or change a version.",
  ),
  CONSTRAINTS_UNKNOWN_TYPE: entry(
    "A table or a requirement names a component type that does not exist. In the system's own constraints, which may speak of parts that are not there, this is a warning unless the name is nearly one that exists.",
    "Correct the name, or add the type to component_types.",
  ),
  CONSTRAINTS_VERSION_INVALID: entry(
    "A version of a component type or of a stepping stone is a range of versions.",
    "Write the one version that a component reports once it is updated.",
  ),
  CONSTRAINTS_VERSION_KEY: entry(
    "A manifest and the system's own constraints read the version of a component type from different keys.",
    "Remove the key from the manifest.",
  ),
  CONSTRAINTS_VERSION_MISSING: entry(
    "A table names a component type that has no `version`, and no row means the name of its artifact, which is taken instead. This is a warning.",
    "Add the version that such a component reports once it is updated.",
  ),
  INVENTORY_ID_OR_COUNT: entry(
    "An entry of an inventory has both an id and a count, or neither.",
    "Write id for one component, or count for several that are alike.",
  ),
  TOPOLOGY_NOT_FOUND: entry(
    "A manifest of the 2026 dialect needs a topology, and there is none.",
    "Write the topology to the place that the message names.",
  ),
  TOPOLOGY_WITHOUT_SYSTEM_TYPE: entry(
    "A topology has no system_type, so it can only be the second file of a split topology. This is a warning.",
    "Add system_type if the file is meant to stand alone.",
  ),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** A document is refused before anything is touched. */
function entry(meaning: string, remedy: string): CatalogueEntry {
  return { meaning, remedy, exitCode: EXIT.badInput };
}
