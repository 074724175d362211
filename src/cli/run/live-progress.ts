// The live view: keeps the records, folds them as the history does, and draws at most ten times a second.

import { type DeploymentReport, type Plan, reportOf, type StampedRecord } from "../../model/index.js";
import type { Paint } from "../render/paint.js";
import type { Session } from "../session.js";
import { liveLines } from "./live-lines.js";
import type { Progress } from "./progress-types.js";
import { createScreen } from "./screen.js";
import { takeTerminal } from "./take-terminal.js";
import { createTransfers } from "./transfers.js";

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
