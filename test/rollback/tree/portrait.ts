// What a tree is, as the system's own programs tell it, in one text that can be compared: nothing of it comes from our code.

import { execFileSync } from "node:child_process";

export const PORTRAYERS = ["stat", "getfattr", "getfacl", "sha256sum"] as const;
export const PORTRAYER_PACKAGES = ["coreutils", "attr", "acl"] as const;

const MOST_BYTES = 256 * 1024 * 1024;

/** Of everything below `folder`, or of the names that are given. */
export function portraitOf(folder: string, names: readonly string[] = ["."]): string {
  const said = (script: string) =>
    execFileSync("sh", ["-c", script, "sh", ...names], { cwd: folder, encoding: "latin1", maxBuffer: MOST_BYTES });
  const every = 'find "$@" -print0 | LC_ALL=C sort -z | xargs -0';
  const stats = said(`${every} stat --printf '%n\\0%f %u %g %.9Y %t:%T %h\\0%i\\0%s\\0'`).split("\0");
  const content = said('find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum -z');
  const links = said("find \"$@\" -type l -printf '%p %l\\0' | LC_ALL=C sort -z");
  const attributes = blocks(said(`${every} getfattr -h -d -m - -e hex`));
  const acls = blocks(said('find "$@" ! -type l -print0 | LC_ALL=C sort -z | xargs -0 getfacl -n'));
  return [...withoutInodes(stats), content, links, attributes, acls].join("\n").replaceAll("\0", "\n");
}

/** The size of a folder is its file system's business; an inode's number, too, but not who shares it. */
function withoutInodes(stats: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  const lines: string[] = [];
  for (let i = 0; i + 3 < stats.length; i += 4) {
    const [name = "", numbers = "", inode = "", size = ""] = stats.slice(i, i + 4);
    if (!first.has(inode)) first.set(inode, name);
    const isFolder = numbers.startsWith("4");
    const links = isFolder ? numbers.replace(/\d+$/, "") : numbers;
    lines.push(`${name} ${links} ${isFolder ? "" : size} ${first.get(inode)}`);
  }
  return lines;
}

function blocks(text: string): string {
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .sort()
    .join("\n\n");
}
