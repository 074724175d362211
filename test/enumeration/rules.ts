// The invariants of the protocol's ordering (interface-protocol, section 3) as rules on the next command, given what an
// onlooker has seen so far. Written from the protocol; they know nothing of the machine.

import type { Command, ComponentKey, State, Verdict } from "../../src/model/index.js";
import { groupOf, type History, isRollbackState, type Seen, seenOf } from "./history.js";

export interface Rule {
  readonly name: string;
  /** Whether the command may be given now. */
  holds(history: History, command: Command): boolean;
}

export const ROLLBACK_VERIFY_ATTEMPTS = 3;

const calls = (command: Command, state: State): command is Extract<Command, { kind: "call" }> =>
  command.kind === "call" && command.state === state;

const componentsOf = (command: Command): readonly ComponentKey[] => ("components" in command ? command.components : []);

/** A rule on every component that a state is run for. */
function forEach(state: State, name: string, holds: (seen: Seen, history: History) => boolean): Rule {
  return {
    name: `${state} ${name}`,
    holds: (history, command) =>
      !calls(command, state) || command.components.every((key) => holds(seenOf(history, key), history)),
  };
}

const everyone = (history: History, holds: (seen: Seen) => boolean): boolean =>
  Object.values(history.components).every(holds);

const isReady = (seen: Seen): boolean =>
  seen.installed && seen.rebootNeed !== undefined && (seen.rebootNeed === "No" || (seen.rebooted && seen.verified));

const BEFORE_COMMIT: readonly State[] = ["Download", "ArtifactInstall", "ArtifactReboot", "ArtifactVerifyReboot"];

const UPDATE_RULES: readonly Rule[] = [
  forEach("ArtifactInstall", "comes after a Download that succeeded", (seen) => seen.downloaded),
  forEach("ArtifactReboot", "runs where NeedsArtifactReboot was Yes", (seen) => seen.rebootNeed === "Yes"),
  forEach("ArtifactVerifyReboot", "comes after the reboot", (seen) => seen.rebooted),
  forEach("ArtifactCommit", "comes when all components of all groups are verified", (_, history) =>
    everyone(history, isReady),
  ),
  {
    name: "nothing of the update is done after a failure",
    holds: (history, command) =>
      !history.failed ||
      !(
        (command.kind === "call" && [...BEFORE_COMMIT, "ArtifactCommit"].includes(command.state)) ||
        (command.kind === "rebootHost" && command.phase === "update")
      ),
  },
  {
    name: "a group begins when the lower groups are verified",
    holds: (history, command) =>
      !calls(command, "Download") ||
      history.groups
        .slice(0, groupOf(history, command.components[0] ?? ""))
        .flat()
        .every((key) => isReady(seenOf(history, key))),
  },
  {
    name: "a group is committed after the lower groups",
    holds: (history, command) =>
      !calls(command, "ArtifactCommit") ||
      history.groups
        .slice(0, groupOf(history, command.components[0] ?? ""))
        .flat()
        .every((key) => seenOf(history, key).committed),
  },
  {
    name: "the host reboots for those that answered Automatic, after the reboots of those that answered Yes",
    holds: (history, command) => {
      if (command.kind !== "rebootHost" || command.phase !== "update") return true;
      const group = history.groups[groupOf(history, command.components[0] ?? "")] ?? [];
      const automatic = group.filter((key) => seenOf(history, key).rebootNeed === "Automatic");
      const yes = group.filter((key) => seenOf(history, key).rebootNeed === "Yes");
      return sameKeys(automatic, command.components) && yes.every((key) => seenOf(history, key).rebooted);
    },
  },
  {
    name: "after a host reboot the verify comes first",
    holds: (history, command) =>
      history.justRebooted.length === 0 ||
      ((calls(command, "ArtifactVerifyReboot") || calls(command, "ArtifactVerifyRollbackReboot")) &&
        history.justRebooted.every((key) => command.components.includes(key))),
  },
];

