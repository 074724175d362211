// A plan of several legs, before its first one stands in the data store: every leg, the way back from each place between
// two, and the artifacts that must be kept for it.

import type { Plan } from "../../model/index.js";
import { identityOf, semverScheme } from "../../model/index.js";
import type { Installable, PlanMessage, PlanningAnswer, PlanningProblem } from "../../planning/index.js";
import type { AppContext } from "../context.js";
import { readable } from "../ended.js";
import type { PlanChanges } from "../plan-changes.js";
import { type Installables, type Leg, maxParallelOf, type Subject } from "../planning/index.js";
import type { Surveyed } from "../survey.js";
import { type Chain, chainText, digestOf, type WayBack } from "./chain-file.js";
import { restAfter } from "./rest.js";
import { createStartArtifacts, type StartArtifact } from "./start-artifacts.js";
import { planWayBack } from "./way-back.js";

/** A file that is to lie with the first leg until the chain ends. */
export interface KeptArtifact {
  readonly fileName: string;
  /** Where it is now. */
  readonly path: string;
  readonly manifestDigest: string;
}

export interface ChainDraft {
  readonly text: string;
  readonly kept: readonly KeptArtifact[];
}

export interface DraftInput {
  readonly surveyed: Surveyed;
  readonly options: Pick<Chain, "manifestDigest" | "release"> & { readonly timeoutSeconds?: number };
  readonly installables: Installables;
  readonly subjects: readonly Subject[];
  readonly problem: PlanningProblem;
  readonly members: readonly (readonly Subject[])[];
  readonly legs: readonly Leg[];
  /** Of the legs. */
  readonly plans: readonly Plan[];
  readonly answer: Extract<PlanningAnswer, { isFeasible: true }>;
  readonly budget: Parameters<typeof planWayBack>[0]["budget"];
  readonly changePlans: PlanChanges;
}

export interface Drafted {
  readonly answer: Extract<PlanningAnswer, { isFeasible: true }>;
  readonly legs: readonly Plan[];
  readonly chain: ChainDraft;
}

export async function draftChain(context: AppContext, input: DraftInput): Promise<Drafted> {
  const { surveyed, legs } = input;
  const { waysBack, needed, notes } = await planWaysBack(context, input);
  const lossKnown = withLostWay(input.answer, waysBack, legs);
  const answer = { ...lossKnown, warnings: [...lossKnown.warnings, ...notes] };
  const plans = input.plans.map((plan): Plan => ({ ...plan, sequence: answer.sequence }));
  const { manifest, texts } = surveyed.loaded;
  const { manifestDigest, release } = input.options;
  const chain: Chain = {
    ...{ format: 1, manifestDigest, ...(release && { release }) },
    documents: texts.map(({ role, text }) => ({ fileName: `${role}.yaml`, text })),
    forward: plans.map((plan, i) => ({ plan, rest: restAfter(legs[i]?.after ?? new Map(), { manifest, ...input }) })),
    waysBack,
  };
  const text = chainText(chain);
  const chainDigest = digestOf(text);
  const links = plans.map(
    (plan, i): Plan => ({
      ...plan,
      chain: { purpose: "forward", leg: i + 1, legs: plans.length, chainDigest },
    }),
  );
  const kept = [...new Map(needed.map((each) => [each.header.manifestDigest, each])).values()].map(keptFile);
  return { legs: links, chain: { text, kept }, answer };
}

/** The name of an artifact in the folder where it is kept: its own digest, so that two of one content are one file. */
function keptFile({ path, header: { manifestDigest } }: Installable): KeptArtifact {
  return { fileName: `${manifestDigest}.mender`, path, manifestDigest };
}

