// The targets by name. Each is made when it is asked for: some read files or make bundles first.

import type { Target } from "../target.js";
import { artifact } from "./artifact.js";
import { createBundleTarget } from "./bundle.js";
import { createManifestTarget } from "./manifest.js";

export async function targetOf(name: string): Promise<Target> {
  switch (name) {
    case "artifact":
      return artifact;
    case "manifest":
      return createManifestTarget();
    case "bundle":
      return await createBundleTarget();
    default:
      throw new Error(`there is no target ${name}: artifact, manifest, bundle`);
  }
}
