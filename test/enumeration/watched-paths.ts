// Every path of a plan made from constraints, followed by an onlooker who sees only commands and events, and keeps account of
// which versions may be there: no combination is entered that is refused and was not there before.

import { type Step, watchOf } from "../../src/engine/index.js";
import type { Command, ComponentKey, DeploymentEvent } from "../../src/model/index.js";
import { planOf } from "../engine/safety/carry-out.js";
import { type Part, refusedTuples, type SmallSystem, shownBy } from "../engine/safety/small-system.js";
import { exploreMachine } from "./graph.js";
import { CHANGED, movesOf } from "./moves.js";

interface Account {
  /** By key. */
  readonly versions: Readonly<Record<ComponentKey, readonly number[]>>;
  /** Keys whose rollback ends only with another reboot and its verify. */
  readonly rebooted: readonly ComponentKey[];
  readonly installed: readonly ComponentKey[];
  /** Refused, and somebody else's doing. */
  readonly excused: readonly string[];
}

export interface WatchedEnumeration {
  readonly states: number;
  readonly situations: number;
  /** In words, with one place each. */
  readonly faults: ReadonlyMap<string, string>;
  readonly verdicts: ReadonlySet<string>;
  readonly stuck: number;
}

export function enumerateWatched(system: SmallSystem, isWhole: boolean): WatchedEnumeration {
  const plan = planOf(system);
  const watch = watchOf(plan);
  if (watch === undefined) throw new Error("a plan made from constraints is watched");
  const groups = plan.groups.map(({ components }) => components.map(({ key }) => key));
  const nodes = exploreMachine(groups, { watch, moves: isWhole ? movesOf : fewMovesOf });
  const parts = new Map(system.parts.map((part) => [`${part.type}.${part.id}`, part]));
  const faults = new Map<string, string>();
  const verdicts = new Set<string>();
  const known = new Set<string>();
  const waiting: { readonly node: number; readonly account: Account }[] = [];
  const visit = (node: number, account: Account): void => {
    const name = `${node} ${JSON.stringify(account)}`;
    if (known.has(name)) return;
    known.add(name);
    waiting.push({ node, account });
  };
  visit(0, startOf(system, parts));
  let stuck = 0;
  for (const { node, account } of waiting) {
    const { step, edges } = nodes[node] ?? { step: undefined, edges: [] };
    if (step === undefined) continue;
    const { command } = step;
    if (command.kind === "end") verdicts.add(command.verdict);
    else if (edges.length === 0) stuck += 1;
    const begun = beginning(account, command, parts);
    for (const fault of faultsOf(system, begun, command)) faults.set(fault, JSON.stringify(account));
    for (const { event, to } of edges) {
      const isCarriedOut = !event.type.endsWith("Requested");
      visit(to, isCarriedOut ? after(system, begun, { command, event, parts }) : account);
    }
  }
  return { states: nodes.length, situations: waiting.length, faults, verdicts, stuck };
}

/** Without reboots and requests, which change nothing in what a rollback may enter; those are for the long run. */
function fewMovesOf(step: Step): readonly DeploymentEvent[] {
  return movesOf(step).filter((event) => {
    if (event.type === "queriesAnswered")
      return !Object.values(event.answers).some((answer) => answer === "Yes" || answer === "Automatic");
    return !event.type.endsWith("Requested");
  });
}

type Parts = ReadonlyMap<ComponentKey, Part>;

function startOf(system: SmallSystem, parts: Parts): Account {
  const versions = Object.fromEntries([...parts].map(([key, { from }]) => [key, [from]]));
  const start = { versions, rebooted: [], installed: [], excused: [] };
  return { ...start, excused: refusedIn(system, start) };
}

function refusedIn(system: SmallSystem, { versions }: Pick<Account, "versions">): readonly string[] {
  const shown = shownBy(system.parts, ({ type, id }) => versions[`${type}.${id}`] ?? []);
  return [...refusedTuples(system.rules, shown)].sort();
}

