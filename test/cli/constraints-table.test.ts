// constraints table: the combinations that a manifest's tables accept and refuse, read from real documents.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadManifest } from "../../src/documents/index.js";
import { temporaryFolder } from "../support/index.js";
import { run } from "./support.js";

/** The part of a manifest from `component_types:` on, loaded as a program would. */
async function load(body: string, types: readonly string[]) {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const manifestPath = join(folder, "manifest.yaml");
  writeFileSync(
    manifestPath,
    `api_version: mender/v1\nkind: update_manifest\nversion: core-v2\n${body}
components:\n${types.map((type) => `  - { component_type: ${type}, id: "${type}1" }\n`).join("")}`,
  );
  const loaded = await loadManifest({ manifestPath, topologyPath: join(folder, "topology.yaml") });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join("\n"));
  return { manifest: loaded.manifest, warnings: [] };
}

async function shown(body: string, types: readonly string[], words: readonly string[] = []) {
  const tables = await load(body, types);
  const app = { constraintTables: async () => tables };
  return run(["constraints", "table", "manifest.yaml", ...words], { app });
}

const TYPES = `component_types:
  gateway: { artifact_path: gateway-v2.mender, version: v2, update_strategy: { order: 10 } }
  rtos: { artifact_path: rtos-v2.mender, version: v2, update_strategy: { order: 20 } }
`;

const GATEWAY_RTOS = `${TYPES}constraints:
  end_states:
    - { gateway: v1, rtos: v1, system_version: v.1 }
    - { gateway: v2, rtos: v2, system_version: v.2 }
  transition_states:
    - { gateway: v2, rtos: v1 }
    - { gateway: v1, rtos: v2, acceptable: false, why: "old gateway cannot talk to new rtos" }
`;

