// A case's system without processes: components that do what the case says, a journal in memory, a host whose reboot is
// only written down. The engine's driver runs over it as over the real ports, so that the whole table takes a second.

import type { Host, Interfaces, Journal } from "../../../src/engine/ports.js";
import type {
  CallFailed,
  CallOutcome,
  JournalRecord,
  Plan,
  QueryOutcome,
  StampedRecord,
} from "../../../src/model/index.js";
import type { RecordedCall } from "../chain.js";
import { type CasePart, type Fault, faultOf, parseAnswers, parseFaults, parsePart, SIGNALS } from "../faults.js";
import type { ChainCase } from "../table/index.js";
import { planOf } from "./plan.js";

type Signal = (typeof SIGNALS)[keyof typeof SIGNALS];

const NO_FAULT = { kind: "none" } as const;

/** What outlives a run: the disk, and how often everybody was called. */
export interface World {
  readonly plan: Plan;
  readonly parts: readonly CasePart[];
  readonly records: StampedRecord[];
  readonly calls: RecordedCall[];
  /** Ports of one run. `send` is called when a fault of the case sends a signal. */
  ports(send: (signal: Signal) => void): {
    readonly interfaces: Interfaces;
    readonly host: Host;
    readonly journal: Journal;
  };
}

export function createWorld(chainCase: ChainCase): World {
  const parts = chainCase.groups.flat().map(parsePart);
  const faults = parseFaults(chainCase.faults);
  const answers = parseAnswers(chainCase.faults);
  const counts = new Map<string, number>();
  const records: StampedRecord[] = [];
  const calls: RecordedCall[] = [];
  const waiting = new Map<Fault, Set<string>>();

  const answerOf = (id: string, query: string, own: string): string =>
    (answers.find((answer) => answer.id === id && answer.query === query)?.text ?? own).trim();

  const ports = (send: (signal: Signal) => void) => {
    /** A process that was killed writes nothing and hears nothing any more. */
    let dead = false;
    const forever = new Promise<never>(() => {});
    const whileAlive = async <Value>(value: Value): Promise<Value> => {
      await Promise.resolve();
      return dead ? forever : value;
    };

    const call = async (id: string, name: string, signal?: AbortSignal): Promise<CallOutcome> => {
      if (dead) return forever;
      const number = (counts.get(`${id} ${name}`) ?? 0) + 1;
      counts.set(`${id} ${name}`, number);
      calls.push({ what: "began", id, call: name });
      const fault = faultOf(faults, id, name, number) ?? NO_FAULT;
      switch (fault.kind) {
        case "none":
          break;
        case "error":
          calls.push({ what: "ended", id, call: name });
          return whileAlive(failed("exit"));
        case "linger":
          for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
          break;
        case "hang":
          calls.push({ what: "stuck", id, call: name });
          return whileAlive(failed("timeout"));
        default:
          calls.push({ what: "stuck", id, call: name });
          return stuck(fault, id, signal);
      }
      calls.push({ what: "ended", id, call: name });
      return whileAlive({ ok: true, durationMilliseconds: 1 });
    };

    /** Waits for the signal that ends the run; a cancelled call is ended and says so. */
    const stuck = (fault: Fault, id: string, signal: AbortSignal | undefined): Promise<CallOutcome> =>
      new Promise((resolve) => {
        signal?.addEventListener("abort", () => resolve(whileAlive(failed("cancelled"))), { once: true });
        const here = waiting.get(fault) ?? new Set();
        waiting.set(fault, here.add(id));
        if (here.size < fault.ids.length) return;
        if (fault.kind === "kill") dead = true;
        send(SIGNALS[fault.kind as keyof typeof SIGNALS]);
      });

    const ask = async <Answer>(id: string, query: string, own: string, meanings: Record<string, Answer>) => {
      const outcome = await call(id, query);
      if (!outcome.ok) return outcome;
      const answer = meanings[answerOf(id, query, own) || "No"];
      return answer === undefined ? failed("answer") : { ...outcome, answer };
    };

    const download = async (id: string, signal: AbortSignal): Promise<CallOutcome> => {
      const unpacked = await ask(id, "NeedsUnpackedArtifact", "Yes", { Yes: true, No: false });
      if (!unpacked.ok) return unpacked;
      const sized = await ask(id, "ProvidePayloadFileSizes", "No", { Yes: true, No: false });
      if (!sized.ok) return sized;
      return call(id, sized.answer ? "DownloadWithFileSizes" : "Download", signal);
    };

    const partOf = (id: string): CasePart => {
      const part = parts.find((candidate) => candidate.id === id);
      if (part === undefined) throw new Error(`no component ${id}`);
      return part;
    };

    const interfaces: Interfaces = {
      callState: ({ component, state, signal }) =>
        state === "Download" ? download(component.id, signal) : call(component.id, state, signal),
      askNeedsReboot: ({ component }): Promise<QueryOutcome<"No" | "Yes" | "Automatic">> =>
        ask(component.id, "NeedsArtifactReboot", partOf(component.id).rebootNeed, {
          No: "No",
          Yes: "Yes",
          Automatic: "Automatic",
        }),
      askSupportsRollback: ({ component }): Promise<QueryOutcome<boolean>> =>
        ask(component.id, "SupportsRollback", partOf(component.id).supportsRollback ? "Yes" : "No", {
          Yes: true,
          No: false,
        }),
      askProvides: () => Promise.reject(new Error("a plan without constraints asks nobody for versions")),
      removeWorkDir: () => whileAlive(undefined),
      endSurvivors: () => whileAlive(undefined),
    };

    const host: Host = {
      bootId: "one",
      pid: 1,
      reboot: async () => {
        const outcome = await call("host", "reboot");
        if (!outcome.ok) throw new Error(outcome.message);
      },
    };

    const journal: Journal = {
      records,
      isOnReserve: false,
      append: (record: JournalRecord) => {
        const stamped = { sequence: records.length + 1, at: 0, record };
        if (!dead) records.push(stamped);
        return stamped;
      },
      sync: () => whileAlive(undefined),
    };
    return { interfaces, host, journal };
  };

  return { plan: planOf(chainCase.groups), parts, records, calls, ports };
}

function failed(reason: CallFailed["reason"]): CallFailed {
  return { ok: false, reason, message: `ended: ${reason}`, outputTail: [], durationMilliseconds: 1 };
}
