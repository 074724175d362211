// How an interface is called (interface-protocol, section 1): the argument lists of both dialects.

import type { Dialect, Query, State } from "../model/index.js";

/** What an interface is called for. The last one is Download for interfaces that want to know sizes. */
export type CallName = State | Query | "DownloadWithFileSizes";

export interface CalledComponent {
  readonly type: string;
  /** Unknown while a 2026 interface is asked for it. */
  readonly id?: string;
  readonly interfaceName: string;
  readonly interfaceArgs: readonly string[];
}

export function argumentsOf(
  call: { readonly name: CallName; readonly workDir: string; readonly dialect: Dialect },
  component: CalledComponent,
): readonly string[] {
  const id = call.dialect === "2024" ? [component.id ?? ""] : [];
  return [call.name, call.workDir, component.type, ...id, ...component.interfaceArgs];
}

/**
 * How the message of an outcome begins. Whoever shows it has named the component and the state; only the queries that are
 * part of Download have yet to be named.
 */
export function subjectOf(name: CallName): string {
  return name === "NeedsUnpackedArtifact" || name === "ProvidePayloadFileSizes" ? `${name} ` : "";
}

/** The name a call has in logs. */
export function labelOf(component: CalledComponent, name: CallName): string {
  return component.id === undefined ? `${component.type} ${name}` : `${component.type}.${component.id} ${name}`;
}
