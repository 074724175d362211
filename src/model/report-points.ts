// The part of a report that is about rollback points: what was captured of a component and what of it was restored, with sizes
// and times.

import type { ComponentKey } from "./component.js";
import type { JournalRecord } from "./records.js";
import type { PointCallReport } from "./report.js";

/** What is gathered while records are read. */
export type PointCalls = Map<ComponentKey, PointCallReport[]>;

type PointRecord = Extract<
  JournalRecord,
  { type: "captureStarted" | "captureEnded" | "restoreStarted" | "restoreEnded" }
>;

export function applyPointRecord(calls: PointCalls, record: PointRecord, at: number): void {
  const known = calls.get(record.component) ?? [];
  calls.set(record.component, known);
  switch (record.type) {
    case "captureStarted":
      known.push({ call: "capture", status: "running", startedAt: at });
      return;
    case "restoreStarted":
      known.push({ call: "restore", status: "running", startedAt: at, pointId: record.pointId });
      return;
    case "captureEnded":
    case "restoreEnded":
      endLast(known, record, at);
      return;
  }
}

/** Those of whose end nothing is known when the next run begins. */
export function interruptPointCalls(calls: PointCalls): void {
  for (const known of calls.values()) {
    const last = known.at(-1);
    if (last?.status === "running") known[known.length - 1] = { ...last, status: "interrupted" };
  }
}

type Ended = Extract<PointRecord, { type: "captureEnded" | "restoreEnded" }>;

function endLast(known: PointCallReport[], record: Ended, at: number): void {
  const call = record.type === "captureEnded" ? "capture" : "restore";
  const begun = known.at(-1)?.status === "running" ? known.pop() : undefined;
  const { outcome } = record;
  known.push({
    ...(begun ?? { call, startedAt: at }),
    ...resultOf(record),
    status: outcome.ok ? "succeeded" : "failed",
    durationMilliseconds: outcome.durationMilliseconds,
    ...(outcome.ok ? {} : { message: outcome.message }),
  });
}

function resultOf(record: Ended): Pick<PointCallReport, "pointId" | "sizeBytes" | "warnings"> {
  if (record.type === "restoreEnded") {
    return { pointId: record.pointId, ...(record.remains && { warnings: record.remains }) };
  }
  return record.point ?? {};
}
