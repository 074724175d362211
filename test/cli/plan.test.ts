// plan: what is shown of a plan made from constraints, of one made by order alone, and of a refusal.

import { describe, expect, it } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import type { App, PlanAnswer, PlanMessage } from "../../src/cli/app-types.js";
import type { Plan, UpdateSequence } from "../../src/model/index.js";
import { PLAN } from "../model/journal-builder.js";
import { because, GATEWAY_FIRST, move, OVER_A_STONE, problemWith, sequence } from "./plans.js";
import { run } from "./support.js";

function planned(plan: UpdateSequence, rest: Partial<PlanAnswer> = {}): PlanAnswer {
  const answer = { isFeasible: true, sequence: plan, warnings: [] } as const;
  return { manifestName: "system-core-v2", warnings: [], problem: problemWith([]), answer, legs: [], ...rest };
}

/** What `plan` with these words prints for an answer. */
async function shown(answer: PlanAnswer, words: readonly string[] = [], app: Partial<App> = {}) {
  return run(["plan", "m.yaml", ...words], { app: { planSystem: async () => answer, ...app } });
}

const REFUSAL: PlanMessage = {
  code: "PLAN_DEPENDS_UNMET",
  message: "the order values in this manifest are not safe",
  lines: [
    "order 10 updates rtos v1 -> v2 (2 components) while gateway is v1",
    "so this combination can occur:   gateway v1 + rtos v2",
    'not acceptable: constraints.transition_states row 2 (manifest.yaml:21) "old gateway cannot talk to new rtos"',
    "a safe order exists:   gateway: order 10   rtos: order 20",
  ],
  location: {
    ...{ file: "manifest.yaml", line: 21, column: 7, columnEnd: 14 },
    lineText: "    - { gateway: v1, rtos: v2, acceptable: false }",
  },
  hint: "Write these order values, or leave them out.",
  facts: { order: { gateway: 10, rtos: 20 } },
};

const WARNING: PlanMessage = {
  ...{ code: "PLAN_DEPENDS_UNMET", lines: [], facts: {} },
  message: "batch 4 of 4 updates boot, which cannot be rolled back; after it only forward works",
};

function refused(): PlanAnswer {
  return planned(GATEWAY_FIRST, { answer: { isFeasible: false, refusal: REFUSAL, warnings: [] } });
}

