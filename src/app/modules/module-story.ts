// One module's run as the log tells it, in the words of the original: what was backed up, that the module is replaced, runs, and how
// that ends. That it has been replaced is known when it prints something, or ends.

import type { Log } from "../../base/index.js";
import type { JournalRecord } from "../../model/index.js";
import { reasonOf } from "./module-output.js";

export interface ToldModule {
  readonly name: string;
  /** False where a module only runs. */
  readonly isReplaced: boolean;
}

export interface ModuleStory {
  /** The module runs, so it is in place. */
  running(): void;
  recorded(record: JournalRecord): void;
}

export function createStory(log: Log, { name, isReplaced }: ToldModule): ModuleStory {
  let isRunning = false;
  const running = (): void => {
    if (isRunning) return;
    isRunning = true;
    if (isReplaced) log.info(`Updated module ${name}`);
    log.info(`Running update: modules.${name}`);
  };
  const ended = ({ outcome }: Extract<JournalRecord, { type: "callEnded" }>): void => {
    if (outcome.ok) running();
    if (outcome.ok) log.info(`Completed update: modules.${name}`);
    else log.error(`Error running update for modules.${name}: ${reasonOf(outcome)}`);
  };
  return {
    running,
    recorded: (record) => {
      if (record.type === "captureEnded" && record.point !== undefined) {
        log.info(`Backed up ${name} to rollback point ${record.point.pointId}`);
      }
      if (record.type === "callEnded" && record.call === "ArtifactInstall") ended(record);
    },
  };
}
