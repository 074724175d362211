// The context that a command begins with: of the system that its options name, or of the default one.

import { type AppContext, type ContextInput, contextOfDefault } from "./context.js";
import { contextOfSystem } from "./system-of.js";

/** Throws CONFIG_INVALID, SYSTEM_NAME_INVALID. */
export function createContext(input: ContextInput): AppContext {
  const system = input.options?.system;
  const context = contextOfDefault(input);
  return system === undefined ? context : contextOfSystem(context, system);
}
