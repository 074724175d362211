// What of a package is made from the command tree of the sources. Bundled and loaded by documents.mjs; no part of the program.

import { Readable } from "node:stream";
import { completionScript } from "../src/cli/completion/index.js";
import { commandTree } from "../src/cli/index.js";
import { type ManualInput, manualPage } from "./manual.js";

const WIDTH = 100;

export interface Descriptions {
  manualOf(input: Omit<ManualInput, "version">): string;
  completionOf(shell: Parameters<typeof completionScript>[0]): string;
}

export function describe(version: string): Descriptions {
  const nowhere = { write: () => true, columns: WIDTH };
  const program = commandTree({
    ...{ stdout: nowhere, stderr: nowhere, stdin: Readable.from([]), environment: {} },
    ...{ programName: "orchestrator", programVersion: version },
  });
  return {
    manualOf: (input) => manualPage(program, { ...input, version }),
    completionOf: (shell) => completionScript(shell, program),
  };
}
