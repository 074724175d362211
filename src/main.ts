// argv → exit code. Answers --version before anything else is loaded, since start-up time is what a script feels.

import { basename } from "node:path";
import { setFlagsFromString } from "node:v8";
import { programVersion } from "./version.js";

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") return;
    process.exitCode = 1;
    process.stderr.write(`the answer could not be written: ${error.message}\n`);
  });
  process.stdout.write(`${programVersion}\n`);
} else {
  // Buffers of streamed artifacts are garbage as soon as they are written; a young generation that never grows collects
  // them while they are few, which keeps memory flat. What reads artifacts asks for it as well.
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--expose-gc");
  const { runCli } = await import("./cli/index.js");
  const exitCode = await runCli(argv, {
    // Opening it takes longer than most commands' work, and few read it.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    programName: basename(process.argv[1] ?? "orchestrator"),
    programVersion,
  });
  // A run that has left does not wait for the calls it has ended: what survives of them, `resume` ends.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
}
