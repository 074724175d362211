// Artifact scripts are the Mender client's business: whoever gets a whole artifact can run them. An interface that gets the
// payload's files one by one cannot, and an artifact without its scripts is not what was meant. So such interfaces refuse
// artifacts with scripts, before anything is touched.

import { OrchestratorError } from "../base/index.js";
import { type Plan, type PlannedComponent, plannedComponents } from "../model/index.js";
import { inquire } from "./inquiry.js";
import type { Surveyed } from "./survey.js";
import type { Wire } from "./wire.js";

/** Asks only components that are to get an artifact with scripts. Throws ARTIFACT_SCRIPTS_UNSUPPORTED, INTERFACE_…. */
export async function refuseScripts(
  wire: Wire,
  { artifacts, loaded }: Surveyed,
  { legs, signal }: { readonly legs: readonly Plan[]; readonly signal?: AbortSignal },
): Promise<void> {
  const scripts = new Map(artifacts.map(({ path, header }) => [path, header.scripts]));
  const planned = legs.flatMap(plannedComponents).filter(({ artifact }) => scripts.get(artifact.path)?.length);
  if (planned.length === 0) return;
  const subject = { dialect: loaded.topology.dialect, components: planned, ...(signal && { signal }) };
  await inquire(wire, subject, async (inquiry) => {
    const answers = await inquiry.all(planned, (component) => inquiry.needsUnpacked(component));
    const refusing = planned.find((_, index) => answers[index]);
    if (refusing !== undefined) throw refused(refusing, scripts.get(refusing.artifact.path) ?? []);
  });
}

function refused({ key, interfaceName, artifact }: PlannedComponent, scripts: readonly string[]): OrchestratorError {
  return new OrchestratorError({
    code: "ARTIFACT_SCRIPTS_UNSUPPORTED",
    message: `${artifact.path} has artifact scripts (${scripts.join(", ")}), which the interface "${interfaceName}" of ${key} cannot run`,
    hint: "Write the artifact without scripts; only interfaces that take whole artifacts, such as rootfs-image, can pass them on.",
    facts: { component: key, scripts },
  });
}
