// The deployment as an XState chart. Pure: no invoke, no timers, no actors. A state's entry asks for a command, the driver
// carries it out and hands back one fact for the whole order group; parallelism does not reach the chart. States carry
// the protocol's names (interface-protocol, section 3); three gates are the places where `--stop-before` may stop.

import type { SnapshotFrom } from "xstate";
import type { Plan } from "../model/index.js";
import { asPlanned } from "./drift.js";
import { mustHaveReturn } from "./no-return.js";
import {
  everyone,
  installStarted,
  mayRollBack,
  owesCleanup,
  rebootsItself,
  rebootsWithHost,
  rollbackRebootsItself,
  rollbackRebootsWithHost,
  rollsBack,
  UNTOUCHED,
  verdictOf,
  verifiesReboot,
  verifiesRollbackReboot,
} from "./progress.js";
import { callState, chart, gate, hostReboot, type MachineInput, queryState } from "./state-kinds.js";
import * as facts from "./transitions.js";
import { watchBegins } from "./watch.js";

export function machineInput(plan: Plan): MachineInput {
  return plan.groups.map((group) => group.components.map((component) => component.key));
}

const rollBack = "#rollingBack";

/** Until Cleanup begins, a user may still ask for the way back. */
const wayBack = chart.createStateConfig({
  on: {
    rollbackRequested: rollBack,
    cancelRequested: { target: rollBack, actions: "markCancelled" },
  },
});

/** Sweep 1: each group, lowest order first, until everyone has verified. */
const updating = chart.createStateConfig({
  ...wayBack,
  initial: "Entry",
  states: {
    Entry: { always: [{ guard: "anyGroups", target: "Provides" }, { target: "Done" }] },
    Provides: queryState({
      query: "Provides",
      phase: "update",
      select: asPlanned,
      learn: { type: "learnVersions", params: "update" },
      next: "Download",
      otherwise: { guard: "notAsPlanned", target: rollBack },
    }),
    Download: callState({
      state: "Download",
      select: everyone,
      change: facts.downloaded,
      next: "SupportsRollback",
      onFailure: rollBack,
    }),
    SupportsRollback: queryState({
      query: "SupportsRollback",
      phase: "update",
      select: mustHaveReturn,
      learn: "learnNoReturn",
      next: "ArtifactInstall",
      otherwise: { guard: "noReturnForbidden", target: rollBack },
    }),
    ArtifactInstall: callState({
      state: "ArtifactInstall",
      select: everyone,
      change: facts.installed,
      next: "NeedsArtifactReboot",
      onFailure: rollBack,
    }),
    NeedsArtifactReboot: queryState({
      query: "NeedsArtifactReboot",
      select: everyone,
      learn: "learnRebootNeeds",
      next: "ArtifactReboot",
      otherwise: { guard: "anyFailed", target: rollBack },
    }),
    ArtifactReboot: callState({
      state: "ArtifactReboot",
      select: rebootsItself,
      change: facts.unchanged,
      next: "HostReboot",
      onFailure: rollBack,
    }),
    HostReboot: hostReboot({
      phase: "update",
      select: rebootsWithHost,
      next: "ArtifactVerifyReboot",
      onFailure: rollBack,
    }),
    ArtifactVerifyReboot: callState({
      state: "ArtifactVerifyReboot",
      select: verifiesReboot,
      change: facts.unchanged,
      next: "NextGroup",
      onFailure: rollBack,
    }),
    NextGroup: {
      entry: "completeGroup",
      always: [{ guard: "groupsLeft", target: "Provides", actions: "nextGroup" }, { target: "Done" }],
    },
    Done: { type: "final" },
  },
  onDone: "committing",
});

/** Sweep 2: nothing is committed before all groups have verified. */
const committing = chart.createStateConfig({
  ...wayBack,
  entry: "firstGroup",
  initial: "BeforeCommit",
  states: {
    BeforeCommit: gate("ArtifactCommit", "ArtifactCommit"),
    ArtifactCommit: callState({
      state: "ArtifactCommit",
      select: everyone,
      change: facts.unchanged,
      next: "NextGroup",
      onFailure: rollBack,
    }),
    NextGroup: {
      always: [{ guard: "groupsLeft", target: "ArtifactCommit", actions: "nextGroup" }, { target: "Done" }],
    },
    Done: { type: "final" },
  },
  onDone: "cleaning",
});

