// plan --output mermaid and svg: the order of the moves as text for Mermaid and as a picture that stands alone.

import { describe, expect, it } from "vitest";
import { mermaidText } from "../../src/cli/render/plan/mermaid.js";
import { precedenceGraph } from "../../src/cli/render/plan/precedence.js";
import { svgText } from "../../src/cli/render/plan/svg/index.js";
import { spread } from "../../src/cli/render/plan/svg/spread.js";
import { fitted, widthOf, wrapped } from "../../src/cli/render/plan/svg/words.js";
import type { UpdateSequence } from "../../src/model/index.js";
import { because, GATEWAY_FIRST, move, OVER_A_STONE, problemWith, sequence, woven } from "./plans.js";
import { run } from "./support.js";

const HOSTILE = `"]; click m1 "x" <script>alert(1)</script> & \`#1; ]]> é 版\u202e\u0000`;
const evil = move({ type: HOSTILE, group: 0, from: HOSTILE, to: HOSTILE, ids: [HOSTILE] });
const victim = move({ type: "rtos", group: 1 });
const HOSTILE_PLAN = sequence([
  { moves: [evil], because: [] },
  { moves: [victim], because: [because(victim, evil, HOSTILE)] },
]);

async function shownAs(format: string, plan: UpdateSequence): Promise<string> {
  const answer = { isFeasible: true, sequence: plan, warnings: [] } as const;
  const planned = { manifestName: "system-core-v2", warnings: [], problem: problemWith([]), answer, legs: [] };
  const { code, stdout, stderr } = await run(["plan", "m.yaml", "--output", format], {
    app: { planSystem: async () => planned },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** Names of elements, in order; fails where the tags do not nest. Enough of XML for what this program writes. */
function elementsOf(svg: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  const text = svg.replaceAll(
    /<(\/?)(\w+)((?:\s[\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)\s*(\/?)>/g,
    (_, end, name, __, alone) => {
      if (end === "/") expect(open.pop()).toBe(name);
      else names.push(name);
      if (end === "" && alone === "") open.push(name);
      return "";
    },
  );
  expect(open).toEqual([]);
  expect(text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, "")).not.toMatch(/[<&]/);
  return names;
}

describe("mermaid", () => {
  it("is a flow chart of the moves, with the reason on each arrow", async () => {
    expect(await shownAs("mermaid", GATEWAY_FIRST)).toBe(
      `\
flowchart LR
  subgraph batch1["batch 1"]
    m1["gateway<br/>v1 → v2<br/>1 component"]
  end
  subgraph batch2["batch 2"]
    m2["rtos<br/>v1 → v2<br/>2 components"]
  end
  m1 -->|"not gateway v1 + rtos v2"| m2
`,
    );
  });

  it("names legs, the point of no return, and what cannot be rolled back", () => {
    const lines = mermaidText(OVER_A_STONE).split("\n");
    expect(lines).toContain('  subgraph batch2["batch 2, leg 1"]');
    expect(lines).toContain('  subgraph batch4["batch 4, leg 2, point of no return"]');
    expect(lines).toContain('    m4["boot<br/>3 → 4<br/>1 component<br/>cannot be rolled back"]');
    expect(lines.slice(-2)).toEqual([
      "  classDef noReturn stroke-dasharray:6 3,stroke-width:2px",
      "  class m4 noReturn",
    ]);
  });

  it("a name is a label, whatever it is", () => {
    const label = mermaidText(HOSTILE_PLAN).split("\n")[2] ?? "";
    expect(label).toMatch(/^ {4}m1\["[^"]*"\]$/);
    expect(label.replaceAll("<br/>", "").replaceAll(/#\d+;/g, "")).toMatch(/^[^<>#&`;]*$/);
    expect(label).toContain("é 版");
  });
});

describe("the partial order", () => {
  it("leaves out what follows from the rest", () => {
    const [a, b, c] = ["a", "b", "c"].map((type, group) => move({ type, group }));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three moves were made");
    const plan = sequence([
      { moves: [a], because: [] },
      { moves: [b], because: [because(b, a)] },
      { moves: [c], because: [because(c, a), because(c, b)] },
    ]);
    const pairs = precedenceGraph(plan).precedences.map(({ before, after }) => [before, after]);
    expect(pairs).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it("tells the moves of one component apart by the versions of the reason", () => {
    const pairs = precedenceGraph(OVER_A_STONE).precedences.map(({ before, after }) => [before, after]);
    expect(pairs).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });
});

describe("svg", () => {
  it.each<[string, UpdateSequence, number]>([
    ["two batches", GATEWAY_FIRST, 2],
    ["legs and a point of no return", OVER_A_STONE, 4],
    ["nothing", sequence([]), 0],
    ["twelve batches", woven(12, 3), 36],
    ["sixty types", woven(3, 20), 60],
    ["sixty types at once", sequence([{ moves: woven(1, 60).batches[0]?.moves ?? [], because: [] }]), 60],
    ["hostile names", HOSTILE_PLAN, 2],
  ])("of %s is well-formed, with a box for every move and nothing foreign", async (_, plan, boxes) => {
    const svg = await shownAs("svg", plan);
    const allowed = ["svg", "title", "desc", "style", "rect", "text", "tspan", "g", "path", "circle"];
    expect(elementsOf(svg).filter((name) => !allowed.includes(name))).toEqual([]);
    expect(svg.match(/class="box"/g)?.length ?? 0).toBe(boxes);
    expect(svg).not.toMatch(/href|url\(|@import|\son\w+=/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("says in words what the colours say, for light and dark ground", async () => {
    const svg = await shownAs("svg", OVER_A_STONE);
    for (const words of [
      "BATCH 4",
      "LEG 2 OF 2",
      "POINT OF NO RETURN",
      "cannot be rolled back",
      "<title>system-core-v2</title>",
    ])
      expect(svg).toContain(words);
    expect(svg).toContain("@media (prefers-color-scheme: dark)");
    expect(svg).toContain(
      "gateway after rtos 1.0.0 -&gt; 1.5.0 (table system: rtos 1.0.0 + gateway 2.0.0 is not acceptable)",
    );
  });

  it("is the same for the same plan", () => {
    const plan = woven(6, 5);
    expect(svgText({ name: "m", sequence: plan })).toBe(svgText({ name: "m", sequence: woven(6, 5) }));
  });

  it("no box lies over another, and all are inside", () => {
    for (const plan of [woven(12, 3), woven(3, 20), OVER_A_STONE, woven(1, 60)]) {
      const svg = svgText({ name: "m", sequence: plan });
      const [, width = "", height = ""] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? [];
      const boxes = [...svg.matchAll(/translate\((\S+) (\S+)\)">.*?class="box" width="(\d+)" height="(\d+)"/g)].map(
        (match) => match.slice(1).map(Number),
      );
      expect(boxes.length).toBe(plan.batches.flatMap(({ moves }) => moves).length);
      for (const [i, [x = 0, y = 0, w = 0, h = 0]] of boxes.entries()) {
        expect(x >= 0 && y >= 0 && x + w <= Number(width) && y + h <= Number(height)).toBe(true);
        const over = boxes
          .slice(i + 1)
          .filter(([a = 0, b = 0, c = 0, d = 0]) => a < x + w && x < a + c && b < y + h && y < b + d);
        expect(over).toEqual([]);
      }
    }
  });

  it("spreads things as little as it must", () => {
    expect(spread([0, 0, 100], [10, 10, 10])).toEqual([-5, 5, 100]);
    expect(spread([], [])).toEqual([]);
    expect(spread([30, 10], [10, 10])).toEqual([15, 25]);
  });

  it("cuts and wraps text to a width", () => {
    const font = { size: 10 };
    expect(fitted("abc", font, 100)).toBe("abc");
    expect(fitted("a".repeat(40), font, 60)).toMatch(/^a+…$/);
    expect(widthOf(fitted("a".repeat(40), font, 60), font)).toBeLessThanOrEqual(60);
    expect(wrapped("one two three", font, 50)).toEqual(["one two", "three"]);
  });
});
