// The commands that call interfaces.

import type { Command } from "../model/index.js";

export type CallCommand = Extract<Command, { kind: "call" | "ask" }>;

export function isCall(command: Command): command is CallCommand {
  return command.kind === "call" || command.kind === "ask";
}
