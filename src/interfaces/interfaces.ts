// The port through which the engine runs interfaces. Whatever goes wrong with an interface, an artifact or a work dir is
// an outcome; nothing here throws for it.

import { mkdirSync, readdirSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../base/index.js";
import type { Artifacts, Interfaces, ProvidesCall, QueryCall, StateCall } from "../engine/ports.js";
import type {
  CallFailed,
  CallOutcome,
  ComponentKey,
  MachineQuery,
  PlannedComponent,
  Provides,
  QueryOutcome,
} from "../model/index.js";
import { askForProvides, askOne, NEEDS_REBOOT, SUPPORTS_ROLLBACK } from "./answers.js";
import { download } from "./download.js";
import { endSurvivors } from "./end-processes.js";
import { outcomeOf } from "./outcomes.js";
import { createPipePool } from "./pipe-pool.js";
import { type Call, type CallContext, startState } from "./run-call.js";
import { type CallSettings, DEFAULT_LIMITS, type Limits } from "./settings.js";
import { isSystemError, removeTree, restoreWorkDir, workDirOf } from "./work-dir.js";

/** Not a component's key: keys have a dot. */
const PIPES_FOLDER = "pipes";
const QUESTION_FOLDER = "question-";
/** A look at the artifact must not hold up a way back where it is on a server that does not answer. */
const REPAIR_MILLISECONDS = 15_000;

export interface InterfacesSettings extends Omit<CallSettings, "limits"> {
  readonly artifacts: Artifacts;
  /** Folder of the work dirs of this deployment; made when needed. */
  readonly workRoot: string;
  readonly limits?: Partial<Limits>;
}

export function createInterfaces(given: InterfacesSettings): Interfaces {
  const { artifacts, workRoot, log } = given;
  const settings: CallSettings = { ...given, limits: { ...DEFAULT_LIMITS, ...given.limits } };
  const context: CallContext = { settings, pool: createPipePool(join(workRoot, PIPES_FOLDER)) };

  const known = new Set<ComponentKey>();

  /**
   * The work dir is there from Download on; where Download could not make it, Cleanup still needs a place to run in. The
   * first call of a resumed deployment makes sure that it is whole.
   */
  async function enterWorkDir(component: PlannedComponent): Promise<string> {
    const path = workDirOf(workRoot, component);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!known.has(component.key)) await repair(component, path);
    known.add(component.key);
    return path;
  }

  async function repair(component: PlannedComponent, path: string): Promise<void> {
    try {
      const header = await artifacts.readHeader(component.artifact.path, AbortSignal.timeout(REPAIR_MILLISECONDS));
      if (header.manifestDigest !== component.artifact.manifestDigest) return;
      if (restoreWorkDir(path, component, header)) log.info(`the work dir ${path} was made whole again`);
    } catch (thrown) {
      log.warning(`the work dir ${path} could not be looked through: ${messageOf(thrown)}`);
    }
  }

  async function queryCall(call: QueryCall, name: MachineQuery): Promise<Call> {
    return { ...call, name, dialect: call.component.dialect, workDir: await enterWorkDir(call.component) };
  }

  /** In a folder of its own, which is gone afterwards: the work dir is made by Download. */
  async function askProvides(call: ProvidesCall): Promise<QueryOutcome<Provides>> {
    mkdirSync(workRoot, { recursive: true, mode: 0o700 });
    const workDir = await mkdtemp(join(workRoot, QUESTION_FOLDER));
    try {
      return await askForProvides(context, { ...call, name: "Provides", dialect: call.component.dialect, workDir });
    } finally {
      await removeTree(workDir).catch((thrown: unknown) => {
        log.warning(`the folder ${workDir} could not be removed: ${messageOf(thrown)}`);
      });
    }
  }

  async function runState(call: StateCall): Promise<CallOutcome> {
    const workDir = await enterWorkDir(call.component);
    const running = await startState(context, { ...call, name: call.state, dialect: call.component.dialect, workDir });
    return outcomeOf(running.account, await running.end);
  }

  return {
    async callState(call) {
      if (call.signal.aborted) return notRun("cancelled", "was cancelled before it ran");
      const workDir = workDirOf(workRoot, call.component);
      if (call.state !== "Download") return await orWorkDirFault(() => runState(call));
      known.add(call.component.key);
      return await orWorkDirFault(() => download(context, artifacts, { call, workDir }));
    },
    async askNeedsReboot(call) {
      return await orWorkDirFault(async () =>
        askOne(context, await queryCall(call, "NeedsArtifactReboot"), NEEDS_REBOOT),
      );
    },
    async askSupportsRollback(call) {
      return await orWorkDirFault(async () =>
        askOne(context, await queryCall(call, "SupportsRollback"), SUPPORTS_ROLLBACK),
      );
    },
    async askProvides(call) {
      if (call.signal.aborted) return notRun("cancelled", "was cancelled before it was asked");
      return await orWorkDirFault(() => askProvides(call));
    },
    async removeWorkDir(component) {
      const path = workDirOf(workRoot, component);
      await removeTree(path).catch((thrown: unknown) => {
        log.warning(`the work dir ${path} could not be removed: ${messageOf(thrown)}`);
      });
      if (isOnlyPipesLeft(workRoot)) await context.pool.removeIfIdle();
    },
    async endSurvivors(spawned) {
      await endSurvivors({ spawned, mark: settings.marker, log });
    },
  };
}

function notRun(reason: "cancelled" | "workdir", message: string): CallFailed {
  return { ok: false, reason, message, outputTail: [], durationMilliseconds: 0 };
}

async function orWorkDirFault<Outcome>(action: () => Promise<Outcome>): Promise<Outcome | CallFailed> {
  try {
    return await action();
  } catch (thrown) {
    if (isSystemError(thrown)) return notRun("workdir", `the work dir cannot be used: ${messageOf(thrown)}`);
    throw thrown;
  }
}

function isOnlyPipesLeft(workRoot: string): boolean {
  try {
    return readdirSync(workRoot).every((name) => name === PIPES_FOLDER);
  } catch {
    return false; // There is no work root, hence no pipes.
  }
}
