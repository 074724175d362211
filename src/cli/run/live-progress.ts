// The live view: keeps the records, folds them as the history does, and draws at most ten times a second.

import { type DeploymentReport, type Plan, reportOf, type StampedRecord } from "../../model/index.js";
import type { Paint } from "../render/paint.js";
import type { Session } from "../session.js";
import { liveLines } from "./live-lines.js";
import type { Progress } from "./progress-types.js";
import { createScreen, type Screen } from "./screen.js";
import { createTransfers } from "./transfers.js";

const REDRAW_MILLISECONDS = 100;

export function createLiveProgress(session: Session, paint: Paint): Progress {
  const screen = createScreen(session.io.stderr);
  const transfers = createTransfers(session.now);
  const records: StampedRecord[] = [];
  let plan: Plan | undefined;
  let report: DeploymentReport | undefined;
  const draw = () => {
    if (plan === undefined) return screen.draw([paint.dim("reading the manifest, asking the components …")]);
    report ??= reportOf(plan, records);
    screen.draw(
      liveLines({ report, transfers, now: session.now(), columns: screen.columns, rows: screen.rows, paint }),
    );
  };
  const end = takeTerminal(session, screen, draw);
  return {
    planned: (made) => {
      // Each leg of a plan has a journal of its own.
      records.splice(0);
      plan = made;
      report = undefined;
    },
    started: (_, earlier) => {
      records.push(...earlier);
      report = undefined;
    },
    recorded: (record) => {
      records.push(record);
      report = undefined;
    },
    progressed: (component, done, total) => transfers.note(component, done, total),
    say: (message) => screen.above(paint.yellow(message)),
    end,
  };
}

/** Sends the log above the block and draws on a timer, until the function it returns is called, or the process exits. */
function takeTerminal(session: Session, screen: Screen, draw: () => void): () => void {
  const writeLogLine = session.writeLogLine;
  session.writeLogLine = (line) => screen.above(line);
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  const close = () => screen.close();
  process.once("exit", close);
  return () => {
    clearInterval(timer);
    process.off("exit", close);
    close();
    session.writeLogLine = writeLogLine;
  };
}
