// Writes the three files of a module's system: artifact, topology and, last, manifest. What was made for versions that nobody goes
// back to is removed.

import { join } from "node:path";
import { writeArtifact } from "../../../artifacts/index.js";
import type { DeclaredPoint } from "../../../model/index.js";
import type { Claims } from "../claims.js";
import { replaceText } from "../replace-text.js";
import { removeOtherArtifacts } from "./earlier-artifacts.js";
import { MODULE_INTERFACE, manifestText, topologyText } from "./module-documents.js";
import type { PreparedModule, PreparePlaces } from "./prepared.js";
import { possiblePoint } from "./services.js";

export interface ModuleSystem {
  readonly name: string;
  readonly version: string;
  readonly interfaceArgs: readonly string[];
  readonly point: DeclaredPoint;
  /** Versions besides this one whose artifacts stay, as ways back. */
  readonly keptVersions: readonly string[];
  /** Whether it is run again although the component has this version. */
  readonly isAlwaysInstalled: boolean;
}

export async function writeSystem(
  system: ModuleSystem,
  payloadFile: string,
  { folder, signal }: PreparePlaces,
): Promise<PreparedModule> {
  const artifact = artifactName(system.name, system.version);
  const artifactPath = join(folder, artifact);
  const { point, warnings } = await possiblePoint(system.point, signal);
  removeOtherArtifacts(folder, [artifact, ...system.keptVersions.map((version) => artifactName(system.name, version))]);
  await writeArtifact({
    ...{ output: artifactPath, type: MODULE_INTERFACE, compatibleTypes: [system.name] },
    ...{ name: `${system.name}-${system.version}`, files: [payloadFile], compression: "none" },
    ...(system.isAlwaysInstalled ? { hasSoftwareVersion: false } : { software: { version: system.version } }),
  });
  const documents = { ...system, artifact, point };
  replaceText(join(folder, "topology.yaml"), topologyText(documents));
  replaceText(join(folder, "manifest.yaml"), manifestText(documents));
  const manifestPath = join(folder, "manifest.yaml");
  return { manifestPath, topologyFolder: folder, artifactPath, claims: claimsOf(system.point), warnings };
}

/** Also of what is not captured: the module works on it all the same. */
function claimsOf({ files, services, databases }: DeclaredPoint): Claims {
  const sqlite = databases.filter(({ type }) => type === "sqlite").map(({ database }) => database);
  const others = databases.filter(({ type }) => type === "postgresql").map(({ database }) => database);
  return { paths: [...files, ...sqlite], services, databases: others };
}

function artifactName(name: string, version: string): string {
  return `${name}-${version}.mender`;
}
