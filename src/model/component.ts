// A component of a system: what is updated as one piece.

import type { DeclaredPoint } from "./rollback-point.js";

/** The dialect of a document decides how interfaces are called (interface-protocol, section 1). */
export type Dialect = "2024" | "2026";

/** A component as a document lists it. In the 2026 dialect the id is not written but asked of the interface. */
export interface DeclaredComponent {
  readonly type: string;
  readonly id?: string;
  readonly interfaceName: string;
  readonly interfaceArgs: readonly string[];
  /** Undefined where nothing is declared for it. */
  readonly rollbackPoint?: DeclaredPoint;
}

/** A component whose id is known. */
export interface Component {
  readonly type: string;
  readonly id: string;
  readonly interfaceName: string;
  readonly interfaceArgs: readonly string[];
  /** Undefined where nothing is declared for it. */
  readonly rollbackPoint?: DeclaredPoint;
}

/** `type.id`: unique in a system, used in the journal, in folder names and in output. */
export type ComponentKey = string;

export function componentKey(component: { readonly type: string; readonly id: string }): ComponentKey {
  return `${component.type}.${component.id}`;
}

/** Type, then id, by code unit: the order of `show-provides`. */
export function compareComponents(a: Component, b: Component): number {
  return compareStrings(a.type, b.type) || compareStrings(a.id, b.id);
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
