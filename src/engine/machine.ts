// The deployment as an XState chart. Pure: no invoke, no timers, no actors. A state's entry asks for a command, the driver
// carries it out and hands back one fact for the whole order group; parallelism does not reach the chart. States carry
// the protocol's names (interface-protocol, section 3); three gates are the places where `--stop-before` may stop.
// A state in which nobody takes part is left again before its command is carried out.

import { assign, type SnapshotFrom, setup } from "xstate";
import type { Command, DeploymentEvent, MachineQuery, Plan, State, StopPoint } from "../model/index.js";
import {
  anyInstallStarted,
  type DeploymentContext,
  everyone,
  installStarted,
  owesCleanup,
  rebootsItself,
  rebootsWithHost,
  rollbackRebootsItself,
  rollbackRebootsWithHost,
  rollsBack,
  type Selector,
  UNTOUCHED,
  verdictOf,
  verifiesReboot,
  verifiesRollbackReboot,
} from "./progress.js";
import * as facts from "./transitions.js";

/** What the machine is made from: the keys of the plan's components, by order group. */
export type MachineInput = DeploymentContext["groups"];

export function machineInput(plan: Plan): MachineInput {
  return plan.groups.map((group) => group.components.map((component) => component.key));
}

interface Effect {
  readonly select: Selector;
  readonly change: facts.Change;
}

const chart = setup({
  types: {
    context: {} as DeploymentContext,
    events: {} as DeploymentEvent,
    input: {} as MachineInput,
  },
  actions: {
    /** Asks the driver for a command; the machine itself does nothing. */
    give: (_, _command: Command) => {},
    learn: assign(({ context, event }, { select, change }: Effect) => {
      const failed = event.type === "stateSettled" ? event.failed : [];
      return facts.settle(select, change)(context, failed);
    }),
    learnRebootNeeds: assign(({ context, event }) =>
      event.type === "queriesAnswered" ? facts.learnRebootNeeds(context, event.answers) : {},
    ),
    learnRollbackSupport: assign(({ context, event }) =>
      event.type === "queriesAnswered" ? facts.learnRollbackSupport(context, event.answers, installStarted) : {},
    ),
    markCancelled: assign({ cancelled: true }),
    markFailed: assign({ failed: true }),
    firstGroup: assign({ group: 0 }),
    lastGroup: assign({ group: ({ context }) => context.groups.length - 1 }),
    nextGroup: assign({ group: ({ context }) => context.group + 1 }),
    previousGroup: assign({ group: ({ context }) => context.group - 1 }),
  },
  guards: {
    anyFailed: ({ event }) =>
      (event.type === "stateSettled" || event.type === "queriesAnswered") && event.failed.length > 0,
    anyGroups: ({ context }) => context.groups.length > 0,
    groupsLeft: ({ context }) => context.group + 1 < context.groups.length,
    lowerGroupsLeft: ({ context }) => context.group > 0,
    anyInstallStarted: ({ context }) => anyInstallStarted(context),
    nobody: ({ context }, { select }: { readonly select: Selector }) => select(context).length === 0,
    rebootOwed: ({ context }) => verifiesRollbackReboot(context).length > 0,
    failed: ({ context }) => context.failed,
    notFailed: ({ context }) => !context.failed,
  },
});

interface CallState extends Effect {
  readonly state: State;
  readonly next: string;
  /** Where a failure of any component leads; default: it does not change the way. */
  readonly onFailure?: string;
}

/** A state of the protocol, run for everyone the selector names. */
function callState({ state, select, change, next, onFailure }: CallState) {
  const learn = { type: "learn", params: { select, change } } as const;
  return chart.createStateConfig({
    entry: { type: "give", params: ({ context }) => ({ kind: "call", state, components: select(context) }) },
    always: { guard: { type: "nobody", params: { select } }, target: next },
    on: {
      stateSettled: [
        ...(onFailure === undefined ? [] : [{ guard: "anyFailed", target: onFailure, actions: learn } as const]),
        { target: next, actions: learn },
      ],
    },
  });
}

interface QueryState {
  readonly query: MachineQuery;
  readonly select: Selector;
  readonly learn: "learnRebootNeeds" | "learnRollbackSupport";
  readonly next: string;
  readonly onFailure?: string;
}

/** A question asked of everyone the selector names. */
function queryState({ query, select, learn, next, onFailure }: QueryState) {
  return chart.createStateConfig({
    entry: { type: "give", params: ({ context }) => ({ kind: "ask", query, components: select(context) }) },
    always: { guard: { type: "nobody", params: { select } }, target: next },
    on: {
      queriesAnswered: [
        ...(onFailure === undefined ? [] : [{ guard: "anyFailed", target: onFailure, actions: learn } as const]),
        { target: next, actions: learn },
      ],
    },
  });
}

interface HostReboot {
  readonly phase: "update" | "rollback";
  readonly select: Selector;
  readonly next: string;
  readonly onFailure: string;
}

/** One reboot of the host for the whole group. */
function hostReboot({ phase, select, next, onFailure }: HostReboot) {
  const change = phase === "update" ? facts.hostRebooted : facts.unchanged;
  return chart.createStateConfig({
    entry: { type: "give", params: ({ context }) => ({ kind: "rebootHost", phase, components: select(context) }) },
    always: { guard: { type: "nobody", params: { select } }, target: next },
    on: {
      hostRebooted: { target: next, actions: { type: "learn", params: { select, change } } },
      hostRebootFailed: onFailure,
    },
  });
}

/** A place where a run may be told to stop; nothing is called here. */
function gate(stopPoint: StopPoint, next: string) {
  return chart.createStateConfig({
    entry: { type: "give", params: { kind: "passGate", gate: stopPoint } },
    on: { gatePassed: next },
  });
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
    Entry: { always: [{ guard: "anyGroups", target: "Download" }, { target: "Done" }] },
    Download: callState({
      state: "Download",
      select: everyone,
      change: facts.downloaded,
      next: "ArtifactInstall",
      onFailure: rollBack,
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
      onFailure: rollBack,
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
      always: [{ guard: "groupsLeft", target: "Download", actions: "nextGroup" }, { target: "Done" }],
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
    BeforeRollback: gate("ArtifactRollback", "SupportsRollback"),
    SupportsRollback: queryState({
      query: "SupportsRollback",
      select: installStarted,
      learn: "learnRollbackSupport",
      next: "ArtifactRollback",
    }),
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
    groups: input,
    group: 0,
    components: Object.fromEntries(input.flat().map((key) => [key, UNTOUCHED])),
    failed: false,
    cancelled: false,
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
