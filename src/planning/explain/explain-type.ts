// `plan --explain TYPE`: why the updates of one type are where they are in a plan.

import { didYouMean } from "../../base/index.js";
import type { PlannedMove, PlanReason, UpdateSequence } from "../../model/index.js";
import type { PlanningProblem } from "../problem.js";
import type { RawMove } from "../search-result.js";
import { refusedDuring } from "./order-check.js";
import { type Outlook, outlookOn } from "./outlook.js";
import { isAllowed, moverOf } from "./possible-moves.js";
import { ruleText } from "./references.js";
import { versionsAlong } from "./walk.js";
import { combinationText, counted, printable, versionText } from "./words.js";

interface Placed {
  /** From 0. */
  readonly batch: number;
  readonly move: PlannedMove;
}

/** Lines without indentation beyond what belongs together; one that says so for a type that the plan does not move. */
export function explainType(problem: PlanningProblem, sequence: UpdateSequence, type: string): readonly string[] {
  const outlook = outlookOn(problem);
  const placed = sequence.batches.flatMap(({ moves }, batch) => moves.map((move) => ({ batch, move })));
  const own = placed.filter(({ move }) => move.type === type);
  const lines = own.flatMap((each) => moveLines({ outlook, sequence, placed }, each));
  return [...lines, ...detourLines(outlook, sequence, own), ...stayingLines(outlook, type, own)];
}

interface View {
  readonly outlook: Outlook;
  readonly sequence: UpdateSequence;
  readonly placed: readonly Placed[];
}

function moveLines(view: View, { batch, move }: Placed): readonly string[] {
  const { sequence } = view;
  const reasons = sequence.batches[batch]?.because.filter(({ group }) => group === move.group) ?? [];
  const head = `${printable(move.type)} ${versionsText(move)}: batch ${batch + 1} of ${sequence.batches.length}, ${counted(move.count, "component")}`;
  const why = reasons.flatMap((reason) => reasonLines(view, reason, batch));
  return [
    head,
    ...(batch === 0 ? ["  it waits for nothing"] : why),
    ...(batch > 0 && why.length === 0
      ? ["  nothing keeps it from an earlier batch, but no plan would be better for it"]
      : []),
    ...followerLines(view, { batch, move }),
    ...(move.isReversible ? [] : ["  it cannot be rolled back"]),
  ];
}

function reasonLines(view: View, reason: PlanReason, batch: number): readonly string[] {
  switch (reason.kind) {
    case "combination":
      return [
        `  it waits for ${nameBefore(view, reason.after, batch)}: one batch earlier this could occur: ${shown(reason.combination)}`,
        `    not acceptable: ${refusal(view, reason)}`,
      ];
    case "steppingStone":
      return [`  it waits for its own update ${nameBefore(view, reason.after, batch)}`];
    case "order":
      return [`  it waits for ${nameBefore(view, reason.after, batch)}, whose order value is lower`];
    default:
      return ["  it cannot be rolled back, so it waits for what can"];
  }
}

type CombinationReason = Extract<PlanReason, { kind: "combination" }>;

function refusal({ outlook }: View, { rule }: CombinationReason): string {
  const text = ruleText(rule, outlook.problem.constraints);
  return rule.kind === "unlisted" ? `not listed in ${text}` : text;
}

/** A reason's combination is in the author's words already. */
function shown(combination: CombinationReason["combination"]): string {
  return combination.map(({ type, version }) => `${printable(type)} ${printable(version)}`).join(" + ");
}

function nameBefore({ placed }: View, group: number, batch: number): string {
  const found = placed.findLast((each) => each.move.group === group && each.batch < batch);
  return found === undefined ? "another update" : `${printable(found.move.type)} ${versionsText(found.move)}`;
}

function versionsText({ from, to }: PlannedMove): string {
  return `${printable(from)} -> ${printable(to)}`;
}

