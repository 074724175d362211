// How facts change what the machine knows: one pure function per kind of fact. Flags are set when a state has settled,
// not when it is entered: a command that was never given has started nothing.

import type { ComponentKey, MachineAnswer, RebootNeed, Withdrawn } from "../model/index.js";
import {
  type ComponentProgress,
  type DeploymentContext,
  isReversible,
  progressOf,
  ROLLBACK_VERIFY_ATTEMPTS,
  type Selector,
} from "./progress.js";

export type Change = (progress: ComponentProgress, failed: boolean) => Partial<ComponentProgress>;

export interface Settled {
  readonly failed: readonly ComponentKey[];
  /** Their call was never started, so nothing has changed for them. */
  readonly withdrawn?: Withdrawn;
}

/** Applies a change to every component that took part in the state that has settled. */
export function settle(select: Selector, change: Change) {
  return (context: DeploymentContext, { failed, withdrawn = [] }: Settled): DeploymentContext => {
    const notCalled = new Set(withdrawn);
    const hasFailed = new Set(failed);
    const called = select(context).filter((key) => !notCalled.has(key));
    const changed = called.map((key): [ComponentKey, ComponentProgress] => {
      const progress = progressOf(context, key);
      return [key, { ...progress, ...change(progress, hasFailed.has(key)) }];
    });
    return { ...context, components: { ...context.components, ...Object.fromEntries(changed) } };
  };
}

export const downloaded: Change = () => ({ touched: true });
export const installed: Change = () => ({ touched: true, installStarted: true });
export const unchanged: Change = () => ({});
export const hostRebooted: Change = () => ({ hostRebooted: true });

/** Who reboots after the rollback: `Yes` always, `Automatic` only if the host was rebooted for the update. */
export const rolledBack: Change = (progress, failed) => ({
  rollback: failed ? "failed" : "succeeded",
  owesRollbackReboot: progress.rebootNeed === "Yes" || (progress.rebootNeed === "Automatic" && progress.hostRebooted),
});

/** A failed verify owes the reboot again until the attempts are used up. */
export const rollbackVerified: Change = (progress, failed) => {
  if (!failed) return { rollbackVerify: "succeeded", owesRollbackReboot: false };
  const rollbackVerifyFailures = progress.rollbackVerifyFailures + 1;
  const owesRollbackReboot = rollbackVerifyFailures < ROLLBACK_VERIFY_ATTEMPTS;
  return { rollbackVerify: "failed", rollbackVerifyFailures, owesRollbackReboot };
};

type Answers = Readonly<Record<ComponentKey, MachineAnswer>>;

export function learnRebootNeeds(context: DeploymentContext, answers: Answers): DeploymentContext {
  return learn(context, answers, (answer) => ({ rebootNeed: answer as RebootNeed }));
}

/** A component whose query failed has no answer and counts as `No`; so does one that is declared to have no way back. */
export function learnRollbackSupport(context: DeploymentContext, answers: Answers, select: Selector) {
  const everybody = Object.fromEntries(
    select(context).map((key) => [key, answers[key] === true && isReversible(context, key)]),
  );
  return learn(context, everybody, (answer) => ({ supportsRollback: answer === true }));
}

function learn(
  context: DeploymentContext,
  answers: Answers,
  change: (answer: MachineAnswer) => Partial<ComponentProgress>,
): DeploymentContext {
  const learned = Object.entries(answers).map(([key, answer]): [ComponentKey, ComponentProgress] => [
    key,
    { ...progressOf(context, key), ...change(answer) },
  ]);
  return { ...context, components: { ...context.components, ...Object.fromEntries(learned) } };
}

/** Everyone of the group in work runs the new version now. */
export function groupCompleted({ safety, group }: DeploymentContext): Partial<DeploymentContext> {
  return safety === undefined ? {} : { safety: { ...safety, completed: group + 1 } };
}