describe("plan of a manifest with constraints", () => {
  it("is one line a move, with the reason why it waits", async () => {
    expect(await shown(planned(GATEWAY_FIRST))).toEqual({
      code: 0,
      stdout: `\
plan: 2 batches, 3 updates, rollback possible until the end
  1. gateway   v1 -> v2     1 component
  2. rtos      v1 -> v2     2 components, after gateway (table system: gateway v1 + rtos v2 is not acceptable)
`,
      stderr: "",
    });
  });

  it("says which components get which artifact, and what is left alone", async () => {
    const camera = {
      type: "camera",
      id: "C1",
      key: "camera.C1",
      dialect: "2026",
      reason: "already-installed",
    } as const;
    const skipped = [{ ...camera, interfaceName: "rtos", interfaceArgs: [], provides: { version: "v3" } }];
    const { stdout } = await shown(planned(GATEWAY_FIRST, { legs: [{ ...PLAN, skipped }] }));
    expect(stdout.slice(stdout.indexOf("components:"))).toBe(
      `\
components:
  gateway.G13  /bundle/gateway-v2.mender
  rtos.R456    /bundle/rtos-v2.mender
  rtos.R998    /bundle/rtos-v2.mender
left alone:
  camera.C1  v3  already installed
`,
    );
  });

  it("is cut into its legs where a component moves twice, and names the point of no return", async () => {
    const answer = { isFeasible: true, sequence: OVER_A_STONE, warnings: [WARNING] } as const;
    expect(await shown(planned(OVER_A_STONE, { answer }))).toEqual({
      code: 0,
      stdout: `\
plan: 4 batches, 6 updates, 2 deployments one after the other, no way back once batch 4 has begun
leg 1 of 2
  1. rtos      1.0.0 -> 1.5.0     2 components
  2. gateway   1.0.0 -> 2.0.0     1 component, after rtos 1.0.0 -> 1.5.0 (table system: rtos 1.0.0 + gateway 2.0.0 is not acceptable)
leg 2 of 2, when the one before is committed
  3. rtos      1.5.0 -> 2.0.0     2 components, after gateway (table radio: gateway 1.0.0 + rtos 2.0.0 is not acceptable)
                                  and after its own update 1.0.0 -> 1.5.0
  4. boot      3 -> 4             1 component, after rtos 1.5.0 -> 2.0.0 (table system: rtos 1.5.0 + boot 4 is not acceptable)
                                  and as late as possible (it cannot be rolled back)
`,
      stderr:
        "warning PLAN_DEPENDS_UNMET: batch 4 of 4 updates boot, which cannot be rolled back; after it only forward works\n",
    });
  });

  it("tells each other move once, and the most important reasons", async () => {
    const earlier = Array.from({ length: 7 }, (_, group) => move({ type: `m${group}`, group }));
    const last = move({ type: "last", group: 7 });
    const reasons = earlier.flatMap((each) => [because(last, each), because(last, each, "another")]);
    const { stdout } = await shown(
      planned(
        sequence([
          { moves: earlier, because: [] },
          { moves: [last], because: reasons },
        ]),
      ),
    );
    expect(stdout.slice(stdout.indexOf("  2."))).toBe(
      `\
  2. last   v1 -> v2     1 component, after m0 (table system: m0 v1 + last v2 is not acceptable)
                         and after m1 (table system: m1 v1 + last v2 is not acceptable)
                         and after m2 (table system: m2 v1 + last v2 is not acceptable)
                         and after m3 (table system: m3 v1 + last v2 is not acceptable)
                         and for 3 further reasons (--output json has all of them)
`,
    );
  });

  it("of an inventory says what stays, in counts", async () => {
    const groups = [
      { type: "gateway", current: "v1", count: 1 },
      { type: "rtos", current: "v1", count: 2 },
      { type: "camera", current: "v7", count: 1_000_000 },
    ];
    const { stdout } = await shown(planned(GATEWAY_FIRST, { problem: problemWith(groups) }));
    expect(stdout).toContain("\nleft alone:\n  camera  v7  1000000 components\n");
  });

  it("of an inventory says what stays in its own words", async () => {
    const problem = problemWith([{ type: "camera", current: "2.0.0", count: 1 }]);
    const spellings = new Map([["camera", new Map([["2.0.0", "v2"]])]]);
    const { stdout } = await shown(planned(sequence([]), { problem: { ...problem, spellings } }));
    expect(stdout).toContain("\nleft alone:\n  camera  v2  1 component\n");
  });

  it("of nothing to do", async () => {
    expect((await shown(planned(sequence([])))).stdout).toBe(
      "plan: nothing to do, every component runs its target version\n",
    );
  });

  it("a name that would write to the terminal is shown, not carried out", async () => {
    const hostile = move({ type: "\u001b[2Ja\u0007", group: 0, from: "1\n2" });
    const { stdout } = await shown(planned(sequence([{ moves: [hostile], because: [] }])));
    expect(stdout).toContain("  1. a·   1·2 -> v2     1 component\n");
  });
});

describe("plan of a manifest that has only order values", () => {
  const byOrder = planned(sequence([]), { problem: undefined, legs: [PLAN] });

  it("shows groups, versions and artifacts", async () => {
    expect((await shown(byOrder)).stdout).toBe(
      `\
system-core-v2: 3 components would be updated, in 2 order groups.
Order 10:
  gateway.G13  v1 → v2  /bundle/gateway-v2.mender
Order 20, in parallel:
  rtos.R456  v1 → v2  /bundle/rtos-v2.mender
  rtos.R998  v1 → v2  /bundle/rtos-v2.mender
`,
    );
  });

  it("as JSON", async () => {
    const { stdout } = await shown(byOrder, ["--output", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      manifest: "system-core-v2",
      feasible: true,
      groups: [{ order: 10, components: [{ component: "gateway.G13", from: "v1", to: "v2" }] }, { order: 20 }],
      skipped: [],
      warnings: [],
    });
  });
});