/** What waits for the move, in the batch after it. */
function followerLines({ sequence, placed }: View, { batch, move }: Placed): readonly string[] {
  const reasons = sequence.batches[batch + 1]?.because ?? [];
  return reasons.flatMap((reason) => {
    if (reason.kind !== "combination" || reason.after !== move.group || reason.group === move.group) return [];
    const follower = placed.find((each) => each.batch === batch + 1 && each.move.group === reason.group);
    if (follower === undefined) return [];
    const { type } = follower.move;
    return [
      `  ${printable(type)} ${versionsText(follower.move)} waits for it (${shown(reason.combination)} is not acceptable)`,
    ];
  });
}

/** Why a group that moves more than once does not go straight to its target. */
function detourLines(outlook: Outlook, sequence: UpdateSequence, own: readonly Placed[]): readonly string[] {
  const groups = [...new Set(own.map(({ move }) => move.group))];
  return groups.flatMap((group) => {
    const moves = own.filter(({ move }) => move.group === group);
    const last = moves.at(-1);
    if (moves.length < 2 || last === undefined) return [];
    return [
      `over ${counted(moves.length - 1, "stepping stone")}: ${whyNotStraight(outlook, sequence, { group, last })}`,
    ];
  });
}

interface Detour {
  readonly group: number;
  readonly last: Placed;
}

function whyNotStraight(outlook: Outlook, sequence: UpdateSequence, { group, last }: Detour): string {
  const { problem } = outlook;
  const mover = moverOf(outlook, group);
  if (mover === undefined) return "its type has no rules";
  const { type, current, target } = mover.group;
  const straight = `${versionText(problem, type, current)} -> ${versionText(problem, type, target)}`;
  if (current === target) return `it steps aside from ${versionText(problem, type, current)} and comes back`;
  if (!isAllowed(mover, current, target)) return `${straight} is not an allowed update`;
  const others = rawBatches(outlook, sequence).map((batch) => batch.filter((move) => move.group !== group));
  const versions = versionsAlong(problem, others)[last.batch] ?? [];
  const refused = refusedDuring(outlook, versions, [
    ...(others[last.batch] ?? []),
    { group, from: current, to: target },
  ]);
  if (refused === undefined) return `${straight} does not fit between the updates of the others`;
  return `${straight} in batch ${last.batch + 1} could show ${combinationText(problem, refused.combination)}`;
}

/** The sequence speaks the author's words; where a group is follows from where it was. */
function rawBatches({ problem }: Outlook, { batches }: UpdateSequence): readonly (readonly RawMove[])[] {
  const identities = new Map<string, string>();
  for (const [type, words] of problem.spellings) {
    for (const [identity, text] of words) identities.set(`${type}\n${text}`, identity);
  }
  const identityOf = (type: string, text: string) => identities.get(`${type}\n${text}`) ?? text;
  return batches.map(({ moves }) =>
    moves.map(({ group, type, from, to }) => ({ group, from: identityOf(type, from), to: identityOf(type, to) })),
  );
}

function stayingLines({ problem, typeOf }: Outlook, type: string, own: readonly Placed[]): readonly string[] {
  const moving = new Set(own.map(({ move }) => move.group));
  const staying = problem.groups.flatMap((group, index) => (group.type === type && !moving.has(index) ? [group] : []));
  if (staying.length === 0 && own.length === 0) return [absentLine(type, typeOf.keys())];
  const why =
    typeOf.get(type)?.isManaged === false ? "the manifest does not speak of it" : "it runs its target version";
  return staying.map(
    ({ current, count }) =>
      `${printable(type)} stays at ${versionText(problem, type, current)}, ${counted(count, "component")}: ${why}`,
  );
}

function absentLine(type: string, known: Iterable<string>): string {
  const guess = didYouMean(type, known);
  const answer = `the system has no component of type ${printable(type)}`;
  return guess === undefined ? answer : `${answer}; ${printable(guess)}`;
}
