// Questions asked of components outside of a deployment, a bounded number at once.

import type { Component, DeclaredComponent, Dialect, Provides } from "../model/index.js";
import { findExecutables, type Wire } from "./wire.js";

/** Enough to hide the latency of slow boards, few enough not to start a thousand processes at once. */
const QUESTIONS_AT_ONCE = 32;

export interface Inquiry {
  identity(component: DeclaredComponent): Promise<string | undefined>;
  provides(component: Component): Promise<Provides>;
  needsUnpacked(component: Component): Promise<boolean>;
  inventory(component: Component): Promise<readonly (readonly [key: string, value: string])[]>;
  /** Asks about all of them, a bounded number at once, in the order given. */
  all<Item, Answer>(items: readonly Item[], ask: (item: Item) => Promise<Answer>): Promise<readonly Answer[]>;
}

export interface InquirySubject {
  readonly dialect: Dialect;
  readonly components: readonly DeclaredComponent[];
  /** Ends the questions that are being asked. */
  readonly signal?: AbortSignal;
}

/** Throws INTERFACE_NOT_FOUND and its like before anything is asked, then INTERFACE_QUERY_FAILED. */
export async function inquire<Answer>(
  wire: Wire,
  { dialect, components, signal }: InquirySubject,
  work: (inquiry: Inquiry) => Promise<Answer>,
): Promise<Answer> {
  const questions = wire.questions(await findExecutables(wire, components), dialect);
  const enough = new AbortController();
  const ended = AbortSignal.any([enough.signal, ...(signal === undefined ? [] : [signal])]);
  try {
    return await work({
      identity: (component) => questions.identity(component, ended),
      provides: (component) => questions.provides(component, ended),
      needsUnpacked: (component) => questions.needsUnpacked(component, ended),
      inventory: (component) => questions.inventory(component, ended),
      all: (items, ask) => askAll(items, ask, enough),
    });
  } finally {
    await questions.close();
  }
}

/** After the first failure nothing more is asked, and no process is left behind. */
async function askAll<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
  enough: AbortController,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const failures: unknown[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    try {
      for (const [index, item] of queue) answers[index] = await ask(item);
    } catch (thrown) {
      failures.push(thrown);
      enough.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(QUESTIONS_AT_ONCE, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return answers;
}