describe("a refused plan", () => {
  it("is an error with the lines of the planner, the row and what to do; exit code 6", async () => {
    expect(await shown(refused())).toEqual({
      code: 6,
      stdout: "",
      stderr: `\
error PLAN_DEPENDS_UNMET: the order values in this manifest are not safe
  order 10 updates rtos v1 -> v2 (2 components) while gateway is v1
  so this combination can occur:   gateway v1 + rtos v2
  not acceptable: constraints.transition_states row 2 (manifest.yaml:21) "old gateway cannot talk to new rtos"
  a safe order exists:   gateway: order 10   rtos: order 20
   21 |     - { gateway: v1, rtos: v2, acceptable: false }
      |       ^^^^^^^
  hint: Write these order values, or leave them out.
`,
    });
  });

  it("is the same when install is what was asked for", async () => {
    class Refused extends OrchestratorError {
      readonly lines = REFUSAL.lines;
    }
    const installSystem = async () => {
      throw new Refused(REFUSAL);
    };
    const { code, stdout, stderr } = await run(["install", "m.yaml"], { app: { installSystem } });
    expect({ code, stdout }).toEqual({ code: 6, stdout: "" });
    expect(stderr).toBe((await shown(refused())).stderr);
  });

  it("as JSON says so beside no batches, on stdout alone", async () => {
    const { code, stdout, stderr } = await shown(refused(), ["--output", "json"]);
    expect({ code, stderr }).toEqual({ code: 6, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ feasible: false, batches: [], updates: 0, point_of_no_return: null, optimal: false },
      error: { code: "PLAN_DEPENDS_UNMET", lines: REFUSAL.lines, facts: { order: { gateway: 10 } } },
    });
  });

  it.each(["mermaid", "svg"])("leaves no picture as %s", async (format) => {
    const { code, stdout, stderr } = await shown(refused(), ["--output", format]);
    expect({ code, stdout }).toEqual({ code: 6, stdout: "" });
    expect(stderr).toContain("error PLAN_DEPENDS_UNMET: the order values");
  });
});

describe("plan --explain", () => {
  const explainPlan = async (_: PlanAnswer, type: string) => [`${type} is in batch 2`, "\u001b[31mbecause"];

  it("answers in the planner's words instead of the plan", async () => {
    expect(await shown(planned(GATEWAY_FIRST), ["--explain", "rtos"], { explainPlan })).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: "rtos is in batch 2\nbecause\n",
    });
  });

  it("is beside the plan as JSON", async () => {
    const { stdout } = await shown(planned(GATEWAY_FIRST), ["--explain", "rtos", "--output", "json"], { explainPlan });
    expect(JSON.parse(stdout)).toMatchObject({
      feasible: true,
      explanation: { component_type: "rtos", lines: ["rtos is in batch 2", "\u001b[31mbecause"] },
    });
  });

  it("is not drawn", async () => {
    const { code, stderr } = await shown(planned(GATEWAY_FIRST), ["--explain", "rtos", "--output", "svg"]);
    expect(code).toBe(5);
    expect(stderr).toContain("error ARGUMENT_INVALID: --explain answers in words, not as svg\n");
  });
});

describe("the planner's options", () => {
  async function asked(words: readonly string[]) {
    const options: unknown[] = [];
    const planSystem: App["planSystem"] = async (_, { signal, ...rest }) => {
      options.push(rest);
      return planned(GATEWAY_FIRST);
    };
    const { code, stderr } = await run(["plan", "m.yaml", ...words], { app: { planSystem } });
    return { code, stderr, options: options[0] };
  }

  it.each([
    [[], {}],
    [["--inventory", "i.yaml"], { inventoryPath: "i.yaml" }],
    [["--objective", "fastest"], { objective: "fastest" }],
    [["--ordering", "hint"], { ordering: "hint" }],
    [["--repair"], { isRepair: true }],
    [["--timeout", "2.5"], { timeoutSeconds: 2.5 }],
  ])("%j", async (words, options) => {
    expect(await asked(words)).toEqual({ code: 0, stderr: "", options: { manifestPath: "m.yaml", ...options } });
  });

  it.each(["0", "-1", "x", "1e3", "86401", ""])("--timeout %j is refused", async (seconds) => {
    const { code, stderr } = await asked([`--timeout=${seconds}`]);
    expect(code).toBe(5);
    expect(stderr).toContain("It is a number of seconds");
  });

  it.each([
    [["--accept-no-return"], { isNoReturnAccepted: true }],
    [["--repair"], { isRepair: true }],
  ])("install %j", async (words, options) => {
    const given: unknown[] = [];
    const plan: Plan = PLAN;
    const installSystem: App["installSystem"] = async (_, choices) => {
      given.push(choices);
      return { exitCode: 0, outcome: "unchanged", manifestName: plan.manifestName, records: [], plan };
    };
    await run(["install", "m.yaml", ...words], { app: { installSystem } });
    expect(given).toEqual([{ manifestPath: "m.yaml", stopBefore: [], exitOnReboot: false, ...options }]);
  });
});