describe("constraints table", () => {
  it("is a square for two types, with the rows as they are written", async () => {
    expect(await shown(GATEWAY_RTOS, ["gateway", "rtos"])).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: `\
core-v2: 1 table

table system  (manifest.yaml:7), what no row lists is refused
               rtos v1        rtos v2
  gateway v1   ● end state    × refused
  gateway v2   ◐ transition   ● end state
  as written:
    end_states row 1         (manifest.yaml:9)   gateway v1, rtos v1  system version v.1
    end_states row 2         (manifest.yaml:10)  gateway v2, rtos v2  system version v.2
    transition_states row 1  (manifest.yaml:12)  gateway v2, rtos v1
    transition_states row 2  (manifest.yaml:13)  gateway v1, rtos v2  refused  "old gateway cannot talk to new rtos"
`,
    });
  });

  it("applies ranges to the versions that are named: as targets, stepping stones and in other rows", async () => {
    const body = `component_types:
  gateway: { artifact_path: g.mender, version: "2.0" }
  rtos:
    artifact_path: r.mender
    version: 2.1.0
    stepping_stones: [{ version: 1.5.0, artifact_path: s.mender }]
constraints:
  tables:
    - name: pair
      end_states:
        - { gateway: "1.x", rtos: "1.x" }
        - { gateway: ">=2.0", rtos: "2.x" }
      transition_states:
        - { gateway: ">=2.0", rtos: [1.5.0, 1.6.0] }
    - name: old
      unlisted: acceptable
      transition_states:
        - { gateway: 1.0.0, rtos: ">=1.6", acceptable: false }
`;
    const { stdout } = await shown(body, ["gateway", "rtos"]);
    expect(stdout.slice(0, stdout.indexOf("  as written:"))).toBe(
      `\
core-v2: 2 tables; all must agree

table pair  (manifest.yaml:12), what no row lists is refused
                  rtos 1.5.0     rtos 1.6.0     rtos 2.1.0
  gateway 1.0.0   ● end state    ● end state    × refused
  gateway 2.0     ◐ transition   ◐ transition   ● end state
`,
    );
    expect(stdout.slice(stdout.indexOf("table old"))).toContain(
      `
                  rtos 1.5.0    rtos 1.6.0    rtos 2.1.0
  gateway 1.0.0   ● end state   × refused     × refused
  gateway 2.0     ● end state   ● end state   ● end state
`,
    );
  });

  it("is a list for three types, of what a row speaks of", async () => {
    const body = `component_types:
  a: { artifact_path: a.mender, version: 2.0.0 }
  b: { artifact_path: b.mender, version: 2.0.0 }
  c: { artifact_path: c.mender, version: 2.0.0 }
constraints:
  end_states:
    - { a: 1.0.0, b: 1.0.0, c: 1.0.0, system_version: old }
    - { a: 2.0.0, b: 2.0.0, c: 2.0.0, system_version: new }
  transition_states:
    - { a: 2.0.0, b: "*", c: 1.0.0 }
`;
    const { stdout } = await shown(body, ["a", "b", "c"]);
    expect(stdout).toContain(
      `
  a      b      c
  1.0.0  1.0.0  1.0.0  ● end state  old
  2.0.0  1.0.0  1.0.0  ◐ transition
  2.0.0  2.0.0  1.0.0  ◐ transition
  2.0.0  2.0.0  2.0.0  ● end state  new
  4 combinations of known versions in no row
  as written:
`,
    );
  });

  it("has signs and a legend where a square would be too wide", async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `    - { gateway: v2, rtos: v${i + 1} }\n`).join("");
    const { stdout } = await shown(`${TYPES}constraints:\n  end_states:\n${rows}`, ["gateway", "rtos"]);
    expect(stdout).toContain(
      `
               rtos v1   rtos v2   rtos v3   rtos v4   rtos v5   rtos v6   rtos v7   rtos v8   rtos v9
  gateway v2   ●         ●         ●         ●         ●         ●         ●         ●         ●
  ● end state   ◐ transition   × refused
`,
    );
  });

  it("shows requirements with the versions that meet them", async () => {
    const body = `component_types:
  gateway: { artifact_path: g.mender, version: 2.0.0, stepping_stones: [{ version: 1.0.0, artifact_path: o.mender }] }
  rtos: { artifact_path: r.mender, version: 2.0.0, requires: { gateway: ">=2.0" } }
`;
    const { stdout } = await shown(body, ["gateway", "rtos"]);
    expect(stdout).toBe(`\
core-v2: 1 requirement

requirements
  rtos 2.0.0 needs gateway >=2.0  component_types.rtos.requires (manifest.yaml:6)
    ● met by gateway 2.0.0
    × not met by gateway 1.0.0
`);
  });

  it("of a manifest without constraints", async () => {
    expect((await shown(TYPES, ["gateway", "rtos"])).stdout).toBe(
      "core-v2 has no constraints: every combination is acceptable.\n",
    );
  });

  it("as JSON", async () => {
    const { stdout } = await shown(GATEWAY_RTOS, ["gateway", "rtos"], ["--output", "json"]);
    const [table] = JSON.parse(stdout).tables;
    expect(table).toMatchObject({
      ...{ name: "system", path: "constraints", line: 7, unlisted: "refused", total: 4 },
      columns: [
        { component_type: "gateway", versions: ["v1", "v2"] },
        { component_type: "rtos", versions: ["v1", "v2"] },
      ],
      combinations: [
        { versions: ["v1", "v1"], state: "end_state", listed: true, system_version: "v.1" },
        {
          ...{ versions: ["v1", "v2"], state: "refused", listed: true },
          rule: { kind: "row", table: "system", list: "transition_states", number: 2, line: 13 },
        },
        { versions: ["v2", "v1"], state: "transition", listed: true },
        { versions: ["v2", "v2"], state: "end_state", listed: true, system_version: "v.2" },
      ],
    });
  });

  it("of too many combinations looks at those that the rows speak of", async () => {
    const types = Array.from({ length: 20 }, (_, i) => `t${i}`);
    const entries = types.map((type) => `  ${type}: { artifact_path: ${type}.mender, version: 2.0.0 }\n`).join("");
    const row = (version: string) => `    - { ${types.map((type) => `${type}: ${version}`).join(", ")} }\n`;
    const body = `component_types:\n${entries}constraints:\n  end_states:\n${row("1.0.0")}${row("2.0.0")}`;
    const { stdout } = await shown(body, types);
    expect(stdout.match(/● end state$/gm)).toHaveLength(2);
    expect(stdout).toContain("  1048574 others were not looked at\n");
  });
});