const CHANGING: ReadonlySet<string> = new Set([
  "ArtifactInstall",
  "ArtifactReboot",
  "ArtifactVerifyReboot",
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
]);

/** A call that may change a component lets it show both of its versions. */
function beginning(account: Account, command: Command, parts: Parts): Account {
  if (command.kind !== "call" || !CHANGING.has(command.state)) return account;
  const both = command.components.map((key) => [key, [parts.get(key)?.from ?? 0, parts.get(key)?.to ?? 0]] as const);
  const isInstall = command.state === "ArtifactInstall";
  const installed = isInstall ? [...new Set([...account.installed, ...command.components])].sort() : account.installed;
  return { ...account, installed, versions: { ...account.versions, ...Object.fromEntries(both) } };
}

interface Happened {
  readonly command: Command;
  readonly event: DeploymentEvent;
  readonly parts: Parts;
}

function after(system: SmallSystem, account: Account, { command, event, parts }: Happened): Account {
  if (command.kind === "rebootHost") {
    const isDone = command.phase === "update" && event.type === "hostRebooted";
    return isDone ? rebootedBy(account, command.components) : account;
  }
  if (command.kind === "call" && event.type === "stateSettled") {
    const done = command.components.filter((key) => !event.failed.includes(key));
    if (command.state === "ArtifactReboot") return rebootedBy(account, command.components);
    if (command.state === "ArtifactVerifyReboot") return certain(account, done, (key) => parts.get(key)?.to);
    if (command.state === "ArtifactVerifyRollbackReboot") return certain(account, done, (key) => parts.get(key)?.from);
    const isBack = (key: ComponentKey) => !account.rebooted.includes(key);
    return command.state === "ArtifactRollback"
      ? certain(account, done.filter(isBack), (key) => parts.get(key)?.from)
      : account;
  }
  if (command.kind !== "ask" || event.type !== "queriesAnswered") return account;
  const answering = (wanted: string) =>
    command.components.filter((key) => JSON.stringify(event.answers[key] ?? null).includes(`"${wanted}"`));
  if (command.query === "NeedsArtifactReboot") {
    const needing = rebootedBy(account, answering("Yes"));
    return certain(needing, answering("No"), (key) => parts.get(key)?.to);
  }
  const changed = certain(account, answering(CHANGED), () => 3);
  const excused = [
    ...new Set([...account.excused, ...(answering(CHANGED).length > 0 ? refusedIn(system, changed) : [])]),
  ];
  return { ...changed, excused: excused.sort() };
}

function rebootedBy(account: Account, keys: readonly ComponentKey[]): Account {
  return { ...account, rebooted: [...new Set([...account.rebooted, ...keys])].sort() };
}

function certain(
  account: Account,
  keys: readonly ComponentKey[],
  versionOf: (key: ComponentKey) => number | undefined,
) {
  const versions = keys.map((key) => [key, [versionOf(key) ?? 0]] as const);
  return { ...account, versions: { ...account.versions, ...Object.fromEntries(versions) } };
}

function faultsOf(system: SmallSystem, account: Account, command: Command): readonly string[] {
  const entered = refusedIn(system, account).filter((tuple) => !account.excused.includes(tuple));
  const at = command.kind === "call" ? command.state : command.kind;
  const lies = command.kind === "end" && command.verdict !== trueVerdict(system, account, command.verdict);
  return [
    ...entered.map((tuple) => `${tuple} at ${at}`),
    ...(lies ? [`the verdict ${command.verdict} is not true`] : []),
  ];
}

/** Uncertain is inconsistent; a component whose installation never began says nothing. */
function trueVerdict({ parts }: SmallSystem, { versions, installed }: Account, said: string): string {
  const all = parts.filter(({ type, id }) => installed.includes(`${type}.${id}`));
  const at = (which: "from" | "to") =>
    all.every((part) => JSON.stringify(versions[`${part.type}.${part.id}`]) === JSON.stringify([part[which]]));
  if (said === "succeeded") return at("to") ? said : "inconsistent";
  return at("from") ? "rolledBack" : "inconsistent";
}
