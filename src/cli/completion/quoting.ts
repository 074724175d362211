// Words of the command tree inside a shell script.

/** For a single-quoted string of a POSIX shell, of zsh and of fish alike: such text has no quote and no backslash. */
export function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "").replaceAll(/\s+/g, " ")}'`;
}

/** A shell identifier made from the program's name. */
export function functionName(programName: string): string {
  return `_${programName.replaceAll(/\W/g, "_")}`;
}
