// The planner's plan as it was stored with a deployment, and which part of it that deployment carries out. Nothing for a plan
// that was made by order alone.

import type { ChainLink, Plan } from "../../../model/index.js";
import type { Paint } from "../paint.js";
import { sequenceJson } from "./sequence-json.js";
import { sequenceLines } from "./sequence-lines.js";

export function storedPlanLines({ sequence, chain }: Plan, paint: Paint): readonly string[] {
  if (sequence === undefined) return [];
  const [head = "", ...batches] = sequenceLines(sequence, paint);
  return ["", head.replace("plan:", "Plan:"), ...batches, ...(chain === undefined ? [] : [`${legText(chain)}.`])];
}

/** `This deployment is leg 2 of 3` */
function legText({ leg, legs, purpose, first }: ChainLink): string {
  const what = purpose === "back" ? "step" : "leg";
  const why = purpose === "back" ? " on the way back to where it started" : "";
  return `This deployment is ${what} ${leg} of ${legs}${why}${first === undefined ? "" : `; the first is ${first}`}`;
}

export function storedPlanJson({ sequence, chain }: Plan) {
  return { ...(sequence && { plan: sequenceJson(sequence) }), ...(chain && { chain: chainJson(chain) }) };
}

function chainJson({ first, purpose, leg, legs }: ChainLink) {
  return { ...(first !== undefined && { first }), purpose, leg, legs };
}
