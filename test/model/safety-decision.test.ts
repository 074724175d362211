// The engine's decisions by the constraints: in words, and in a report.

import { describe, expect, test } from "vitest";
import {
  decisionAdvice,
  decisionLines,
  decisionSentence,
  reportOf,
  ruleInWords,
  type SafetyDecision,
} from "../../src/model/index.js";
import { failed, GATEWAY, type JournalBuilder, journal, OK, PLAN, R456, R998 } from "./journal-builder.js";

const CHANGED: SafetyDecision = {
  kind: "changed",
  during: "update",
  changes: [{ component: R456, expected: "v1", found: "v3" }],
};
const UNASKED: SafetyDecision = { kind: "changed", during: "update", changes: [{ component: R456, expected: "v1" }] };
const NO_RETURN: SafetyDecision = { kind: "noReturn", rule: "last_batch", batch: 1, batches: 2, components: [GATEWAY] };
const RESTS: SafetyDecision = {
  kind: "rests",
  components: [
    { component: GATEWAY, versions: ["v2"] },
    { component: R456, versions: ["v1", "v2"] },
    { component: R998, versions: ["v1"] },
  ],
  refused: {
    combination: [
      { type: "gateway", version: "v1" },
      { type: "rtos", version: "v2" },
    ],
    rule: "constraints.transition_states row 2",
    why: "old gateway cannot talk to new rtos",
    location: { file: "manifest.yaml", line: 21 },
  },
};

const SENTENCES: readonly (readonly [SafetyDecision, string])[] = [
  [CHANGED, `${R456} changed during the deployment: it was v1 when the plan was made, and says v3 now`],
  [UNASKED, `${R456} could not be asked for its version, which was v1 when the plan was made`],
  [
    NO_RETURN,
    `${GATEWAY} cannot be rolled back, and planning.point_of_no_return: last_batch forbids that before the last batch (this is 1 of 2)`,
  ],
  [
    RESTS,
    'the rollback stopped, because gateway v1 + rtos v2 could have occurred, which is not acceptable (constraints.transition_states row 2, manifest.yaml:21, "old gateway cannot talk to new rtos")',
  ],
];

describe("a decision in words", () => {
  test.each(SENTENCES)("%o", (decision, sentence) => {
    expect(decisionSentence(decision)).toBe(sentence);
    expect(decisionLines(decision)[0]).toBe(sentence);
    expect(decisionAdvice(decision)).not.toBe("");
  });

  test("names where everybody rests", () => {
    expect(decisionLines(RESTS).slice(1)).toEqual([
      `${GATEWAY} rests at v2`,
      `${R456} rests at v1 or v2`,
      `${R998} rests at v1`,
    ]);
  });

  test("says where a component has lost its version, and where there was none", () => {
    const change = { component: R456, expected: "", found: "v1" };
    const lost = { component: R998, expected: "v1", found: "" };
    expect(decisionLines({ ...CHANGED, changes: [change, lost] })).toEqual([
      `${R456} changed during the deployment: it was no version when the plan was made, and says v1 now`,
      `${R998} changed during the deployment: it was v1 when the plan was made, and says no version now`,
    ]);
  });

  test("names each kind of rule, without the text of its line", () => {
    const location = { file: "m.yaml", line: 7, column: 3, lineText: "  - { a: 1 }" };
    const at = { file: "m.yaml", line: 7 };
    const table = {
      ...{ name: "system", path: "constraints.tables[1]", columns: [], rows: [], location },
      unlisted: "refused",
    } as const;
    const row = { list: "end_states", number: 2, acceptable: false, cells: {}, location, why: "no" } as const;
    const cell = { text: "*", matchers: [] };
    const requirement = {
      ...{ type: "a", version: cell, path: "component_types.a.requires", location },
      needs: { type: "b", version: cell },
    };
    expect(ruleInWords({ kind: "row", table, row })).toEqual({
      ...{ rule: "constraints.tables[1].end_states row 2", why: "no", location: at },
    });
    expect(ruleInWords({ kind: "unlisted", table })).toEqual({ rule: "not listed in table system", location: at });
    expect(ruleInWords({ kind: "requirement", requirement })).toEqual({ rule: requirement.path, location: at });
  });
});

