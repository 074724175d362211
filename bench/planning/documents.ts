// A problem as the documents somebody would have written: a manifest and an inventory, for whole runs of the program and for
// trying a family by hand. Every version is quoted, every row is one line.

import type {
  Cell,
  ConstraintRow,
  ConstraintTable,
  MoveRule,
  RollbackRule,
  VersionPair,
} from "../../src/model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../../src/planning/problem.js";

export function manifestText(problem: PlanningProblem): string {
  const { types, constraints, ordering, objective, pointOfNoReturn } = problem;
  const lines = [
    "api_version: mender/v1",
    "kind: manifest",
    "name: bench",
    "system_types_compatible: [bench]",
    "component_types:",
    ...types.filter(({ isManaged }) => isManaged).flatMap((type) => typeLines(type, targetOf(problem, type))),
    "constraints:",
    ...section("tables", constraints.tables.map(tableLines)),
    ...section(
      "requires",
      constraints.requirements.map(({ type, version, needs }) => [
        `- { type: ${quoted(type)}, version: ${cellText(version)}, needs: { ${quoted(needs.type)}: ${cellText(needs.version)} } }`,
      ]),
    ),
    "planning:",
    `  ordering: ${ordering}`,
    `  objective: ${objective}`,
    `  point_of_no_return: ${pointOfNoReturn}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Groups by their counts. */
export function inventoryText(problem: PlanningProblem): string {
  return inventoryOf(problem, ({ count }) => [`"count":${count}`]);
}

/** Every component by an id of its own; JSON, so that it may be as long as it likes. */
export function instancesText(problem: PlanningProblem): string {
  return inventoryOf(problem, ({ count }, group) => ids(group, count));
}

/** Lazily: a million components are one long line each time they are asked for, not a million texts. */
function* ids(group: number, count: number): Iterable<string> {
  for (let index = 0; index < count; index += 1) yield `"id":"G${group}-${index}"`;
}

function inventoryOf(
  problem: PlanningProblem,
  whoIs: (group: PlanningGroup, index: number) => Iterable<string>,
): string {
  const parts: string[] = ['{"api_version":"mender/v1","kind":"inventory","components":['];
  let separator = "";
  for (const [index, group] of problem.groups.entries()) {
    const target = group.target === manifestTarget(problem, group.type) ? "" : `,"target":${quoted(group.target)}`;
    const rest = `"component_type":${quoted(group.type)},"version":${quoted(group.current)}${target}`;
    for (const who of whoIs(group, index)) {
      parts.push(`${separator}{${who},${rest}}`);
      separator = ",\n";
    }
  }
  parts.push("]}\n");
  return parts.join("");
}

function manifestTarget({ groups }: PlanningProblem, type: string): string | undefined {
  return groups.find((group) => group.type === type)?.target;
}

function targetOf(problem: PlanningProblem, { type }: PlanningType): string {
  return manifestTarget(problem, type) ?? "";
}

function typeLines({ type, stones, moves, rollback }: PlanningType, target: string): readonly string[] {
  return [
    `  ${quoted(type)}:`,
    `    artifact_path: ${type}-${target}.mender`,
    `    version: ${quoted(target)}`,
    ...(stones.length === 0 ? [] : ["    stepping_stones:"]),
    ...stones.map(({ version, isMandatory }) => {
      const artifact = `artifact_path: ${type}-${version}.mender`;
      return `      - { version: ${quoted(version)}, ${artifact}, mandatory: ${isMandatory} }`;
    }),
    ...(moves.kind === "upwards" ? [] : [`    moves: ${ruleText(moves)}`]),
    ...(rollback.kind === "supported" ? [] : [`    rollback: ${ruleText(rollback)}`]),
  ];
}

function ruleText(rule: MoveRule | RollbackRule): string {
  if (rule.kind === "every") throw new Error("the rules of two documents do not go into one manifest");
  return rule.kind === "listed" ? `[${rule.pairs.map(pairText).join(", ")}]` : rule.kind;
}

function pairText({ from, to }: VersionPair): string {
  return `[${cellText(from)}, ${cellText(to)}]`;
}

function section(name: string, items: readonly (readonly string[])[]): readonly string[] {
  if (items.length === 0) return [];
  return [`  ${name}:`, ...items.flat().map((line) => `    ${line}`)];
}

function tableLines({ name, unlisted, rows }: ConstraintTable): readonly string[] {
  const listed = (list: ConstraintRow["list"]) => {
    const own = rows.filter((row) => row.list === list);
    return own.length === 0 ? [] : [`  ${list}:`, ...own.map((row) => `    - ${rowText(row)}`)];
  };
  return [
    `- name: ${quoted(name)}`,
    ...(unlisted === "acceptable" ? ["  unlisted: acceptable"] : []),
    ...listed("end_states"),
    ...listed("transition_states"),
  ];
}

function rowText({ cells, acceptable }: ConstraintRow): string {
  const parts = Object.entries(cells).map(([type, cell]) => `${quoted(type)}: ${cellText(cell)}`);
  return `{ ${[...parts, ...(acceptable ? [] : ["acceptable: false"])].join(", ")} }`;
}

function cellText({ matchers }: Cell): string {
  const texts = matchers.map((matcher) => {
    if (matcher.kind === "any") return quoted("*");
    return quoted(matcher.kind === "exact" ? matcher.version : matcher.range);
  });
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
