// The partial order of a plan in the words of Mermaid, for documents that draw it. Names are escaped: whatever a type or a
// version is called, it stays a label.

import type { UpdateSequence } from "../../../model/index.js";
import { counted, printable } from "../text.js";
import { legsOf } from "./legs.js";
import { type Precedence, precedenceGraph } from "./precedence.js";
import { combinationText, type PlacedMove } from "./reasons.js";

export function mermaidText(sequence: UpdateSequence): string {
  const { moves, precedences } = precedenceGraph(sequence);
  const irreversible = moves.flatMap(({ move }, number) => (move.isReversible ? [] : [nodeName(number)]));
  return [
    "flowchart LR",
    ...batchBlocks(sequence, moves),
    ...precedences.map(arrow),
    ...(irreversible.length === 0
      ? []
      : ["  classDef noReturn stroke-dasharray:6 3,stroke-width:2px", `  class ${irreversible.join(",")} noReturn`]),
  ].join("\n");
}

/** Moves that belong together, as the batches of the plan have it. */
function batchBlocks({ batches, pointOfNoReturn }: UpdateSequence, moves: readonly PlacedMove[]): readonly string[] {
  const legs = legsOf(batches);
  return batches.flatMap((_, batch) => {
    const leg = legs.length < 2 ? "" : `, leg ${legs.findIndex((each) => each.includes(batch)) + 1}`;
    const warning = pointOfNoReturn === batch + 1 ? ", point of no return" : "";
    return [
      `  subgraph batch${batch + 1}["batch ${batch + 1}${leg}${warning}"]`,
      ...moves.flatMap((placed, number) =>
        placed.batch === batch ? [`    ${nodeName(number)}${nodeLabel(placed)}`] : [],
      ),
      "  end",
    ];
  });
}

function nodeName(number: number): string {
  return `m${number + 1}`;
}

function nodeLabel({ move }: PlacedMove): string {
  const once = move.isReversible ? "" : "<br/>cannot be rolled back";
  const versions = `${escaped(move.from)} → ${escaped(move.to)}`;
  return `["${escaped(move.type)}<br/>${versions}<br/>${counted(move.count, "component")}${once}"]`;
}

function arrow({ before, after, reasons }: Precedence): string {
  const reason = reasons[0]?.reason;
  const label = reason?.kind === "combination" ? `|"not ${escaped(combinationText(reason.combination))}"|` : "";
  return `  ${nodeName(before)} -->${label} ${nodeName(after)}`;
}

/** Mermaid reads entities by number in a quoted label; nothing else of it has a meaning there then. */
function escaped(text: string): string {
  return printable(text.replaceAll(/\p{Cf}/gu, "·")).replaceAll(
    /[^\p{L}\p{N} ·._+-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