/** The questions at the start of a group, or of the rollback. */
function asked(builder: JournalBuilder, phase: "update" | "rollback", answers: Readonly<Record<string, string>>) {
  builder.add({
    type: "commandGiven",
    command: { kind: "ask", query: "Provides", components: Object.keys(answers), phase },
  });
  for (const [component, version] of Object.entries(answers)) builder.ended("Provides", component, OK, { version });
  const versions = Object.fromEntries(Object.entries(answers).map(([key, version]) => [key, { version }]));
  return builder.happened({ type: "queriesAnswered", answers: versions, failed: [] });
}

const decided = (builder: JournalBuilder, decision: SafetyDecision) => builder.add({ type: "safetyDecided", decision });

describe("a decision in a report", () => {
  test("is the cause where it turned the update back", () => {
    const builder = asked(journal().installed(GATEWAY), "update", { [R456]: "v3", [R998]: "v1" });
    const report = reportOf(PLAN, decided(builder, CHANGED).rolledBack(GATEWAY).end("rolledBack").records);
    expect(report).toMatchObject({ cause: { kind: "safety", decision: CHANGED }, decisions: [CHANGED], failures: [] });
    expect(report.components[1]?.calls).toMatchObject([
      { call: "Provides", status: "succeeded", answer: { version: "v3" } },
    ]);
    expect(report.components.map(({ now }) => now)).toEqual(["v1", "v3", "v1"]);
  });

  test("is no cause on the way back, and a question asked there is of the rollback", () => {
    const builder = journal().call("Download", { [GATEWAY]: OK });
    builder.call("ArtifactInstall", { [GATEWAY]: failed("no space") });
    asked(builder, "rollback", { [R456]: "v3" });
    const report = reportOf(PLAN, decided(builder, { ...CHANGED, during: "rollback" }).records);
    expect(report).toMatchObject({ phase: "rollback", cause: { kind: "call", failure: { call: "ArtifactInstall" } } });
  });

  test("SupportsRollback, asked before the installation, begins no rollback, and failing it is no cause", () => {
    const builder = journal().went("Download", GATEWAY);
    builder.add({
      type: "commandGiven",
      command: { kind: "ask", query: "SupportsRollback", components: [GATEWAY], phase: "update" },
    });
    builder.ended("SupportsRollback", GATEWAY, failed("nobody there"));
    builder.happened({ type: "queriesAnswered", answers: {}, failed: [GATEWAY] });
    expect(reportOf(PLAN, builder.records)).toMatchObject({ phase: "update", failures: [{ component: GATEWAY }] });
    expect(reportOf(PLAN, builder.records).cause).toBeUndefined();
    const report = reportOf(PLAN, decided(builder, NO_RETURN).records);
    expect(report.cause).toEqual({ kind: "safety", decision: NO_RETURN });
  });

  test("says where a component rests, before and after the end", () => {
    const builder = journal().installed(GATEWAY).installed(R456, R998);
    builder.call("ArtifactCommit", { [GATEWAY]: failed("no") });
    builder.ask("SupportsRollback", { [R456]: true, [R998]: true });
    builder.call("ArtifactRollback", { [R456]: failed("stuck"), [R998]: OK });
    builder.went("ArtifactFailure", R456, R998).ask("SupportsRollback", { [GATEWAY]: true });
    decided(builder, RESTS);
    const standing = () => reportOf(PLAN, builder.records).components.map(({ standing, now }) => [standing, now]);
    const expected = [
      ["inconsistent", "v2"],
      ["inconsistent", undefined],
      ["rolledBack", "v1"],
    ];
    expect(standing()).toEqual(expected);
    expect(reportOf(PLAN, builder.records).components[0]?.reason).toMatch(
      /^it was not rolled back, because gateway v1/,
    );
    builder.end("inconsistent", {
      inconsistent: { [GATEWAY]: "as the engine says", [R456]: "ArtifactRollback failed" },
    });
    expect(standing()).toEqual(expected);
    expect(reportOf(PLAN, builder.records).components[0]?.reason).toBe("as the engine says");
  });

  test("a call that was never started is none, also after a death", () => {
    const builder = journal().went("Download", R456, R998);
    builder.begun("ArtifactInstall", R456).add({
      ...{ type: "commandGiven", command: { kind: "call", state: "ArtifactInstall", components: [R456, R998] } },
    });
    builder.run("resume").happened({ type: "stateSettled", failed: [R456], withdrawn: [R998] });
    const report = reportOf(PLAN, builder.records);
    expect(report.components.map(({ standing }) => standing)).toEqual(["untouched", "unsettled", "downloaded"]);
    expect(report.failures.map(({ component }) => component)).toEqual([R456]);
  });
});
