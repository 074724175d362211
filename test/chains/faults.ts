// The sentences in which a case says what goes wrong (table/case.ts), as data.

export type FaultKind = "error" | "hang" | "linger" | SignalKind;
export type SignalKind = keyof typeof SIGNALS;

/** What the orchestrator is sent while the call runs. */
export const SIGNALS = { kill: "SIGKILL", interrupt: "SIGINT", terminate: "SIGTERM", hangup: "SIGHUP" } as const;

export interface Fault {
  readonly kind: FaultKind;
  /** Component ids; `host` for the reboot of the host. */
  readonly ids: readonly string[];
  /** A state, a query, or `reboot`. */
  readonly call: string;
  /** Which call of it, from 1; undefined: every one. */
  readonly number: number | undefined;
}

/** Another answer to a query than the component's own. */
export interface Answer {
  readonly id: string;
  readonly query: string;
  readonly text: string;
}

export interface CasePart {
  readonly id: string;
  readonly rebootNeed: "No" | "Yes" | "Automatic";
  readonly supportsRollback: boolean;
  readonly isCurrent: boolean;
}

const FAULT = /^(error|hang|linger|kill|interrupt|terminate|hangup) in (host|[A-Z]+) (\w+)(?: (\d))?$/;
const ANSWER = /^say (.*) in ([A-Z]) (\w+)$/s;

export function parseFaults(sentences: readonly string[]): readonly Fault[] {
  return sentences.filter((sentence) => !ANSWER.test(sentence)).map(parseFault);
}

function parseFault(sentence: string): Fault {
  const [, kind, ids, call, number] = FAULT.exec(sentence) ?? [];
  if (kind === undefined || ids === undefined || call === undefined) throw new Error(`not a fault: ${sentence}`);
  const isSignal = kind in SIGNALS;
  return {
    kind: kind as FaultKind,
    ids: ids === "host" ? [ids] : [...ids],
    call,
    number: number === undefined ? (isSignal ? 1 : undefined) : Number(number),
  };
}

export function parseAnswers(sentences: readonly string[]): readonly Answer[] {
  return sentences.flatMap((sentence) => {
    const [, text, id, query] = ANSWER.exec(sentence) ?? [];
    if (text === undefined || id === undefined || query === undefined) return [];
    return [{ id, query, text: text === "nothing" ? "" : text }];
  });
}

/** A fault of this very call comes before one of every call. */
export function faultOf(faults: readonly Fault[], id: string, call: string, number: number): Fault | undefined {
  const here = faults.filter((fault) => fault.ids.includes(id) && fault.call === call);
  return here.find((fault) => fault.number === number) ?? here.find((fault) => fault.number === undefined);
}

export function parsePart(sentence: string): CasePart {
  const [id = "", ...words] = sentence.split(" ");
  return {
    id,
    rebootNeed: words.includes("Yes") ? "Yes" : words.includes("Automatic") ? "Automatic" : "No",
    supportsRollback: !words.includes("no-rollback"),
    isCurrent: words.includes("current"),
  };
}
