// What answers to queries mean (interface-protocol, section 2). Nothing printed is the default; everything else that the
// protocol does not name is nonsense, which fails the call.

import type { CallFailed, Provides, QueryOutcome, RebootNeed } from "../model/index.js";
import { parseKeyValues } from "./key-values.js";
import { failed, succeeded } from "./outcomes.js";
import { printable } from "./output.js";
import { faultOfProvides } from "./provides-answer.js";
import { type AnsweredCall, ask, type Call, type CallContext } from "./run-call.js";

interface Question<Answer> {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly ifSilent: Answer;
}

const YES_NO = new Map([
  ["Yes", true],
  ["No", false],
]);

export const NEEDS_REBOOT: Question<RebootNeed> = {
  answers: new Map<string, RebootNeed>([
    ["No", "No"],
    ["Yes", "Yes"],
    ["Automatic", "Automatic"],
  ]),
  ifSilent: "No",
};
export const SUPPORTS_ROLLBACK: Question<boolean> = { answers: YES_NO, ifSilent: false };
export const NEEDS_UNPACKED: Question<boolean> = { answers: YES_NO, ifSilent: true };
export const PROVIDE_SIZES: Question<boolean> = { answers: YES_NO, ifSilent: false };

export async function askOne<Answer>(
  context: CallContext,
  call: Call,
  question: Question<Answer>,
): Promise<QueryOutcome<Answer>> {
  return understand(await ask(context, call), question);
}

export async function askForProvides(context: CallContext, call: Call): Promise<QueryOutcome<Provides>> {
  const answered = await ask(context, call);
  if (!answered.ok) return outcomeOnly(answered);
  const parsed = parseKeyValues(answered.text);
  const message = parsed.ok ? faultOfProvides(parsed.values, call.component, call.dialect) : parsed.message;
  if (!parsed.ok || message !== undefined) {
    return failed(answered.account, { reason: "answer", message: `answered what cannot be used: ${message}` });
  }
  return { ...succeeded(answered.account), answer: Object.fromEntries(parsed.values) };
}

function outcomeOnly({ account: _, ...outcome }: Extract<AnsweredCall, { ok: false }>): CallFailed {
  return outcome;
}

/** Undefined for nonsense. */
export function answerOf<Answer>(text: string, { answers, ifSilent }: Question<Answer>): Answer | undefined {
  return text === "" ? ifSilent : answers.get(text);
}

function understand<Answer>(answered: AnsweredCall, question: Question<Answer>): QueryOutcome<Answer> {
  if (!answered.ok) return outcomeOnly(answered);
  const answer = answerOf(answered.text, question);
  if (answer !== undefined) return { ...succeeded(answered.account), answer };
  const expected = [...question.answers.keys()].join(", ");
  const given = printable(answered.text.slice(0, 100));
  const message = `${answered.account.subject}answered "${given}"; it may be one of ${expected}`;
  return failed(answered.account, { reason: "answer", message });
}