async function planWaysBack(context: AppContext, input: DraftInput) {
  const { legs, subjects, installables, surveyed } = input;
  const { deployments, artifacts: stored } = context.wire.datastore;
  const histories = readable(deployments, deployments.ids(), context.log);
  const start = createStartArtifacts({ histories, installables, stored, artifacts: context.wire.artifacts });
  const moving = new Set(legs.slice(0, -1).flatMap(({ moved }) => moved.flatMap((each) => each.subjects)));
  const found = new Map<string, StartArtifact | string>();
  for (const subject of moving) found.set(subject.key, await start.find(subject));
  const artifactBack = (subject: Subject, version: string): Installable | string =>
    version === identityOf(semverScheme, subject.current)
      ? (found.get(subject.key) ?? "nothing was looked for")
      : installables.get(subject.component.type, version);
  const common = { ...input, manifest: surveyed.loaded.manifest, subjects, artifactBack };
  const maxParallel = maxParallelOf(common.manifest);
  const planned = legs.slice(0, -1).map((_, i) => planWayBack({ ...common, maxParallel, legs: legs.slice(0, i + 1) }));
  const needed = planned.flatMap((each) => each.needed);
  const fromStore = [...found.values()].filter((each) => typeof each !== "string" && needed.includes(each));
  return {
    waysBack: planned.map(({ way }) => withFileNames(way)),
    needed,
    notes: fromStore.flatMap((each) => keptNote(each)),
  };
}

/** Nobody has to do anything; but whoever looks after the artifacts should know what the way back hangs on. */
function keptNote(artifact: StartArtifact | string): readonly PlanMessage[] {
  if (typeof artifact === "string" || artifact.keptSince === undefined) return [];
  const { header, keptSince: why } = artifact;
  const message = `the way back uses the artifact ${header.name} that the data store has kept: ${why}`;
  return [{ code: "ARTIFACT_NOT_FOUND", message, lines: [], facts: { artifact: header.name, why } }];
}

/** The folder gets its number when the chain begins, so the plans only name the files in it. */
function withFileNames(way: WayBack): WayBack {
  if (!way.exists) return way;
  const legs = way.legs.map(({ plan, rest }) => ({ rest, plan: withPaths(plan, (digest) => `${digest}.mender`) }));
  return { exists: true, legs };
}

/** The plan with other paths for its artifacts. */
export function withPaths(plan: Plan, pathOf: (manifestDigest: string) => string): Plan {
  const groups = plan.groups.map((group) => ({
    ...group,
    components: group.components.map((component) => ({
      ...component,
      artifact: { ...component.artifact, path: pathOf(component.artifact.manifestDigest) },
    })),
  }));
  return { ...plan, groups };
}

/** From the first leg on after which nothing leads back, the plan has a point of no return, whatever else it has. */
function withLostWay(answer: Drafted["answer"], waysBack: readonly WayBack[], legs: readonly Leg[]): Drafted["answer"] {
  const lost = waysBack.findIndex((way) => !way.exists);
  const way = waysBack[lost];
  const firstBatch = legs[lost + 1]?.firstBatch;
  if (way === undefined || way.exists || firstBatch === undefined) return answer;
  const { sequence } = answer;
  const known = sequence.pointOfNoReturn ?? Number.POSITIVE_INFINITY;
  // What cannot be rolled back is announced already, as what it is.
  if (known <= firstBatch) return answer;
  const pointOfNoReturn = Math.min(known, firstBatch);
  return {
    ...answer,
    sequence: { ...sequence, pointOfNoReturn },
    warnings: [...answer.warnings, lostWay({ leg: lost + 1, legs: legs.length, batch: firstBatch, why: way.why })],
  };
}

interface LostWay {
  readonly leg: number;
  readonly legs: number;
  readonly batch: number;
  readonly why: string;
}

function lostWay({ leg, legs, batch, why }: LostWay): PlanMessage {
  return {
    code: "PLAN_NO_WAY_BACK",
    message: `once leg ${leg} of ${legs} is committed there is no way back: from batch ${batch} on only forward works`,
    lines: [why],
    hint: "Put the artifact back in its place to keep the way back open, or go on knowing that a failure cannot be undone.",
    facts: { leg, legs, batch, why },
  };
}
