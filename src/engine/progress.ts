// What the machine knows of one component, and who takes part in which state: one pure selector per state of the
// protocol (interface-protocol, section 3). Everything here is a function of the context alone.

import { type ComponentKey, type RebootNeed, restingReason, type Verdict } from "../model/index.js";
import type { SafetyProgress } from "./watch.js";

/** A verify that keeps failing after a rollback reboot is tried this often in all. */
export const ROLLBACK_VERIFY_ATTEMPTS = 3;

export interface ComponentProgress {
  /** Some state has run, so Cleanup is owed. */
  readonly touched: boolean;
  readonly installStarted: boolean;
  /** `No` until NeedsArtifactReboot has been answered. */
  readonly rebootNeed: RebootNeed;
  /** The host was rebooted for this component's update. */
  readonly hostRebooted: boolean;
  /** Undefined until asked; a query that failed counts as false. */
  readonly supportsRollback: boolean | undefined;
  readonly rollback: "notRun" | "succeeded" | "failed";
  /** A rollback reboot and its verify are still owed. */
  readonly owesRollbackReboot: boolean;
  readonly rollbackVerify: "notRun" | "succeeded" | "failed";
  readonly rollbackVerifyFailures: number;
}

export const UNTOUCHED: ComponentProgress = {
  touched: false,
  installStarted: false,
  rebootNeed: "No",
  hostRebooted: false,
  supportsRollback: undefined,
  rollback: "notRun",
  owesRollbackReboot: false,
  rollbackVerify: "notRun",
  rollbackVerifyFailures: 0,
};

export interface DeploymentContext {
  /** Component keys by order group, lowest order first. */
  readonly groups: readonly (readonly ComponentKey[])[];
  /** The group in work. */
  readonly group: number;
  readonly components: Readonly<Record<ComponentKey, ComponentProgress>>;
  /** The rollback was entered: the deployment cannot succeed any more. */
  readonly failed: boolean;
  readonly cancelled: boolean;
  /** Only for plans made from constraints. */
  readonly safety?: SafetyProgress;
}

export type Selector = (context: DeploymentContext) => readonly ComponentKey[];

export function progressOf(context: DeploymentContext, key: ComponentKey): ComponentProgress {
  return context.components[key] ?? UNTOUCHED;
}

/** The components of the group in work that a predicate holds for. */
function inGroup(predicate: (progress: ComponentProgress) => boolean): Selector {
  return (context) => (context.groups[context.group] ?? []).filter((key) => predicate(progressOf(context, key)));
}

export const everyone = inGroup(() => true);
export const rebootsItself = inGroup((progress) => progress.rebootNeed === "Yes");
export const rebootsWithHost = inGroup((progress) => progress.rebootNeed === "Automatic");
export const verifiesReboot = inGroup((progress) => progress.rebootNeed !== "No");
export const installStarted = inGroup((progress) => progress.installStarted);
export const rollbackRebootsItself = inGroup((p) => p.owesRollbackReboot && p.rebootNeed === "Yes");
export const rollbackRebootsWithHost = inGroup((p) => p.owesRollbackReboot && p.rebootNeed === "Automatic");
export const verifiesRollbackReboot = inGroup((progress) => progress.owesRollbackReboot);
export const owesCleanup = inGroup((progress) => progress.touched);

/** Nobody any more once the rollback rests. */
function unlessResting(select: Selector): Selector {
  return (context) => (context.safety?.isResting === true ? [] : select(context));
}

export const mayRollBack = unlessResting(installStarted);
export const rollsBack = unlessResting(inGroup((p) => p.installStarted && p.supportsRollback === true));

export function anyInstallStarted(context: DeploymentContext): boolean {
  return Object.values(context.components).some((progress) => progress.installStarted);
}

/** What the documents say of the component's move; true where they say nothing. */
export function isReversible({ safety }: DeploymentContext, key: ComponentKey): boolean {
  return safety?.watch.versions.get(key)?.isReversible !== false;
}

/** Why a component is not as it was before the deployment, or undefined when it is. Only asked once the rollback is over. */
function inconsistencyOf(context: DeploymentContext, key: ComponentKey): string | undefined {
  const progress = progressOf(context, key);
  if (!progress.installStarted) return undefined;
  if (!isReversible(context, key))
    return "it is declared that it cannot be rolled back, and its installation had started";
  if (isLeftResting(context, progress)) return reasonToRest(context);
  if (progress.supportsRollback !== true) {
    return "it did not answer Yes to SupportsRollback, and its installation had started";
  }
  if (progress.rollback !== "succeeded") return "ArtifactRollback failed";
  if (progress.rollbackVerify === "failed") return "ArtifactVerifyRollbackReboot failed";
  return undefined;
}

/** The rollback stopped before it came to this component, which could otherwise have been rolled back. */
function isLeftResting({ safety }: DeploymentContext, { rollback, supportsRollback }: ComponentProgress): boolean {
  return safety?.isResting === true && rollback === "notRun" && supportsRollback !== false;
}

function reasonToRest({ safety }: DeploymentContext): string | undefined {
  const decision = safety?.decisions.find(({ kind }) => kind === "rests");
  return decision?.kind === "rests" ? restingReason(decision.refused) : undefined;
}

export function inconsistencies(context: DeploymentContext): Readonly<Record<ComponentKey, string>> {
  if (!context.failed) return {};
  return Object.fromEntries(
    Object.keys(context.components).flatMap((key) => {
      const reason = inconsistencyOf(context, key);
      return reason === undefined ? [] : [[key, reason]];
    }),
  );
}

export function verdictOf(context: DeploymentContext): Verdict {
  if (!context.failed) return "succeeded";
  return Object.keys(inconsistencies(context)).length === 0 ? "rolledBack" : "inconsistent";
}
