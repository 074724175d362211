// The few kinds of state that the chart is made of: a call, a question, a reboot of the host, a gate. Each asks for one
// command when it is entered; one in which nobody takes part is left again before its command is carried out.

import { assign, setup } from "xstate";
import type { Command, ComponentKey, DeploymentEvent, MachineQuery, State, StopPoint } from "../model/index.js";
import { isAsPlanned, learnVersions } from "./drift.js";
import { isReturnAssured, learnNoReturn } from "./no-return.js";
import {
  anyInstallStarted,
  type DeploymentContext,
  installStarted,
  type Selector,
  verifiesRollbackReboot,
} from "./progress.js";
import { rest, rollbackRefusal } from "./resting.js";
import * as facts from "./transitions.js";
import type { Watch } from "./watch.js";

/** What the machine is made from: the keys of the plan's components, by order group. */
export type MachineInput = readonly (readonly ComponentKey[])[];

export interface Effect {
  readonly select: Selector;
  readonly change: facts.Change;
}

export const chart = setup({
  types: {
    context: {} as DeploymentContext,
    events: {} as DeploymentEvent,
    input: {} as { readonly groups: MachineInput; readonly watch: Watch | undefined },
  },
  actions: {
    /** Asks the driver for a command; the machine itself does nothing. */
    give: (_, _command: Command) => {},
    learn: assign(({ context, event }, { select, change }: Effect) => {
      return facts.settle(select, change)(context, event.type === "stateSettled" ? event : { failed: [] });
    }),
    learnRebootNeeds: assign(({ context, event }) =>
      event.type === "queriesAnswered" ? facts.learnRebootNeeds(context, event.answers) : {},
    ),
    learnRollbackSupport: assign(({ context, event }) =>
      event.type === "queriesAnswered" ? facts.learnRollbackSupport(context, event.answers, installStarted) : {},
    ),
    learnVersions: assign(({ context, event }, during: "update" | "rollback") =>
      event.type === "queriesAnswered" ? learnVersions(context, event, during) : {},
    ),
    learnNoReturn: assign(({ context, event }) =>
      event.type === "queriesAnswered" ? learnNoReturn(context, event) : {},
    ),
    completeGroup: assign(({ context }) => facts.groupCompleted(context)),
    rest: assign(({ context }) => rest(context)),
    markCancelled: assign({ cancelled: true }),
    markFailed: assign({ failed: true }),
    firstGroup: assign({ group: 0 }),
    lastGroup: assign({ group: ({ context }) => context.groups.length - 1 }),
    nextGroup: assign({ group: ({ context }) => context.group + 1 }),
    previousGroup: assign({ group: ({ context }) => context.group - 1 }),
  },
  guards: {
    anyFailed: ({ event }) =>
      (event.type === "stateSettled" || event.type === "queriesAnswered") &&
      event.failed.length + (event.withdrawn ?? []).length > 0,
    notAsPlanned: ({ context, event }) => event.type === "queriesAnswered" && !isAsPlanned(context, event),
    noReturnForbidden: ({ context, event }) => event.type === "queriesAnswered" && !isReturnAssured(context, event),
    rollbackRefused: ({ context }) => rollbackRefusal(context) !== undefined,
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

export interface CallState extends Effect {
  readonly state: State;
  readonly next: string;
  /** Where a failure of any component leads; default: it does not change the way. */
  readonly onFailure?: string;
}

/** A state of the protocol, run for everyone the selector names. */
export function callState({ state, select, change, next, onFailure }: CallState) {
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

export interface QueryState {
  readonly query: MachineQuery;
  readonly select: Selector;
  readonly learn:
    | "learnRebootNeeds"
    | "learnRollbackSupport"
    | "learnNoReturn"
    | { readonly type: "learnVersions"; readonly params: "update" | "rollback" };
  /** Where the query alone does not tell. */
  readonly phase?: "update" | "rollback";
  readonly next: string;
  /** Where an answer leads, or a query that failed, that does not let it go on; default: nowhere else. */
  readonly otherwise?: {
    readonly guard: "anyFailed" | "notAsPlanned" | "noReturnForbidden";
    readonly target: string;
  };
}

/** A question asked of everyone the selector names. */
export function queryState({ query, select, learn, phase, next, otherwise }: QueryState) {
  const spoken = phase === undefined ? {} : { phase };
  return chart.createStateConfig({
    entry: { type: "give", params: ({ context }) => ({ kind: "ask", query, components: select(context), ...spoken }) },
    always: { guard: { type: "nobody", params: { select } }, target: next },
    on: {
      queriesAnswered: [
        ...(otherwise === undefined ? [] : [{ ...otherwise, actions: learn }]),
        { target: next, actions: learn },
      ],
    },
  });
}

export interface HostReboot {
  readonly phase: "update" | "rollback";
  readonly select: Selector;
  readonly next: string;
  readonly onFailure: string;
}

/** One reboot of the host for the whole group. */
export function hostReboot({ phase, select, next, onFailure }: HostReboot) {
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
export function gate(stopPoint: StopPoint, next: string) {
  return chart.createStateConfig({
    entry: { type: "give", params: { kind: "passGate", gate: stopPoint } },
    on: { gatePassed: next },
  });
}
