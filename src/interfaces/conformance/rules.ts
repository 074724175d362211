// What the protocol asks of an update interface, as far as a run can show it (interface-protocol, sections 1 to 4). Data
// only: the sentences are what an author reads.

export type RuleGroup = "queries" | "states";

export interface Rule {
  readonly id: RuleId;
  readonly group: RuleGroup;
  readonly words: string;
}

const QUERY_RULES = {
  starts: "The interface is a file that can be executed, with an interpreter that is there.",
  "time-limit": "Every call ends by itself within the time limit.",
  "unknown-argument": "An unknown first argument prints nothing and exits 0.",
  "query-exit": "A query exits 0.",
  "provides-lines": "Provides prints key=value lines, and no key twice.",
  "provides-version": "Provides has exactly one of rootfs-image.version and rootfs-image.INTERFACE.version (2026).",
  "provides-device-type": "Provides has no device_type (2026).",
  "inventory-lines": "Inventory prints key=value lines.",
  "identity-line": "Identity prints id=ID and nothing else, or nothing (2026).",
  "needs-unpacked-artifact": "NeedsUnpackedArtifact answers Yes or No; nothing means Yes.",
  "provide-payload-file-sizes": "ProvidePayloadFileSizes answers Yes or No; nothing means No.",
  "needs-artifact-reboot": "NeedsArtifactReboot answers No, Yes or Automatic; nothing means No.",
  "supports-rollback": "SupportsRollback answers Yes or No; nothing means No.",
  "queries-write-nothing": "A query leaves the work dir as it was.",
} as const;

const STATE_RULES = {
  "download-streams": "Download reads every stream to its end, in order, or never opens stream-next.",
  "update-succeeds": "Download, ArtifactInstall, the reboot states and ArtifactCommit exit 0.",
  "download-changes-nothing": "Download and Cleanup alone change nothing that Provides tells.",
  "recognised-when-installed": "After ArtifactCommit, Provides has all that the artifact's artifact_provides has.",
  "rollback-succeeds": "Where SupportsRollback is Yes, ArtifactRollback, its reboot states and ArtifactFailure exit 0.",
  "rollback-restores": "After ArtifactRollback, Provides tells what it told before the update.",
  "rollback-again": "ArtifactRollback and ArtifactFailure can be run again.",
  "cleanup-succeeds": "Cleanup exits 0.",
  "cleanup-again": "Cleanup can be run again.",
  "work-dir-kept": "Of the work dir, only tmp/ is written to.",
} as const;

export type RuleId = keyof typeof QUERY_RULES | keyof typeof STATE_RULES;

export const RULES: readonly Rule[] = [...rulesOf("queries", QUERY_RULES), ...rulesOf("states", STATE_RULES)];

function rulesOf<Id extends RuleId>(group: RuleGroup, words: Readonly<Record<Id, string>>): readonly Rule[] {
  const ids = Object.keys(words) as Id[]; // The type of a literal's keys, which Object.keys does not keep.
  return ids.map((id) => ({ id, group, words: words[id] }));
}
