// Hand-made plans with constraints for the fake world: the seed's gateway and rtos.

import type { ConstraintRow, Constraints, OrderGroup, Plan, PlanSafety } from "../../../src/model/index.js";
import { type FakeComponent, type FakeWorld, fakeWorld, type Hooks } from "../fake-world.js";

const at = (line: number) => ({ file: "manifest.yaml", line });

function row(
  list: ConstraintRow["list"],
  number: number,
  versions: Readonly<Record<string, string>>,
  why?: string,
): ConstraintRow {
  const cells = Object.entries(versions).map(([type, version]) => [
    type,
    { text: version, matchers: [{ kind: "exact", version: `${version.slice(1)}.0.0` } as const] },
  ]);
  return {
    ...{ list, number, acceptable: why === undefined, cells: Object.fromEntries(cells), location: at(18 + number) },
    ...(why !== undefined && { why }),
  };
}

/** Gateway first, then rtos: `gateway v1 + rtos v2` is refused. */
export const GATEWAY_FIRST: Constraints = {
  requirements: [],
  tables: [
    {
      ...{ name: "system", path: "constraints", columns: ["gateway", "rtos"], unlisted: "refused", location: at(15) },
      rows: [
        row("end_states", 1, { gateway: "v1", rtos: "v1" }),
        row("end_states", 2, { gateway: "v2", rtos: "v2" }),
        row("transition_states", 1, { gateway: "v2", rtos: "v1" }),
        row("transition_states", 2, { gateway: "v1", rtos: "v2" }, "old gateway cannot talk to new rtos"),
      ],
    },
  ],
};

export interface SafeWorld extends FakeWorld {
  /** What components say of themselves now; a test may change it. */
  readonly versions: Map<string, string>;
}

export interface SafeOptions {
  readonly groups: readonly (readonly FakeComponent[])[];
  readonly safety?: Partial<PlanSafety>;
  readonly maxParallel?: OrderGroup["maxParallel"];
  readonly bystanders?: readonly string[];
  readonly irreversible?: readonly string[];
  readonly constraints?: Constraints;
  readonly onCall?: Hooks["onCall"];
}

/** Names begin with `G` for gateways and with another letter for boards. Everyone goes from v1 to v2. */
export function safeWorld(options: SafeOptions): SafeWorld {
  const { groups, bystanders = [], irreversible = [] } = options;
  const names = groups.flat().map(({ name }) => name);
  const versions = new Map([...names, ...bystanders].map((name) => [name, "v1"]));
  const provides = (name: string) => ({ version: versions.get(name) ?? "" });
  const world = fakeWorld(groups, { provides, ...(options.onCall && { onCall: options.onCall }) });
  const { plan } = world.deployment;
  const known = plan.groups.map(({ components, ...group }) => ({
    ...group,
    ...(options.maxParallel && { maxParallel: options.maxParallel }),
    components: components.map((component) => ({
      ...component,
      type: typeOf(component.id),
      provides: { version: "v1" },
      target: { version: "v2" },
    })),
  }));
  const safety: PlanSafety = {
    constraints: options.constraints ?? GATEWAY_FIRST,
    pointOfNoReturn: "allow",
    isNoReturnAccepted: false,
    versions: Object.fromEntries([
      ...names.map((name) => [name, versionsOf(name, "2.0.0", !irreversible.includes(name))]),
      ...bystanders.map((name) => [name, versionsOf(name, "1.0.0", true)]),
    ]),
    ...options.safety,
  };
  const asked = bystanders.map((name) => ({
    ...{ key: name, id: name, type: typeOf(name), interfaceName: "t", interfaceArgs: [], dialect: "2024" as const },
  }));
  const watched: Plan = { ...plan, groups: known, bystanders: asked, safety };
  return { ...world, versions, deployment: { ...world.deployment, plan: watched } };
}

function versionsOf(name: string, to: string, isReversible: boolean) {
  return { type: typeOf(name), from: "1.0.0", to, isReversible };
}

function typeOf(name: string): string {
  return name.startsWith("G") ? "gateway" : "rtos";
}
