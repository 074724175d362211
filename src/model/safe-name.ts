// Which names may become the name of a folder, of a file or of a line in an answer: component types, ids (written or answered
// to Identity), interfaces. The schemas say the same as a pattern, for editors; here it is said in words, and bytes are
// counted.

/** `type.id` must fit into one file name, which has at most 255 bytes. */
export const MAX_NAME_BYTES = 100;

/** What is wrong with the name, as the end of a sentence that begins with it; undefined when it is safe. */
export function whyUnsafe(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name === "." || name === "..") return "is not a name but a folder's own or its parent";
  if (name.includes("/")) return "contains a slash, so it could lead out of its folder";
  if (name.includes("=")) return 'contains "=", which separates key and value in answers';
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) return "contains a control character or a line break";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  return undefined;
}
