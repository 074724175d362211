// What differs from run to run in the program's output, replaced by a word for it, so that transcripts can be compared.

const VOLATILE: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?\b/g, "TIME"],
  [/\b\d{2}:\d{2}:\d{2}\b/g, "TIME"],
  [/\b\d+(\.\d+)? ?(ms|s|min)\b/g, "DURATION"],
];

/** @param folder the folder that the output may name, by a pattern or as text; it stands as `SYSTEM` in transcripts */
export function normalize(output: string, folder: string | RegExp): string {
  const named = output.replaceAll(folder, "SYSTEM");
  return VOLATILE.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), named);
}
