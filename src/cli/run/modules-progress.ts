// How an update of modules is shown while it goes on: one row a module for a person at a terminal. Otherwise the log says it all.

import type { StampedRecord } from "../../model/index.js";
import type { ModuleResult, ModulesView } from "../app-types.js";
import { isRichTerminal, type Paint, paintFor } from "../render/paint.js";
import type { Session } from "../session.js";
import { type ModuleRow, moduleRows } from "./modules-rows.js";
import { createScreen } from "./screen.js";
import { takeTerminal } from "./take-terminal.js";

export interface ModulesProgress extends ModulesView {
  /** Leaves the terminal as it was found. May be called twice. */
  end(): void;
}

export function openModulesProgress(session: Session): ModulesProgress {
  const { stderr, environment } = session.io;
  const isWatched = session.flags().logFormat === "text" && isRichTerminal(stderr, environment);
  return isWatched ? liveProgress(session, paintFor(stderr, environment)) : SILENT;
}

const SILENT: ModulesProgress = {
  found: () => undefined,
  began: () => undefined,
  of: () => ({ recorded: () => undefined, progressed: () => undefined }),
  printed: () => undefined,
  ended: () => undefined,
  end: () => undefined,
};

function liveProgress(session: Session, paint: Paint): ModulesProgress {
  const screen = createScreen(session.io.stderr);
  const rows = new Map<string, ModuleRow>();
  let isFound = false;
  const change = (name: string, changes: Partial<ModuleRow>): void => {
    const before = rows.get(name) ?? { name, from: null, to: "", phase: "waiting", line: "", beganAt: session.now() };
    rows.set(name, { ...before, ...changes });
  };
  const draw = (): void => {
    const input = { columns: screen.columns, rows: screen.rows, now: session.now(), paint };
    screen.draw(isFound ? moduleRows([...rows.values()], input) : [paint.dim("fetching the repository …")]);
  };
  const end = takeTerminal(session, screen, draw);
  return {
    found: (modules) => {
      isFound = true;
      for (const { name, state, installed, repository } of modules) {
        if (state === "new" || state === "newer") change(name, { from: installed, to: repository ?? "" });
      }
    },
    began: (name, { from, to }) => change(name, { from, to, phase: "preparing", beganAt: session.now() }),
    of: (name) => ({
      progressed: () => undefined,
      recorded: ({ record }) => {
        const phase = phaseAfter(record);
        if (phase !== undefined) change(name, { phase });
      },
    }),
    printed: (name, line) => change(name, { line }),
    ended: ({ name, outcome, remains = [] }: ModuleResult) => change(name, { phase: outcome, line: "", remains }),
    end,
  };
}

function phaseAfter(record: StampedRecord["record"]): ModuleRow["phase"] | undefined {
  if (record.type === "captureStarted") return "capturing";
  if (record.type === "restoreStarted") return "restoring";
  if (record.type !== "callSpawned") return undefined;
  if (record.call === "ArtifactInstall") return "running";
  return record.call === "ArtifactRollback" ? "restoring" : undefined;
}
