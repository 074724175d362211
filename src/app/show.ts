// `show-provides` and `show-inventory`: what the components say of themselves now, by type and id, keys sorted.

import { join } from "node:path";
import { DocumentsRefused } from "../base/index.js";
import { type LoadedTopology, loadComponents, loadTopology } from "../documents/index.js";
import { type Component, compareComponents, plannedComponents, type Topology } from "../model/index.js";
import type { AppContext } from "./context.js";
import { identify } from "./identify.js";
import { type Inquiry, inquire } from "./inquiry.js";
import { TOPOLOGY_FILE } from "./prepare.js";
import { readSystemState } from "./system-state.js";

export interface ComponentFacts {
  readonly component: Component;
  /** Sorted by key; a key of the inventory may occur more than once. */
  readonly values: readonly (readonly [key: string, value: string])[];
}

/** `signal` ends the questions. */
export async function showProvides(context: AppContext, signal?: AbortSignal): Promise<readonly ComponentFacts[]> {
  return await askEveryone(context, signal, async (inquiry, component) =>
    Object.entries(await inquiry.provides(component)),
  );
}

export async function showInventory(context: AppContext, signal?: AbortSignal): Promise<readonly ComponentFacts[]> {
  return await askEveryone(context, signal, (inquiry, component) => inquiry.inventory(component));
}

type Ask = (inquiry: Inquiry, component: Component) => Promise<ComponentFacts["values"]>;

async function askEveryone(
  context: AppContext,
  signal: AbortSignal | undefined,
  ask: Ask,
): Promise<readonly ComponentFacts[]> {
  const topology = await findTopology(context);
  const subject = { ...topology, ...(signal === undefined ? {} : { signal }) };
  return await inquire(context.wire, subject, async (inquiry) => {
    const components = [...(await identify(topology, inquiry))].sort(compareComponents);
    return await inquiry.all(components, async (component) => ({
      component,
      values: [...(await ask(inquiry, component))].sort(byKey),
    }));
  });
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The components of the system, without a manifest at hand: a 2024 components file where one is named, the topology, or
 * what the active manifest listed.
 */
async function findTopology(context: AppContext): Promise<Topology> {
  const { manifestComponentsPath, topologyComponentsPath } = context;
  if (manifestComponentsPath !== undefined) return loaded(await loadComponents({ manifestComponentsPath }));
  const listed = componentsOfActive(context);
  if (listed?.dialect === "2024") return listed;
  const topologyPath = join(context.directories.topology, TOPOLOGY_FILE);
  const topology = await loadTopology({
    topologyPath,
    ...(topologyComponentsPath === undefined ? {} : { topologyComponentsPath }),
  });
  return loaded(topology);
}

function componentsOfActive(context: AppContext): Topology | undefined {
  const { active } = readSystemState(context.wire.datastore.deployments, context.log);
  const components = active === undefined ? [] : [...plannedComponents(active.plan), ...active.plan.skipped];
  const dialect = components[0]?.dialect;
  return dialect === undefined ? undefined : { dialect, components };
}

function loaded(result: LoadedTopology): Topology {
  if (result.ok) return result.topology;
  throw new DocumentsRefused(result.diagnostics);
}
