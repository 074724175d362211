// `keys`: the keys that artifacts and manifests are signed and verified with.

import { addExamples } from "../examples.js";
import type { Register } from "../session.js";
import { registerKeysGenerate } from "./keys-generate.js";
import { registerKeysRoot } from "./keys-root.js";

export const registerKeys: Register = (program, session) => {
  const keys = program
    .command("keys")
    .summary("keys, and root metadata that says who may sign manifests")
    .description("Makes and manages the keys that artifacts and manifests are signed and verified with.");
  registerKeysGenerate(keys, session);
  registerKeysRoot(keys, session);
  addExamples(keys, session.io.programName, [
    ["a pair to sign releases with", "keys generate -o release"],
    ["who may sign manifests from now on", "keys rotate 2.root.json"],
  ]);
};