/** The way back: group by group, highest order first, all rollback states of one group before the next lower one. */
const rollingBack = chart.createStateConfig({
  id: "rollingBack",
  entry: ["markFailed", "lastGroup"],
  on: { cancelRequested: { actions: "markCancelled" } },
  initial: "Entry",
  states: {
    Entry: { always: [{ guard: "anyInstallStarted", target: "BeforeRollback" }, { target: "Done" }] },
    BeforeRollback: gate("ArtifactRollback", "Provides"),
    Provides: queryState({
      query: "Provides",
      phase: "rollback",
      select: asPlanned,
      learn: { type: "learnVersions", params: "rollback" },
      next: "SupportsRollback",
    }),
    SupportsRollback: queryState({
      query: "SupportsRollback",
      select: mayRollBack,
      learn: "learnRollbackSupport",
      next: "Combination",
    }),
    Combination: {
      always: [
        { guard: "rollbackRefused", target: "ArtifactFailure", actions: "rest" },
        { target: "ArtifactRollback" },
      ],
    },
    ArtifactRollback: callState({
      state: "ArtifactRollback",
      select: rollsBack,
      change: facts.rolledBack,
      next: "ArtifactRollbackReboot",
    }),
    ArtifactRollbackReboot: callState({
      state: "ArtifactRollbackReboot",
      select: rollbackRebootsItself,
      change: facts.unchanged,
      next: "HostReboot",
    }),
    HostReboot: hostReboot({
      phase: "rollback",
      select: rollbackRebootsWithHost,
      next: "ArtifactVerifyRollbackReboot",
      onFailure: "ArtifactVerifyRollbackReboot",
    }),
    ArtifactVerifyRollbackReboot: callState({
      state: "ArtifactVerifyRollbackReboot",
      select: verifiesRollbackReboot,
      change: facts.rollbackVerified,
      next: "AfterVerify",
    }),
    AfterVerify: {
      always: [{ guard: "rebootOwed", target: "ArtifactRollbackReboot" }, { target: "ArtifactFailure" }],
    },
    ArtifactFailure: callState({
      state: "ArtifactFailure",
      select: installStarted,
      change: facts.unchanged,
      next: "NextGroup",
    }),
    NextGroup: {
      always: [{ guard: "lowerGroupsLeft", target: "SupportsRollback", actions: "previousGroup" }, { target: "Done" }],
    },
    Done: { type: "final" },
  },
  onDone: "cleaning",
});

/** Sweep 3, whatever happened: everyone for whom any state has run. */
const cleaning = chart.createStateConfig({
  entry: "firstGroup",
  on: { cancelRequested: { guard: "failed", actions: "markCancelled" } },
  initial: "BeforeCleanup",
  states: {
    BeforeCleanup: {
      ...gate("Cleanup", "Cleanup"),
      on: { gatePassed: "Cleanup", rollbackRequested: { guard: "notFailed", target: rollBack } },
    },
    Cleanup: callState({ state: "Cleanup", select: owesCleanup, change: facts.unchanged, next: "NextGroup" }),
    NextGroup: {
      always: [{ guard: "groupsLeft", target: "Cleanup", actions: "nextGroup" }, { target: "Done" }],
    },
    Done: { type: "final" },
  },
  onDone: "ended",
});

export const deploymentMachine = chart.createMachine({
  id: "deployment",
  context: ({ input }) => ({
    groups: input.groups,
    group: 0,
    components: Object.fromEntries(input.groups.flat().map((key) => [key, UNTOUCHED])),
    failed: false,
    cancelled: false,
    ...(input.watch && { safety: watchBegins(input.watch) }),
  }),
  initial: "updating",
  states: {
    updating,
    committing,
    rollingBack,
    cleaning,
    ended: {
      type: "final",
      entry: { type: "give", params: ({ context }) => ({ kind: "end", verdict: verdictOf(context) }) },
    },
  },
});

export type DeploymentSnapshot = SnapshotFrom<typeof deploymentMachine>;
