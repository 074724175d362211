export {
  type Combination,
  isAny,
  matchesCell,
  type RefusingRule,
  refusingRule,
  type TableSide,
} from "./acceptable.js";
export type { ArtifactHeader, Compression, Depends } from "./artifact.js";
export {
  type Component,
  type ComponentKey,
  compareComponents,
  componentKey,
  type DeclaredComponent,
  type Dialect,
} from "./component.js";
export {
  type Cell,
  type ConstraintRow,
  type Constraints,
  type ConstraintTable,
  DEFAULT_PLANNING,
  type MoveRule,
  NO_CONSTRAINTS,
  type NoReturnRule,
  type Objective,
  type Ordering,
  type PlanningRules,
  type Requirement,
  type RollbackRule,
  type RowList,
  type VersionMatcher,
  type VersionPair,
} from "./constraints.js";
export { type DeploymentReference, deploymentName, parseDeploymentName } from "./deployment-name.js";
export { isUrl, shownLocation } from "./location.js";
export {
  type ArtifactReference,
  type ComponentTypeTarget,
  DEFAULT_ORDER,
  type Manifest,
  type SteppingStone,
  type Topology,
} from "./manifest.js";
export { namesOffline, OFFLINE, offlineTypes } from "./offline.js";
export type {
  CallFailed,
  CallFailureReason,
  CallOutcome,
  CallSucceeded,
  MachineAnswer,
  QueryOutcome,
  ReportedVersion,
} from "./outcome.js";
export {
  type AskedComponent,
  type ChainLink,
  type ChainPurpose,
  type ComponentVersions,
  calledComponents,
  needsPoints,
  type OrderGroup,
  type Plan,
  type PlannedArtifact,
  type PlannedComponent,
  type PlanSafety,
  plannedComponents,
  type RestoredPoint,
  type SkippedComponent,
} from "./plan.js";
export {
  type MachineQuery,
  PROTOCOL_VERSION,
  type Query,
  type RebootNeed,
  ROLLBACK_STATES,
  STOP_POINTS,
  type State,
  type StopPoint,
  UPDATE_STATES,
} from "./protocol.js";
export { isInstalled, type Provides, type UnmetDepend, unmetDepends } from "./provides.js";
export type {
  Command,
  CommonRun,
  DeploymentEvent,
  JournalRecord,
  RecordedPoint,
  RunVerb,
  StampedRecord,
  Verdict,
  Withdrawn,
} from "./records.js";
export type { ManifestRelease } from "./release.js";
export {
  type CallFailure,
  type CallReport,
  type CallStatus,
  type ComponentReport,
  type DeploymentReport,
  inconsistentComponents,
  type Phase,
  type PointCallReport,
  type RollbackCause,
  type RunEnd,
  type RunReport,
  remainsOf,
  rolledBackComponents,
  type SkippedReport,
  type Standing,
} from "./report.js";
export { lastWords } from "./report-failure.js";
export { reportOf } from "./report-fold.js";
export {
  DEFAULT_BACKUPS_FOLDER,
  DEFAULT_RETENTION,
  type DeclaredDatabase,
  type DeclaredPoint,
  type PostgresqlDatabase,
  type Retention,
  type SqliteDatabase,
} from "./rollback-point.js";
export { MAX_NAME_BYTES, whyUnsafe } from "./safe-name.js";
export {
  type ComponentChange,
  type RefusedCombination,
  type RestingComponent,
  ruleInWords,
  type SafetyDecision,
} from "./safety-decision.js";
export { decisionAdvice, decisionLines, decisionSentence, restingReason } from "./safety-sentences.js";
export type {
  PlannedBatch,
  PlannedMove,
  PlanReason,
  SequenceBounds,
  UpdateSequence,
  VersionedType,
} from "./update-sequence.js";
export { identityOf, semverScheme, type VersionRange, type VersionScheme } from "./version/index.js";
export { currentVersion, type Versions, versionOf, versionsOf } from "./version-of.js";
export {
  bothPoints,
  coveringPath,
  databaseIdentity,
  plainPath,
  pointOf,
  unitName,
  type WrittenDatabase,
  type WrittenPoint,
} from "./written-point.js";
