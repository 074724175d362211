// Faults of bundles. All but the last three are found before anything is touched, or fail the Download of the artifact that
// they concern.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

const DAMAGED_REMEDY = "Fetch or create the bundle again; this copy is damaged, or was not written by `bundle create`.";

export const BUNDLE_ERRORS = {
  BUNDLE_UNREADABLE: {
    meaning: "A bundle is not there or cannot be read.",
    remedy: "Check the path and its permissions; of standard input, what writes to it.",
    exitCode: EXIT.badInput,
  },
  BUNDLE_NOT_BUNDLE: {
    meaning: "What should be a bundle is something else.",
    remedy:
      "Make bundles with `orchestrator bundle create`; a manifest alone is installed by its path, not from a pipe.",
    exitCode: EXIT.badInput,
  },
  BUNDLE_FORMAT_UNSUPPORTED: {
    meaning: "The bundle has a version of the format that this program does not know.",
    remedy: "Update the program, or create the bundle with this one.",
    exitCode: EXIT.badInput,
  },
  BUNDLE_INDEX_INVALID: {
    meaning: "The bundle's index, bundle.json, does not describe a bundle.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_TOO_LARGE: {
    meaning: "A bundle has more artifacts, or larger documents or headers, than is taken.",
    remedy: "See the limits in docs/bundles.md; the payloads themselves have none.",
    exitCode: EXIT.badInput,
  },
  BUNDLE_MEMBER_DUPLICATE: {
    meaning: "A member stands in the bundle twice.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_MEMBER_MISSING: {
    meaning: "A member that the bundle's index lists is not there.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_MEMBER_MISORDERED: {
    meaning: "The members of the bundle stand in another order than its index says.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_MEMBER_TYPE: {
    meaning: "A member of the bundle is no plain file: a link, a device, a folder or an extended header.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_MEMBER_UNEXPECTED: {
    meaning: "The bundle holds a member that its index does not list.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_SIZE_MISMATCH: {
    meaning: "A member of the bundle, or the bundle, has another size than the index says.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_CHECKSUM_MISMATCH: {
    meaning: "A document or an artifact in the bundle has another SHA-256 than the index says.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_DAMAGED: {
    meaning: "Where the next member of the bundle should begin, there is something else.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_TRUNCATED: {
    meaning: "The bundle ends too early.",
    remedy: "Fetch it again; from a pipe, see what made the writer stop.",
    exitCode: EXIT.badInput,
  },
  BUNDLE_TRAILING_DATA: {
    meaning: "Something follows the end of the bundle.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  BUNDLE_ARTIFACT_MISSING: {
    meaning: "The manifest in the bundle names an artifact that the bundle does not hold.",
    remedy: "Create the bundle again from this manifest.",
    exitCode: EXIT.badInput,
  },
  BUNDLE_STREAM_GONE: {
    meaning: "An artifact was in a bundle that came through a pipe, and what had not been stored of it is gone.",
    remedy: "Install the bundle again; from a file, nothing is lost by an interruption.",
    exitCode: EXIT.failed,
  },
  BUNDLE_STORE_FAILED: {
    meaning: "An artifact of a bundle that comes through a pipe had to be stored until it is needed, and could not be.",
    remedy: "Free space in the data store, or install the bundle from a file, which needs none.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
