// The names of the update-interface protocol, version 1 (interface-protocol, sections 2 and 3).

export const PROTOCOL_VERSION = 1;

export const UPDATE_STATES = [
  "Download",
  "ArtifactInstall",
  "ArtifactReboot",
  "ArtifactVerifyReboot",
  "ArtifactCommit",
  "Cleanup",
] as const;

export const ROLLBACK_STATES = [
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
  "ArtifactFailure",
] as const;

/** An action of the protocol. `DownloadWithFileSizes` is a form of Download, chosen by a query, not a state of its own. */
export type State = (typeof UPDATE_STATES)[number] | (typeof ROLLBACK_STATES)[number];

/** Questions the machine asks in the course of a deployment. */
export type MachineQuery = "NeedsArtifactReboot" | "SupportsRollback" | "Provides";

/** A question of the protocol. */
export type Query = MachineQuery | "Inventory" | "Identity" | "NeedsUnpackedArtifact" | "ProvidePayloadFileSizes";

export type RebootNeed = "No" | "Yes" | "Automatic";

/** Where `--stop-before` may stop (interface-protocol, section 6). */
export const STOP_POINTS = ["ArtifactCommit", "ArtifactRollback", "Cleanup"] as const;
export type StopPoint = (typeof STOP_POINTS)[number];
