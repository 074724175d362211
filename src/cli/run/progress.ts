// How a running deployment is shown: redrawn in place for a person at a terminal, line by line otherwise, as log records
// when the log is JSON.

import type { Log } from "../../base/index.js";
import { decisionSentence, type JournalRecord, type StampedRecord } from "../../model/index.js";
import { isRichTerminal, paintFor } from "../render/paint.js";
import type { Session } from "../session.js";
import { createLiveProgress } from "./live-progress.js";
import { createLineMaker } from "./progress-lines.js";
import type { Progress } from "./progress-types.js";

export function openProgress(session: Session, log: Log): Progress {
  const { stderr, environment } = session.io;
  if (session.flags().logFormat === "json") return loggedProgress(log);
  if (isRichTerminal(stderr, environment)) return createLiveProgress(session, paintFor(stderr, environment));
  return plainProgress(session);
}

function plainProgress(session: Session): Progress {
  const lineOf = createLineMaker();
  return {
    planned: () => undefined,
    started: () => undefined,
    recorded: (record) => {
      const line = lineOf(record);
      if (line !== undefined) session.writeLogLine(line);
    },
    progressed: () => undefined,
    say: (message) => session.writeLogLine(message),
    end: () => undefined,
  };
}

function loggedProgress(log: Log): Progress {
  return {
    planned: () => undefined,
    started: (deployment) => log.info("deployment started", { deployment }),
    recorded: (record) => logRecord(log, record),
    progressed: () => undefined,
    say: (message) => log.warning(message),
    end: () => undefined,
  };
}

function logRecord(log: Log, { record, sequence }: StampedRecord): void {
  switch (record.type) {
    case "callSpawned":
      log.info("call started", { component: record.component, call: record.call, record: sequence });
      break;
    case "callEnded":
      logOutcome(log, record, sequence);
      break;
    case "captureEnded":
    case "restoreEnded":
      logPointOutcome(log, record, sequence);
      break;
    case "safetyDecided":
      log.warning(decisionSentence(record.decision), { decision: record.decision.kind, record: sequence });
      break;
    case "runStopped":
      log.info("run stopped", { reason: record.reason, record: sequence });
      break;
    case "deploymentEnded":
      log.info("deployment ended", { verdict: record.verdict, record: sequence });
      break;
    default:
      break;
  }
}

function logOutcome(log: Log, record: Extract<JournalRecord, { type: "callEnded" }>, sequence: number): void {
  const { component, call, outcome } = record;
  const facts = { component, call, durationMilliseconds: outcome.durationMilliseconds, record: sequence };
  if (outcome.ok) log.info("call succeeded", facts);
  else {
    const { reason, code, message: cause } = outcome;
    log.error("call failed", { ...facts, reason, ...(code !== undefined && { code }), cause });
  }
}

function logPointOutcome(
  log: Log,
  record: Extract<JournalRecord, { type: "captureEnded" | "restoreEnded" }>,
  sequence: number,
): void {
  const { component, outcome } = record;
  const pointId = record.type === "restoreEnded" ? record.pointId : record.point?.pointId;
  const facts = {
    ...{ component, durationMilliseconds: outcome.durationMilliseconds, record: sequence },
    ...(pointId !== undefined && { rollbackPoint: pointId }),
  };
  const what = record.type === "captureEnded" ? "capture" : "restore";
  if (outcome.ok) log.info(`${what} succeeded`, facts);
  else log.error(`${what} failed`, { ...facts, ...(outcome.code && { code: outcome.code }), cause: outcome.message });
}
