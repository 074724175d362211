// The questions asked outside of a deployment: what does a component provide, what is its inventory, who is it. They get
// an empty private folder as work dir; nothing of a deployment is touched. Unlike a state's failure, an answer that
// cannot be used is an error: nothing can be planned without it.

import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, OrchestratorError } from "../base/index.js";
import type { Component, DeclaredComponent, Dialect, Provides, Query } from "../model/index.js";
import { answerOf, NEEDS_UNPACKED } from "./answers.js";
import { type CalledComponent, labelOf } from "./call-form.js";
import { faultOfId, type KeyValue, parseKeyValues } from "./key-values.js";
import { createPipePool, type PipePool } from "./pipe-pool.js";
import { faultOfProvides, versionKeysOf } from "./provides-answer.js";
import { ask } from "./run-call.js";
import { type CallSettings, DEFAULT_LIMITS, type Limits } from "./settings.js";

export interface Questions {
  /** No order; keys are unique. */
  provides(component: Component, signal?: AbortSignal): Promise<Provides>;
  /** Whether the interface takes the payload's files one by one; else it takes whole artifacts. */
  needsUnpacked(component: Component, signal?: AbortSignal): Promise<boolean>;
  /** As printed; a repeated key is a list. */
  inventory(component: Component, signal?: AbortSignal): Promise<readonly KeyValue[]>;
  /** The id a 2026 interface gives its component; undefined when it says nothing. */
  identity(component: DeclaredComponent, signal?: AbortSignal): Promise<string | undefined>;
  /** Removes the scratch folder. To be called once, when nothing more is asked. */
  close(): Promise<void>;
}

export interface QuestionsSettings extends Omit<CallSettings, "limits" | "marker"> {
  readonly dialect: Dialect;
  /** Where the scratch folder is made; the system's folder for temporary files by default. */
  readonly scratchRoot?: string;
  readonly limits?: Partial<Limits>;
}

interface Scratch {
  readonly folder: string;
  readonly pool: PipePool;
}

/** All questions reject with INTERFACE_QUERY_FAILED, whose fact `outputTail` has the last lines that were printed. */
export function createQuestions(given: QuestionsSettings): Questions {
  const limits = { ...DEFAULT_LIMITS, ...given.limits };
  const settings: CallSettings = { ...given, limits, marker: `question-${randomUUID()}` };
  let scratch: Promise<Scratch> | undefined;

  async function answerTo(query: Query, component: CalledComponent, signal?: AbortSignal) {
    scratch ??= makeScratch(given.scratchRoot ?? tmpdir());
    const { folder, pool } = await scratch.catch((thrown: unknown) => {
      throw refused(component, query, {
        message: `its work dir could not be made: ${messageOf(thrown)}`,
        outputTail: [],
      });
    });
    const workDir = await mkdtemp(join(folder, "work-"));
    const call = { name: query, component, dialect: given.dialect, workDir, onSpawned: () => undefined };
    const answered = await ask({ settings, pool }, { ...call, signal: signal ?? new AbortController().signal });
    await rm(workDir, { recursive: true, force: true });
    const outputTail = answered.account.outputTail();
    const refuse = (message: string) => refused(component, query, { message, outputTail });
    if (!answered.ok) throw refuse(answered.message);
    return { text: answered.text, refuse };
  }

  async function valuesOf(query: Query, component: CalledComponent, signal?: AbortSignal) {
    const { text, refuse } = await answerTo(query, component, signal);
    const parsed = parseKeyValues(text);
    if (!parsed.ok) throw refuse(parsed.message);
    return { values: parsed.values, refuse };
  }

  return {
    async provides(component, signal) {
      const { values, refuse } = await valuesOf("Provides", component, signal);
      const fault = faultOfProvides(values, component, given.dialect);
      if (fault !== undefined) throw refuse(fault);
      warnOfMissingVersion(values, { component, dialect: given.dialect, log: given.log });
      return Object.fromEntries(values);
    },
    async needsUnpacked(component, signal) {
      const { text, refuse } = await answerTo("NeedsUnpackedArtifact", component, signal);
      const answer = answerOf(text, NEEDS_UNPACKED);
      if (answer === undefined) throw refuse("it may answer Yes or No");
      return answer;
    },
    inventory: async (component, signal) => (await valuesOf("Inventory", component, signal)).values,
    async identity(component, signal) {
      const { values, refuse } = await valuesOf("Identity", component, signal);
      if (values.length === 0) return undefined;
      const fault = faultOfIdentity(values);
      if (fault !== undefined) throw refuse(fault);
      return values[0]?.[1];
    },
    async close() {
      const made = await scratch?.catch(() => undefined); // What was not made need not be removed.
      if (made !== undefined) await rm(made.folder, { recursive: true, force: true });
    },
  };
}

async function makeScratch(root: string): Promise<Scratch> {
  const folder = await mkdtemp(join(root, "update-orchestrator-"));
  return { folder, pool: createPipePool(join(folder, "pipes")) };
}

/** Our decision: a fresh board, which has no version yet, can be updated. */
function warnOfMissingVersion(
  values: readonly KeyValue[],
  context: { readonly component: Component; readonly dialect: Dialect; readonly log: CallSettings["log"] },
): void {
  if (context.dialect === "2024") return;
  const expected = versionKeysOf(context.component);
  if (values.some(([key]) => expected.includes(key))) return;
  context.log.warning(`${labelOf(context.component, "Provides")} gives none of ${expected.join(", ")}`);
}

function faultOfIdentity(values: readonly KeyValue[]): string | undefined {
  const [first, second] = values;
  if (first === undefined || first[0] !== "id" || second !== undefined) return "it must be exactly one line id=<id>";
  return faultOfId(first[1]);
}

function refused(
  component: CalledComponent,
  query: Query,
  { message, outputTail }: { readonly message: string; readonly outputTail: readonly string[] },
): OrchestratorError {
  return new OrchestratorError({
    code: "INTERFACE_QUERY_FAILED",
    message: `the interface "${component.interfaceName}" could not answer ${query} for ${nameOf(component)}: ${message}`,
    hint: "run the interface by hand with the same arguments, or try `orchestrator interface check`",
    facts: { component: nameOf(component), query, outputTail },
  });
}

function nameOf(component: CalledComponent): string {
  return component.id === undefined ? component.type : `${component.type}.${component.id}`;
}
