// Names as a file system has them: any bytes but NUL and slash. Each byte is one character of such a string (latin1), so that names
// can be compared, sorted and be keys, and still go back to the bytes that they are. Never for a person: that is `shown`.

export type RawName = string;

export function rawName(bytes: Buffer): RawName {
  return bytes.toString("latin1");
}

export function bytesOf(name: RawName): Buffer {
  return Buffer.from(name, "latin1");
}

/** A path that Node gave as text. */
export function rawOf(path: string): RawName {
  return rawName(Buffer.from(path));
}

/** For messages: what is no text, and what would move a terminal's cursor, is replaced; without the "./" of a path in a tree. */
export function shown(name: RawName): string {
  const text = bytesOf(name).toString("utf8");
  const inside = text === "." ? text : text.replace(/(^|\/)\.\//, "$1");
  return inside.replace(/\p{Cc}/gu, "\uFFFD").slice(0, MOST_SHOWN);
}

const MOST_SHOWN = 400;

/** Undefined where the bytes are no UTF-8. */
export function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
