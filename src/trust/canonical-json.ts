// The one text of a JSON value that signatures are made over: keys in the order of their code units, no space, and no numbers
// but whole ones. Two readings of a file can then not differ in what was signed.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Throws RangeError for a number that has no single way to be written. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) return `{${entriesOf(value).join(",")}}`;
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
  return JSON.stringify(value);
}

function entriesOf(value: object): readonly string[] {
  const entries: readonly (readonly [string, Json])[] = Object.entries(value);
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
}
