// Gives every declared component its id. The 2024 dialect writes it down; in the 2026 dialect the interface is asked.

import { OrchestratorError } from "../base/index.js";
import { type Component, componentKey, type DeclaredComponent, type Topology } from "../model/index.js";
import type { Inquiry } from "./inquiry.js";

/** Throws INTERFACE_QUERY_FAILED, INTERFACE_IDENTITY_MISSING or INTERFACE_IDENTITY_DUPLICATE. */
export async function identify(topology: Topology, inquiry: Inquiry): Promise<readonly Component[]> {
  const components = await inquiry.all(topology.components, (declared) => withId(declared, topology, inquiry));
  refuseDuplicates(components);
  return components;
}

/** For one alone; whether another says the same is not looked at. */
export async function withId(declared: DeclaredComponent, topology: Topology, inquiry: Inquiry): Promise<Component> {
  if (declared.id !== undefined) return { ...declared, id: declared.id };
  const id = await inquiry.identity(declared);
  return { ...declared, id: id ?? onlyOneOfItsType(declared, topology) };
}

/**
 * Our decision (docs/decisions): a component whose interface prints no id is called by its type, if it is the only one of
 * that type; with several, nothing would tell them apart.
 */
function onlyOneOfItsType(declared: DeclaredComponent, topology: Topology): string {
  const sameType = topology.components.filter(({ type }) => type === declared.type);
  if (sameType.length === 1) return declared.type;
  throw new OrchestratorError({
    code: "INTERFACE_IDENTITY_MISSING",
    message: `the interface ${declared.interfaceName} prints no id for a component of type ${declared.type} (arguments: ${declared.interfaceArgs.join(" ") || "none"}), and there are ${sameType.length} of that type`,
    hint: "Let the interface answer the query Identity with a line id=NAME.",
    facts: { type: declared.type, interfaceArgs: declared.interfaceArgs },
  });
}

export function refuseDuplicates(components: readonly Component[]): void {
  const seen = new Map<string, Component>();
  for (const component of components) {
    const key = componentKey(component);
    const other = seen.get(key);
    if (other !== undefined) throw duplicateError(key, other, component);
    seen.set(key, component);
  }
}

function duplicateError(key: string, a: Component, b: Component): OrchestratorError {
  const [first, second] = [a, b].map(({ interfaceArgs }) => interfaceArgs.join(" ") || "none");
  return new OrchestratorError({
    code: "INTERFACE_IDENTITY_DUPLICATE",
    message: `two components say that they are ${key}: the one with arguments ${first} and the one with arguments ${second}`,
    hint: "Give each component of the topology the arguments of its own device.",
    facts: { key },
  });
}
