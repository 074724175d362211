// What components say of themselves, and the two questions asked of it: is this artifact installed already, and may it
// be installed here? Pure functions; interface-protocol, section 1.

import type { ArtifactHeader } from "./artifact.js";
import type { Component, Dialect } from "./component.js";

export type Provides = Readonly<Record<string, string>>;

/**
 * Whether the component already is what the artifact would make it: every key of the payload's `artifact_provides` has
 * that value. An artifact that provides nothing can never be recognised, so it is always installed.
 */
export function isInstalled(artifact: Pick<ArtifactHeader, "payloadProvides">, provides: Provides): boolean {
  const wanted = Object.entries(artifact.payloadProvides);
  return wanted.length > 0 && wanted.every(([key, value]) => provides[key] === value);
}

export interface UnmetDepend {
  readonly key: string;
  readonly accepted: readonly string[];
  /** What the component has, undefined when it says nothing of it. */
  readonly actual: string | undefined;
}

/** The depends of an artifact that a component does not satisfy; empty when it may be installed. */
export function unmetDepends(
  artifact: ArtifactHeader,
  component: Component,
  context: { readonly provides: Provides; readonly dialect: Dialect },
): readonly UnmetDepend[] {
  return Object.entries(artifact.depends).flatMap(([key, accepted]) => {
    const actual = key === "device_type" ? deviceTypeOf(component, context) : context.provides[key];
    return actual !== undefined && accepted.includes(actual) ? [] : [{ key, accepted, actual }];
  });
}

/** 2026: the component's type. 2024: its `device_type` provide; where it provides none, its type. */
function deviceTypeOf(
  component: Component,
  context: { readonly provides: Provides; readonly dialect: Dialect },
): string {
  if (context.dialect === "2026") return component.type;
  return context.provides["device_type"] ?? component.type;
}