const ROLLBACK_RULES: readonly Rule[] = [
  {
    name: "a rollback state comes after a failure or a request",
    holds: (history, command) => history.failed || command.kind !== "call" || !isRollbackState(command.state),
  },
  forEach(
    "ArtifactRollback",
    "runs where ArtifactInstall started and SupportsRollback was Yes",
    (seen) => seen.installStarted && seen.supportsRollback === true,
  ),
  forEach("ArtifactRollback", "runs once", (seen) => seen.rollback === "no"),
  forEach(
    "ArtifactRollbackReboot",
    "runs where NeedsArtifactReboot was Yes and ArtifactRollback ran",
    (seen) => seen.rebootNeed === "Yes" && seen.rollback !== "no",
  ),
  forEach("ArtifactVerifyRollbackReboot", "comes after the reboot of the rollback", (seen) => seen.rollbackRebooted),
  forEach(
    "ArtifactVerifyRollbackReboot",
    "is tried three times at most, and not after it succeeded",
    (seen) => seen.verifyAttempts < ROLLBACK_VERIFY_ATTEMPTS && seen.rollbackVerified !== true,
  ),
  forEach("ArtifactFailure", "runs where ArtifactInstall started", (seen) => seen.installStarted),
  forEach("ArtifactFailure", "runs once", (seen) => !seen.failureRan),
  forEach(
    "ArtifactFailure",
    "comes after the rollback of a component that supports it, with its reboot and verify",
    (seen) => seen.supportsRollback === false || (seen.rollback !== "no" && !owesVerify(seen)),
  ),
  {
    name: "groups are rolled back from the highest down",
    holds: (history, command) =>
      command.kind !== "call" ||
      !isRollbackState(command.state) ||
      command.components.every((key) => groupOf(history, key) <= history.rollbackGroup),
  },
  {
    name: "the host reboots in the rollback where it did for the update and ArtifactRollback ran",
    holds: (history, command) =>
      command.kind !== "rebootHost" ||
      command.phase !== "rollback" ||
      command.components.every((key) => {
        const seen = seenOf(history, key);
        return seen.rebootNeed === "Automatic" && seen.rebooted && seen.rollback !== "no";
      }),
  },
  {
    name: "SupportsRollback is asked where ArtifactInstall started, in a rollback",
    holds: (history, command) =>
      command.kind !== "ask" ||
      command.query !== "SupportsRollback" ||
      (history.failed && command.components.every((key) => seenOf(history, key).installStarted)),
  },
];

/** A reboot of the rollback is due, and its verify has neither succeeded nor used up its attempts. */
function owesVerify(seen: Seen): boolean {
  const isDue = seen.rebootNeed === "Yes" || (seen.rebootNeed === "Automatic" && seen.rebooted);
  return isDue && seen.rollbackVerified !== true && seen.verifyAttempts < ROLLBACK_VERIFY_ATTEMPTS;
}

const END_RULES: readonly Rule[] = [
  forEach("Cleanup", "runs once, for a component for which a state ran", (seen) => seen.touched && !seen.cleanedUp),
  {
    name: "nothing but Cleanup comes after Cleanup, group by group upwards",
    holds: (history, command) =>
      history.cleaningGroup < 0 ||
      command.kind === "end" ||
      (calls(command, "Cleanup") && command.components.every((key) => groupOf(history, key) > history.cleaningGroup)),
  },
  {
    name: "Cleanup after a failure comes when every component whose ArtifactInstall started had its ArtifactFailure",
    holds: (history, command) =>
      !calls(command, "Cleanup") ||
      !history.failed ||
      everyone(history, (seen) => !seen.installStarted || seen.failureRan),
  },
  {
    name: "Cleanup without a failure comes when everything is committed",
    holds: (history, command) =>
      !calls(command, "Cleanup") || history.failed || everyone(history, (seen) => seen.committed),
  },
  {
    name: "at the end every component for which a state ran was cleaned up",
    holds: (history, command) => command.kind !== "end" || everyone(history, (seen) => seen.cleanedUp === seen.touched),
  },
  {
    name: "the verdict is true",
    holds: (history, command) => command.kind !== "end" || command.verdict === trueVerdict(history),
  },
  {
    name: "a stop was possible before the first ArtifactCommit, the first rollback state and the first Cleanup",
    holds: (history, command) => {
      if (command.kind !== "call") return true;
      if (command.state === "ArtifactCommit") return history.gates.includes("ArtifactCommit");
      if (command.state === "Cleanup") return history.gates.at(-1) === "Cleanup";
      return !isRollbackState(command.state) || history.gates.includes("ArtifactRollback");
    },
  },
  {
    name: "a command names components of one group, each once",
    holds: (history, command) => {
      const keys = componentsOf(command);
      if (!("components" in command)) return true;
      return new Set(keys).size === keys.length && new Set(keys.map((key) => groupOf(history, key))).size === 1;
    },
  },
];

export const RULES: readonly Rule[] = [...UPDATE_RULES, ...ROLLBACK_RULES, ...END_RULES];

/** Names of the rules that the command breaks. */
export function broken(history: History, command: Command): readonly string[] {
  return RULES.filter((rule) => !rule.holds(history, command)).map((rule) => rule.name);
}

function trueVerdict(history: History): Verdict {
  if (!history.failed) return "succeeded";
  const isBack = (seen: Seen): boolean =>
    !seen.installStarted || (seen.rollback === "done" && seen.rollbackVerified !== false);
  return everyone(history, isBack) ? "rolledBack" : "inconsistent";
}

function sameKeys(one: readonly ComponentKey[], other: readonly ComponentKey[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}
