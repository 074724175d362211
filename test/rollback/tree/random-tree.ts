// Trees that fast-check thinks up: any names, types, modes, owners, times, links, holes, extended attributes and ACLs. Many are made
// at once, since attributes are set by programs that take a whole list.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

export interface Node {
  readonly kind: "folder" | "file" | "sparse" | "symlink" | "hard-link" | "pipe";
  readonly name: readonly number[];
  /** In which of the folders made before. */
  readonly parent: number;
  readonly mode: number;
  readonly owner: number;
  readonly content: Uint8Array;
  readonly seconds: number;
  readonly attribute: Uint8Array | undefined;
  readonly acl: number | undefined;
}

const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x2f);
/** Bytes that somebody might take for something else come more often. */
const nameByte = fc.oneof(byte, fc.constantFrom(...Buffer.from("ab. -\\\n*?'\"%=\t\xe4\xff", "latin1")));

const node: fc.Arbitrary<Node> = fc.record({
  kind: fc.constantFrom("folder", "folder", "file", "file", "sparse", "symlink", "hard-link", "pipe"),
  name: fc.array(nameByte, { minLength: 1, maxLength: 12 }),
  parent: fc.nat(20),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  owner: fc.nat(5),
  content: fc.uint8Array({ maxLength: 2_000 }),
  seconds: fc.integer({ min: -1e12, max: 4e12 }).map((milliseconds) => milliseconds / 1000),
  attribute: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined, freq: 2 }),
  acl: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined, freq: 2 }),
});

/** The first is the tree itself. Trees without any extended attribute are read and copied in another way than those with them. */
export const randomTree = fc
  .record({ isBare: fc.boolean(), nodes: fc.array(node, { minLength: 1, maxLength: 14 }) })
  .map(({ isBare, nodes }) => (isBare ? nodes.map(bared) : nodes));

function bared(one: Node): Node {
  return { ...one, attribute: undefined, acl: undefined };
}

interface Made {
  readonly path: Buffer;
  readonly node: Node;
  readonly isPipe: boolean;
}

/** Tree number N lies at `folder`/N. */
export function makeTrees(folder: string, trees: readonly (readonly Node[])[]): void {
  const made = trees.flatMap((nodes, i) => makeTree(`${folder}/${i}`, nodes));
  makePipes(made);
  for (const { path, node } of made) setOwnerAndMode(path, node);
  const unlinked = made.filter(({ path }) => !lstatSync(path).isSymbolicLink());
  restore(folder, "setfattr", unlinked.map(attributeBlock).join(""));
  restore(folder, "setfacl", unlinked.map(aclBlock).join(""));
  for (const { path, node } of [...made].reverse()) lutimesSync(path, 0, node.seconds);
}

function makeTree(path: string, nodes: readonly Node[]): Made[] {
  const folders: Buffer[] = [];
  const files: Buffer[] = [];
  const made: Made[] = [];
  for (const node of nodes) {
    const parent = folders[node.parent % Math.max(folders.length, 1)];
    const at =
      parent === undefined ? Buffer.from(path) : Buffer.concat([parent, Buffer.from("/"), Buffer.from(node.name)]);
    const kind = parent === undefined ? "folder" : node.kind;
    if (!isName(node.name) || lstatSync(at, { throwIfNoEntry: false }) !== undefined) continue;
    if (!makeOne(at, kind, node, files)) continue;
    if (kind === "folder") folders.push(at);
    if (kind === "file" || kind === "sparse") files.push(at);
    if (kind !== "hard-link") made.push({ path: at, node, isPipe: kind === "pipe" });
  }
  if (made.length === 0) mkdirSync(path);
  return made;
}

function isName(name: readonly number[]): boolean {
  const text = Buffer.from(name).toString("latin1");
  return text !== "." && text !== "..";
}

function makeOne(at: Buffer, kind: Node["kind"], { content }: Node, files: readonly Buffer[]): boolean {
  const other = files[content.length % Math.max(files.length, 1)];
  if (kind === "folder") mkdirSync(at);
  else if (kind === "file") writeFileSync(at, content);
  else if (kind === "sparse") writeSparse(at, content);
  else if (kind === "symlink")
    symlinkSync(Buffer.from([...Buffer.from("../"), ...content.filter((code) => code !== 0).slice(0, 30)]), at);
  else if (kind === "pipe")
    writeFileSync(at, ""); // Keeps its place until makePipes.
  else if (other === undefined) return false;
  else linkSync(other, at);
  return true;
}

