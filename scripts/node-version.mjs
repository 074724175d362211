// The oldest Node that the project runs on, checked before anything that an older one would not even parse is loaded.

const OLDEST = [20, 19];

/** Ends the process with a clear message where Node is too old. */
export function requireNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  process.stderr.write(`This needs Node ${OLDEST.join(".")} or newer; here is ${process.versions.node}.\n`);
  process.exit(1);
}
