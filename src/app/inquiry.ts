// Questions asked of components outside of a deployment: a bounded number at once, each in a scratch work dir of its own
// that is removed when all have been answered.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Questions } from "../interfaces/index.js";
import type { Component, DeclaredComponent, Dialect, Provides } from "../model/index.js";
import { findExecutables, type Wire } from "./wire.js";

/** Enough to hide the latency of slow boards, few enough not to start a thousand processes at once. */
const QUESTIONS_AT_ONCE = 32;

export interface Inquiry {
  identity(component: DeclaredComponent): Promise<string | undefined>;
  provides(component: Component): Promise<Provides>;
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

/** Throws INTERFACE_NOT_FOUND and its like before anything is asked. */
export async function inquire<Answer>(
  wire: Wire,
  subject: InquirySubject,
  work: (inquiry: Inquiry) => Promise<Answer>,
): Promise<Answer> {
  const executables = await findExecutables(wire, subject.components);
  const questions = wire.questions(executables);
  const scratch = mkdtempSync(join(tmpdir(), "orchestrator-"));
  try {
    return await work(createInquiry(questions, subject, scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function createInquiry(questions: Questions, { dialect, signal }: InquirySubject, scratch: string): Inquiry {
  let asked = 0;
  const place = () => {
    asked += 1;
    const workDir = join(scratch, String(asked));
    mkdirSync(workDir, { mode: 0o700 });
    return { dialect, workDir, ...(signal === undefined ? {} : { signal }) };
  };
  return {
    identity: (component) => questions.identity(component, place()),
    provides: (component) => questions.provides(component, place()),
    inventory: (component) => questions.inventory(component, place()),
    all: askAll,
  };
}

async function askAll<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: Math.min(QUESTIONS_AT_ONCE, items.length) }, worker));
  return answers;
}
