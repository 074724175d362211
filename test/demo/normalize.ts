// What differs from run to run in the program's output, replaced by a word for it, so that transcripts can be compared. The
// components of an order group work at the same time, so the order of their lines within one state is put right as well.

const VOLATILE: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?\b/g, "TIME"],
  [/\b\d{2}:\d{2}:\d{2}\b/g, "TIME"],
  [/\b(\d+ min )?\d+(\.\d+)? ?(ms|s|min)\b/g, "DURATION"],
  [/\bprocess \d+\b/g, "process PID"],
  [/\([0-9a-f]{12}\)/g, "(COMMIT)"],
];

/** @param folder the folder that the output may name, by a pattern or as text; it stands as `SYSTEM` in transcripts */
export function normalize(output: string, folder: string | RegExp): string {
  const named = output.replaceAll(folder, "SYSTEM");
  const text = VOLATILE.reduce((done, [pattern, word]) => done.replaceAll(pattern, word), named);
  return sortParallel(text.split("\n")).join("\n");
}

/** Lines that follow each other and tell of one state are sorted by component; those of one component keep their order. */
function sortParallel(lines: readonly string[]): readonly string[] {
  const sorted: string[] = [];
  let block: string[] = [];
  for (const line of lines) {
    if (stateOf(line) === undefined || stateOf(line) !== stateOf(block[0])) {
      sorted.push(...byComponent(block));
      block = [];
    }
    block.push(line);
  }
  return [...sorted, ...byComponent(block)];
}

function byComponent(lines: readonly string[]): readonly string[] {
  return [...lines].sort((a, b) => (componentOf(a) < componentOf(b) ? -1 : componentOf(a) > componentOf(b) ? 1 : 0));
}

/** `TIME rtos.R456 Download done in DURATION`: the words that say who and what. */
const PROGRESS = /^TIME (\S+\.\S+) (\w+) /;

function stateOf(line: string | undefined): string | undefined {
  return line === undefined ? undefined : PROGRESS.exec(line)?.[2];
}

function componentOf(line: string): string {
  return PROGRESS.exec(line)?.[1] ?? "";
}
