// From the recorded calls of a run to a chain that can be compared with the table's, and the rule that holds in every
// case: a step begins only when all calls of the step before have ended.

export interface RecordedCall {
  /** `stuck`: it hangs, and will be ended by somebody else. */
  readonly what: "began" | "ended" | "stuck";
  /** Component id, or `host`. */
  readonly id: string;
  readonly call: string;
}

const STATES = new Set([
  "Download",
  "DownloadWithFileSizes",
  "ArtifactInstall",
  "ArtifactReboot",
  "ArtifactVerifyReboot",
  "ArtifactCommit",
  "Cleanup",
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
  "ArtifactFailure",
  "reboot",
]);

/**
 * The calls as steps: neighbours' calls of the same state become one step, ids sorted. Neighbours are told apart from a
 * repetition by their ids: the same component twice is two steps. `order` says which ids stand in one group.
 */
export function chainOf(
  calls: readonly RecordedCall[],
  order: { readonly groups: readonly (readonly string[])[]; readonly queries: readonly string[] },
): readonly string[] {
  const steps: { call: string; ids: string[] }[] = [];
  for (const { what, id, call } of calls) {
    if (what !== "began" || !(STATES.has(call) || order.queries.includes(call))) continue;
    const last = steps.at(-1);
    const neighbours = order.groups.find((group) => group.includes(id)) ?? [];
    const joins =
      last?.call === call && !last.ids.includes(id) && last.ids.every((other) => neighbours.includes(other));
    if (joins) last.ids.push(id);
    else steps.push({ call, ids: [id] });
  }
  return steps.map(({ call, ids }) => (call === "reboot" ? "host reboot" : `${ids.sort().join("")} ${call}`));
}

/** Calls that began while a call of another step still ran, as sentences; empty when every step waited for its turn. */
export function overlaps(calls: readonly RecordedCall[], groups: readonly (readonly string[])[]): readonly string[] {
  const found: string[] = [];
  const running = new Map<string, RecordedCall>();
  for (const call of calls) {
    if (call.what !== "began") {
      running.delete(call.id);
      continue;
    }
    for (const other of running.values()) {
      if (isSameStep(call, other, groups)) continue;
      found.push(`${call.id} ${call.call} began while ${other.id} ${other.call} ran`);
    }
    running.set(call.id, call);
  }
  return [...found, ...[...running.values()].map(({ id, call }) => `${id} ${call} was cut short`)];
}

/** Queries are asked when their asker needs them; only states are steps. */
function isSameStep(one: RecordedCall, other: RecordedCall, groups: readonly (readonly string[])[]): boolean {
  if (!STATES.has(one.call) || !STATES.has(other.call)) return true;
  const isNeighbour = groups.some((group) => group.includes(one.id) && group.includes(other.id));
  return one.call === other.call && one.id !== other.id && isNeighbour;
}
