// Faults of Mender artifacts: read, verified or written. A damaged artifact is found before anything is touched, or fails
// Download; either way it is bad input.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

const DAMAGED_REMEDY = "Fetch or write the artifact again; this copy is damaged.";
const FOREIGN_REMEDY = "Write the artifact with `orchestrator artifact write` or mender-artifact.";

export const ARTIFACT_ERRORS = {
  ARTIFACT_NOT_FOUND: {
    meaning: "An artifact is not where the manifest, or the command, says.",
    remedy: "Check the path; artifact_path in a manifest is relative to the folder of the manifest.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_UNREADABLE: {
    meaning: "An artifact could not be read from disk.",
    remedy: "Check that it is a file, its permissions, and the disk.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_CHANGED: {
    meaning: "An artifact is not the one that was planned with.",
    remedy: "Do not replace artifacts during a deployment; install again.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_PROVIDES_REFUSED: {
    meaning:
      "An artifact provides what its component may never answer, such as both rootfs-image.version and the version of its interface.",
    remedy: "Make the artifact anew without one of them.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_NOT_TAR: {
    meaning: "A file that should be a Mender artifact is not a tar archive.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_FORMAT_UNSUPPORTED: {
    meaning: "A tar archive is not a Mender artifact, or not one of format version 3.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_PROGRAM_MISSING: {
    meaning:
      "A part of the artifact is compressed with xz or zstd, and the program that is needed for it is not installed.",
    remedy: "Install the program, or write the artifact with gzip compression.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_PROGRAM_FAILED: {
    meaning:
      "The program that compresses or unpacks a part of the artifact could not do its work; this says nothing of the artifact.",
    remedy: "Try again; check the free memory, and that the program works when it is called by hand.",
    exitCode: EXIT.failed,
  },
  ARTIFACT_AUGMENT_INVALID: {
    meaning: "What was added to the artifact after it was made contradicts it, or is nothing that may be added.",
    remedy:
      "Augment the artifact anew; an augment adds files, provides, depends and meta-data, and may change the payload type.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_AUGMENT_UNSIGNED: {
    meaning: "The artifact is augmented: parts of it were added after signing, and only what is signed is taken.",
    remedy: "Write the artifact without an augment, and sign it.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_MISSING: {
    meaning: "The artifact lacks a part that the format requires or that its manifest lists.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_UNLISTED: {
    meaning: "The artifact holds a part that its manifest gives no checksum for.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_DUPLICATE: {
    meaning: "The artifact holds, or its manifest lists, the same part twice.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_MISORDERED: {
    meaning: "The parts of the artifact are not in the order that the format requires.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_UNEXPECTED: {
    meaning: "The artifact holds a part that the format does not know.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_TYPE: {
    meaning: "A part of the artifact is a link, a folder or a device where only a plain file may be.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_NAME: {
    meaning: "A part of the artifact has a name that could leave its folder or that cannot be passed on.",
    remedy: "Use plain file names, without slashes and control characters.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MEMBER_TOO_LARGE: {
    meaning: "A part of the artifact that is kept in memory is larger than such a part may be.",
    remedy: "See the limits in docs/artifacts.md.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_TOO_MANY_FILES: {
    meaning: "The payload has more files than an artifact may have.",
    remedy: "Pack the files into an archive, or use the `directory` interface.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MULTIPLE_PAYLOADS: {
    meaning: "The artifact has more than one payload.",
    remedy: "Write one artifact for each payload.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_MANIFEST_INVALID: {
    meaning: "The artifact's own manifest, its list of checksums, cannot be read.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_HEADER_INVALID: {
    meaning: "The artifact's header-info or type-info is not what the format requires.",
    remedy: FOREIGN_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_CHECKSUM_MISMATCH: {
    meaning: "A part of the artifact is not what the artifact's manifest says it is.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_DAMAGED: {
    meaning: "A part of the artifact cannot be unpacked.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_TRUNCATED: {
    meaning: "The artifact ends too early.",
    remedy: "Fetch the artifact again; this copy is not complete.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_TRAILING_DATA: {
    meaning: "Something follows where the artifact, or a compressed part of it, should end.",
    remedy: DAMAGED_REMEDY,
    exitCode: EXIT.badInput,
  },
  ARTIFACT_UNSIGNED: {
    meaning:
      "The artifact is not signed, and the configuration, or the command, names the keys that must have signed it.",
    remedy: "Sign it with `orchestrator artifact sign`, or get the signed one from whoever made it.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_SIGNATURE_INVALID: {
    meaning:
      "None of the trusted keys has made the artifact's signature: it is another's, or the artifact was changed.",
    remedy: "Get the artifact again from whoever made it; name the right key if that one is to be trusted.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_ALREADY_SIGNED: {
    meaning: "An artifact that is to be signed has a signature already.",
    remedy: "Replace the signature with `--force`; an artifact has room for one.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_SCRIPTS_UNSUPPORTED: {
    meaning:
      "The artifact has scripts for the Mender client, and the component's interface takes the payload's files one by one, so that nobody would run them.",
    remedy: "Write the artifact without scripts, or use an interface that takes whole artifacts.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_ABANDONED: {
    meaning: "Reading an artifact was given up before its end, so it could not be verified.",
    remedy: "Read the artifact to its end.",
    exitCode: EXIT.failed,
  },
  ARTIFACT_INPUT_INVALID: {
    meaning: "An artifact cannot be written from what was given.",
    remedy: "See `orchestrator artifact write --help`.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_INPUT_CHANGED: {
    meaning: "A file changed while it was written into an artifact.",
    remedy: "Write the artifact again when nothing changes its files.",
    exitCode: EXIT.failed,
  },
  ARTIFACT_UNWRITABLE: {
    meaning: "An artifact could not be written.",
    remedy: "Check that the folder exists, its permissions and the free space.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
