// `keys`: the keys that artifacts and manifests are signed and verified with.

import type { Register } from "../session.js";
import { registerKeysRoot } from "./keys-root.js";

export const registerKeys: Register = (program, session) => {
  const keys = program
    .command("keys")
    .summary("keys, and root metadata that says who may sign manifests")
    .description("Manages the keys that manifests are signed and verified with.");
  registerKeysRoot(keys, session);
};
