// PLAN_ORDER: what the manifest's order values would let happen, and values that are safe.

import type { VersionedType } from "../../model/index.js";
import type { PlanMessage, ProposedOrder } from "../answer.js";
import type { RawBatch, RawMove } from "../search-result.js";
import { refusedFacts } from "./facts.js";
import { lastBatches, orderOf, type UnsafeBatch } from "./order-check.js";
import type { Outlook } from "./outlook.js";
import { locationOf, ruleText } from "./references.js";
import { typeOfMove } from "./walk.js";
import { combinationText, counted, listed, moveText, printable, shortened, versionText } from "./words.js";

/** A proposal is undefined where no values, only `planning.ordering: auto`, lead to a plan. */
export function orderMessage(
  outlook: Outlook,
  batches: readonly RawBatch[],
  { unsafe, proposal }: { readonly unsafe: UnsafeBatch; readonly proposal: ProposedOrder | undefined },
): PlanMessage {
  const { problem } = outlook;
  const { refused, index } = unsafe;
  const batch = batches[index] ?? [];
  const order = orderOf(outlook, batch[0]?.group ?? 0);
  return {
    code: "PLAN_ORDER",
    message: "the order values in this manifest are not safe",
    lines: [
      `order ${order} updates ${whatHappens(outlook, batch, refused.combination)}`,
      `so this combination can occur:   ${combinationText(problem, refused.combination)}`,
      `not acceptable: ${ruleOf(outlook, unsafe)}`,
      proposalText(proposal),
    ],
    location: locationOf(refused.rule),
    facts: { ...refusedFacts(problem, refused), order, ...(proposal && { proposed_order: proposal }) },
  };
}

function ruleOf({ problem }: Outlook, { refused }: UnsafeBatch): string {
  const text = ruleText(refused.rule, problem.constraints);
  return refused.rule.kind === "unlisted" ? `not listed in ${text}` : text;
}

/** `rtos v1 -> v2 (2 components) while gateway is v1`, or `… together with …` for types of one order value. */
function whatHappens(outlook: Outlook, batch: RawBatch, combination: readonly VersionedType[]): string {
  const { problem } = outlook;
  const showing = (side: "from" | "to") =>
    batch.filter((move) =>
      combination.some(({ type, version }) => type === typeOfMove(problem, move.group) && version === move[side]),
    );
  const done = showing("to");
  const types = new Set(done.map(({ group }) => typeOfMove(problem, group)));
  const pending = showing("from").filter(({ group }) => !types.has(typeOfMove(problem, group)));
  for (const { group } of pending) types.add(typeOfMove(problem, group));
  const others = combination.filter(({ type }) => !types.has(type));
  const together = pending.length === 0 ? "" : ` together with ${movesText(outlook, pending)}`;
  const whiles = others.map(({ type, version }) => `${printable(type)} is ${versionText(problem, type, version)}`);
  return `${movesText(outlook, done)}${together}${whiles.length === 0 ? "" : ` while ${listed(whiles)}`}`;
}

function movesText({ problem }: Outlook, moves: readonly RawMove[]): string {
  const texts = moves.map(({ group, from, to }) => {
    const count = counted(problem.groups[group]?.count ?? 0, "component");
    return `${moveText(problem, { type: typeOfMove(problem, group), from, to })} (${count})`;
  });
  return listed(shortened(texts, MOST));
}

const MOST = 8;

function proposalText(proposal: ProposedOrder | undefined): string {
  if (proposal === undefined)
    return "a safe plan exists, but no order values describe it: set planning.ordering to auto";
  const values = Object.entries(proposal).sort(([, a], [, b]) => a - b);
  const texts = values.slice(0, MOST_VALUES).map(([type, order]) => `${printable(type)}: order ${order}`);
  const left = values.length - texts.length;
  return ["a safe order exists:", ...texts, ...(left > 0 ? [`and ${counted(left, "more value")}`] : [])].join("   ");
}

const MOST_VALUES = 12;
const HIGHEST_ORDER = 100;

/** Values from 1 to 100 that put the last moves of these batches in their order; undefined for more batches than values. */
export function proposedOrder(
  { problem, typeOf }: Outlook,
  batches: readonly RawBatch[],
): ReadonlyMap<string, number> | undefined {
  if (batches.length > HIGHEST_ORDER) return undefined;
  const gap = Math.min(10, Math.floor(HIGHEST_ORDER / Math.max(1, batches.length)));
  const lasts = [...lastBatches(batches)].map(([group, batch]) => ({ type: typeOfMove(problem, group), batch }));
  const position = (type: string) => typeOf.get(type)?.position ?? 0;
  lasts.sort((a, b) => a.batch - b.batch || position(a.type) - position(b.type));
  return new Map(lasts.map(({ type, batch }) => [type, (batch + 1) * gap]));
}
