// The components' part of a report: what each call makes of the component, and where that leaves it.

import type { ComponentKey } from "./component.js";
import type { OrderGroup, Plan, PlannedComponent } from "./plan.js";
import type { State } from "./protocol.js";
import type { CallReport, ComponentReport, PointCallReport, SkippedReport, Standing } from "./report.js";
import type { SafetyDecision } from "./safety-decision.js";
import { restingReason } from "./safety-sentences.js";
import { versionOf, versionsOf } from "./version-of.js";

export interface Gathered {
  readonly calls: ReadonlyMap<ComponentKey, readonly CallReport[]>;
  readonly pointCalls: ReadonlyMap<ComponentKey, readonly PointCallReport[]>;
  readonly isRollingBack: boolean;
  /** From the end of the journal; empty before. */
  readonly inconsistent: Readonly<Record<ComponentKey, string>>;
  readonly decisions: readonly SafetyDecision[];
}

export function componentReports(plan: Plan, gathered: Gathered): readonly ComponentReport[] {
  return plan.groups.flatMap((group) => group.components.map((component) => report(group, component, gathered)));
}

export function skippedReports(plan: Plan): readonly SkippedReport[] {
  return plan.skipped.map(({ key, type, id, provides, interfaceName }) => {
    const version = versionOf(provides, interfaceName);
    return { key, type, id, ...(version !== undefined && { version }) };
  });
}

function report(group: OrderGroup, component: PlannedComponent, gathered: Gathered): ComponentReport {
  const { key, type, id } = component;
  const calls = gathered.calls.get(key) ?? [];
  const pointCalls = gathered.pointCalls.get(key);
  const rest = restOf(key, calls, gathered.decisions);
  const broken = brokenRollback(calls, gathered.isRollingBack) ?? rest?.reason;
  const failedRestore = calls.findLast(({ call }) => call === "ArtifactRollback")?.failure;
  const lost = failedRestore?.reason === "restore" ? failedRestore : undefined;
  const known = gathered.inconsistent[key];
  // What is in which state says more than that it failed.
  const reason = lost !== undefined && known !== undefined ? (broken ?? known) : (known ?? broken);
  const standing = reason === undefined ? standingOf(calls) : "inconsistent";
  const { from, to } = versionsOf(component);
  const now = rest?.now ?? versionNow(standing, foundAt(key, gathered.decisions) ?? from, to);
  return {
    ...{ key, type, id, order: group.order, to, calls, standing },
    ...(pointCalls !== undefined && { pointCalls }),
    ...(from !== undefined && { from }),
    ...(now !== undefined && { now }),
    ...(reason !== undefined && { reason }),
    ...(reason !== undefined && lost?.hint !== undefined && { hint: lost.hint }),
    ...remaining(pointCalls),
  };
}

function remaining(calls: readonly PointCallReport[] | undefined): Pick<ComponentReport, "remains"> {
  const last = calls?.findLast(({ call }) => call === "restore");
  return last?.status === "succeeded" && last.warnings !== undefined ? { remains: last.warnings } : {};
}

function standingOf(calls: readonly CallReport[]): Standing {
  const last = (state: State) => calls.findLast(({ call }) => call === state)?.status;
  if (last("ArtifactInstall") === undefined) {
    return last("Download") === "succeeded" && last("Cleanup") === undefined ? "downloaded" : "untouched";
  }
  const rollback = last("ArtifactRollback");
  if (rollback !== undefined) return rollback === "succeeded" && !owesReboot(calls) ? "rolledBack" : "unsettled";
  if (last("ArtifactCommit") === "succeeded") return "committed";
  return last("ArtifactInstall") === "succeeded" ? "installed" : "unsettled";
}

/** Whether what was rolled back is still to be rebooted and verified; ArtifactFailure comes after all of that. */
function owesReboot(calls: readonly CallReport[]): boolean {
  const last = (name: CallReport["call"]) => calls.findLast(({ call }) => call === name);
  const need = last("NeedsArtifactReboot")?.answer;
  if (need !== "Yes" && need !== "Automatic") return false;
  return last("ArtifactVerifyRollbackReboot")?.status !== "succeeded" && last("ArtifactFailure") === undefined;
}

/** Why a component that was installed will not come back, known before the deployment has ended; else undefined. */
function brokenRollback(calls: readonly CallReport[], isRollingBack: boolean): string | undefined {
  const last = (name: CallReport["call"]) => calls.findLast(({ call }) => call === name);
  if (!isRollingBack || last("ArtifactInstall") === undefined) return undefined;
  if (last("SupportsRollback")?.answer === false) return "its interface does not support rollback";
  const failed = [last("SupportsRollback"), last("ArtifactRollback"), last("ArtifactVerifyRollbackReboot")].find(
    (call) => call?.status === "failed",
  );
  return failed === undefined ? undefined : `${failed.call} failed: ${failed.failure?.message ?? "no reason is known"}`;
}

/** What others have made of it meanwhile, where it was asked once more and told a version. */
function foundAt(key: ComponentKey, decisions: readonly SafetyDecision[]): string | undefined {
  const changes = decisions.flatMap((decision) => (decision.kind === "changed" ? decision.changes : []));
  const found = changes.findLast(({ component }) => component === key)?.found;
  return found === "" ? undefined : found;
}

/** Where the component rests because the rollback went no further, and why it does when it was not even tried. */
function restOf(key: ComponentKey, calls: readonly CallReport[], decisions: readonly SafetyDecision[]) {
  const decision = decisions.find(({ kind }) => kind === "rests");
  if (decision?.kind !== "rests") return undefined;
  const [version, ...others] = decision.components.find(({ component }) => component === key)?.versions ?? [];
  const wasTried = calls.some(({ call }) => call === "ArtifactRollback");
  if (version === undefined || wasTried) return undefined;
  return { reason: restingReason(decision.refused), ...(others.length === 0 && { now: version }) };
}

function versionNow(standing: Standing, from: string | undefined, to: string): string | undefined {
  switch (standing) {
    case "untouched":
    case "downloaded":
    case "rolledBack":
      return from;
    case "installed":
    case "committed":
      return to;
    case "unsettled":
    case "inconsistent":
      return undefined;
  }
}
