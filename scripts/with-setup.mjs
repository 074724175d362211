// `node scripts/with-setup.mjs FILE [ARGUMENT…]`: makes the clone ready, then runs FILE (a .mjs or .sh of the project).

import { spawn } from "node:child_process";
import { setUp } from "./setup.mjs";

const [file = "", ...args] = process.argv.slice(2);
setUp();
const interpreter = file.endsWith(".sh") ? "sh" : process.execPath;
const child = spawn(interpreter, [file, ...args], { stdio: "inherit" });
// The terminal sends Ctrl-C to the child as well; it decides what that means, and we report how it ended.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
