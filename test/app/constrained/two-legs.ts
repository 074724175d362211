// A system whose nodes must pass a stepping stone: nodes to 1.5.0, the gateway, nodes to 2.0.0. The nodes move twice, so the plan
// has two legs.

import { createStage, type Sighting, type Stage } from "./stage.js";

export const BOARDS = { gateway: { ids: ["G13"], version: "0.9.0" }, rtos: { ids: ["R456"], version: "0.9.0" } };

export const START = { G13: "1.0.0", R456: "1.0.0" };
export const BETWEEN = { G13: "2.0.0", R456: "1.5.0" };
export const TARGET = { G13: "2.0.0", R456: "2.0.0" };

const head = (name: string): string =>
  `api_version: mender/v1\nkind: manifest\nname: ${name}\nsystem_types_compatible: [demo]\n`;

export const OLD_MANIFEST = `${head("system-1")}component_types:
  gateway: { artifact_path: gateway-1.0.0.mender }
  rtos: { artifact_path: rtos-1.0.0.mender }
`;

export interface Variant {
  /** More of the manifest's `constraints`, `planning` and so on, at the top level. */
  readonly more?: string;
  /** Of the nodes. */
  readonly rollback?: string;
}

export function newManifest({ more = "", rollback = "supported" }: Variant = {}): string {
  return `${head("system-2")}component_types:
  gateway: { artifact_path: gateway-2.0.0.mender, version: 2.0.0 }
  rtos:
    artifact_path: rtos-2.0.0.mender
    version: 2.0.0
    rollback: ${rollback}
    stepping_stones:
      - { version: 1.5.0, artifact_path: rtos-1.5.0.mender }
constraints:
  end_states:
    - { gateway: 1.0.0, rtos: 1.0.0, system_version: first }
    - { gateway: 2.0.0, rtos: 2.0.0, system_version: second }
  transition_states:
    - { gateway: 1.0.0, rtos: 1.5.0 }
    - { gateway: 2.0.0, rtos: 1.5.0 }
${more}`;
}

const ACCEPTABLE = ["1.0.0+1.0.0", "1.0.0+1.5.0", "2.0.0+1.5.0", "2.0.0+2.0.0"];

/** What was there and should not have been. */
export function unsafe(seen: readonly Sighting[]): readonly string[] {
  return seen.map(({ G13, R456 }) => `${G13}+${R456}`).filter((combination) => !ACCEPTABLE.includes(combination));
}

/** The system at 1.0.0, by a deployment, and what is needed for 2.0.0. */
export async function createTwoLegs(): Promise<Stage> {
  const stage = createStage(BOARDS, { isQuick: true });
  for (const version of ["1.0.0", "2.0.0"]) await stage.artifact("gateway", version);
  for (const version of ["1.0.0", "1.5.0", "2.0.0"]) await stage.artifact("rtos", version);
  const { exitCode, records } = await stage.install(stage.manifest("old", OLD_MANIFEST));
  if (exitCode !== 0) throw new Error(JSON.stringify(records.filter(({ record }) => record.type === "callEnded")));
  stage.seen.splice(0);
  return stage;
}
