// `show-provides` and `show-inventory`: what the components say of themselves now, by type and id, keys sorted. Whoever does
// not answer is told of, and hides nobody else: this is what one looks at when something is broken.

import { join } from "node:path";
import { DocumentsRefused, OrchestratorError } from "../base/index.js";
import { type LoadedTopology, loadComponents, loadTopology } from "../documents/index.js";
import {
  type Component,
  compareComponents,
  type DeclaredComponent,
  plannedComponents,
  type Topology,
} from "../model/index.js";
import type { AppContext } from "./context.js";
import { TOPOLOGY_FILE } from "./directories.js";
import { refuseDuplicates, withId } from "./identify.js";
import { type Inquiry, inquire } from "./inquiry.js";
import { readSystemState } from "./system-state.js";
import { findExecutables, type Wire } from "./wire.js";

export interface ComponentFacts {
  readonly component: Component;
  /** Sorted by key; a key of the inventory may occur more than once. */
  readonly values: readonly (readonly [key: string, value: string])[];
}

export interface FactsAnswer {
  readonly components: readonly ComponentFacts[];
  /** Why the others are not among them. */
  readonly errors: readonly OrchestratorError[];
}

/** `signal` ends the questions. */
export async function showProvides(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer> {
  return await askEveryone(context, signal, async (inquiry, component) =>
    Object.entries(await inquiry.provides(component)),
  );
}

export async function showInventory(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer> {
  return await askEveryone(context, signal, (inquiry, component) => inquiry.inventory(component));
}

type Ask = (inquiry: Inquiry, component: Component) => Promise<ComponentFacts["values"]>;

async function askEveryone(context: AppContext, signal: AbortSignal | undefined, ask: Ask): Promise<FactsAnswer> {
  const topology = await findTopology(context);
  const reachable = await withInterface(context.wire, topology.components);
  const subject = {
    ...{ dialect: topology.dialect, components: reachable.good },
    ...(signal === undefined ? {} : { signal }),
  };
  return await inquire(context.wire, subject, async (inquiry) => {
    const named = await settleAll(inquiry, reachable.good, (declared) => withId(declared, topology, inquiry));
    refuseDuplicates(named.good);
    const asked = await settleAll(inquiry, [...named.good].sort(compareComponents), async (component) => ({
      component,
      values: [...(await ask(inquiry, component))].sort(byKey),
    }));
    return { components: asked.good, errors: [...reachable.errors, ...named.errors, ...asked.errors] };
  });
}

interface Settled<Answer> {
  readonly good: readonly Answer[];
  readonly errors: readonly OrchestratorError[];
}

/** Those whose interface is there. One that is not is named once, however many components have it. */
async function withInterface(
  wire: Wire,
  components: readonly DeclaredComponent[],
): Promise<Settled<DeclaredComponent>> {
  const names = [...new Set(components.map(({ interfaceName }) => interfaceName))];
  const looked = names.map((interfaceName) =>
    orError(async () => [...(await findExecutables(wire, [{ interfaceName }])).keys()]),
  );
  const { good, errors } = sorted(await Promise.all(looked));
  const found = new Set(good.flat());
  return { good: components.filter(({ interfaceName }) => found.has(interfaceName)), errors };
}

async function settleAll<Item, Answer>(
  inquiry: Inquiry,
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Settled<Answer>> {
  return sorted(await inquiry.all(items, (item) => orError(() => ask(item))));
}

type OrError<Answer> = { readonly answer: Answer } | { readonly error: OrchestratorError };

async function orError<Answer>(ask: () => Promise<Answer>): Promise<OrError<Answer>> {
  try {
    return { answer: await ask() };
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return { error: thrown };
    throw thrown;
  }
}

function sorted<Answer>(all: readonly OrError<Answer>[]): Settled<Answer> {
  return {
    good: all.flatMap((each) => ("answer" in each ? [each.answer] : [])),
    errors: all.flatMap((each) => ("error" in each ? [each.error] : [])),
  };
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