/** One call of the program for all, for which Node has no function. */
function makePipes(made: readonly Made[]): void {
  const pipes = made.filter(({ isPipe }) => isPipe).map(({ path }) => path);
  for (const path of pipes) unlinkSync(path);
  const input = Buffer.concat(pipes.flatMap((path) => [path, Buffer.from("\0")]));
  execFileSync("xargs", ["-0", "-r", "mkfifo", "--"], { input });
}

function writeSparse(at: Buffer, content: Uint8Array): void {
  const descriptor = openSync(at, "w");
  ftruncateSync(descriptor, content.length * 100);
  writeSync(descriptor, content, 0, content.length, content.length * 50);
  closeSync(descriptor);
}

function setOwnerAndMode(path: Buffer, { owner, mode }: Node): void {
  lchownSync(path, owner, owner);
  if (!lstatSync(path).isSymbolicLink()) chmodSync(path, mode);
}

function restore(folder: string, program: "setfattr" | "setfacl", text: string): void {
  if (text === "") return;
  writeFileSync(`${folder}/${program}`, text, "latin1");
  execFileSync(program, [`--restore=${folder}/${program}`], { cwd: "/" });
  rmSync(`${folder}/${program}`);
}

function attributeBlock({ path, node: { attribute, seconds } }: Made): string {
  if (attribute === undefined || lstatSync(path).isFIFO()) return "";
  const key = seconds > 0 ? "user.k" : "trusted.k";
  return `# file: ${octal(path)}\n${key}=0x${Buffer.from(attribute).toString("hex")}\n\n`;
}

function aclBlock({ path, node: { acl } }: Made): string {
  if (acl === undefined) return "";
  const bits = `${acl & 4 ? "r" : "-"}${acl & 2 ? "w" : "-"}${acl & 1 ? "x" : "-"}`;
  const entries = `user::rwx\nuser:${acl + 40_000}:${bits}\ngroup::r-x\nmask::rwx\nother::${bits}\n`;
  const standard = lstatSync(path).isDirectory() ? entries.replace(/^/gm, "default:").replace(/default:$/, "") : "";
  return `# file: ${octal(path)}\n${entries}${standard}\n`;
}

/** As these programs write bytes. */
function octal(path: Buffer): string {
  return [...path].map((code) => (isPlain(code) ? String.fromCharCode(code) : escapeOf(code))).join("");
}

function isPlain(code: number): boolean {
  return /[\w/.-]/.test(String.fromCharCode(code)) && code < 0x80;
}

function escapeOf(code: number): string {
  return `\\${code.toString(8).padStart(3, "0")}`;
}

/** Does something else to each thing in the tree, and adds what was not there. What goes is put at `aside`-…. */
export function spoil(folder: Buffer, seed: number, aside: string): void {
  const names = readdirSync(folder, { encoding: "buffer" });
  for (const [i, name] of names.entries())
    spoilOne(Buffer.concat([folder, Buffer.from("/"), name]), { choice: (seed + i) % 5, seed, aside });
  writeFileSync(Buffer.concat([folder, Buffer.from("/extra\xff", "latin1")]), "extra");
  chmodSync(folder, seed % 0o1000);
}

interface Spoiling {
  readonly choice: number;
  readonly seed: number;
  readonly aside: string;
}

function spoilOne(path: Buffer, { choice, seed, aside }: Spoiling): void {
  const stats = lstatSync(path);
  if (choice === 0 && stats.isDirectory()) spoil(path, seed + 1, aside);
  else if (choice === 1 && !stats.isSymbolicLink()) chmodSync(path, 0o111);
  else if (choice === 2) lchownSync(path, 99, 99);
  else if (choice === 3 && stats.isFile()) writeFileSync(path, "other");
  else replaceByFolder(path, aside);
}

/** What was there is put beside the tree: Node takes names below for text when it removes, and a program for each takes time. */
function replaceByFolder(path: Buffer, aside: string): void {
  renameSync(path, join(mkdtempSync(`${aside}-`), "was"));
  mkdirSync(path);
}
