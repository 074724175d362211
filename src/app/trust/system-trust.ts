// Where the trust of a system stands: what its owner has configured, and what the data store remembers since.

import { OrchestratorError } from "../../base/index.js";
import { loadVerifyKeys } from "../../signing/index.js";
import {
  checkOwnSignatures,
  configuredRoot,
  parseRoot,
  parseState,
  type Remembered,
  type RootMetadata,
  remembered,
  stateOf,
  stateText,
} from "../../trust/index.js";
import type { AppContext } from "../context.js";
import { readRootFile } from "./companions.js";
import type { TrustSettings } from "./settings.js";

export interface SystemTrust extends Remembered {
  readonly configured: RootMetadata;
}

/** Undefined where the owner asks for no signatures. Throws KEY_…, TRUST_ROOT_…, TRUST_STATE_DAMAGED, DATASTORE_…. */
export async function readSystemTrust({ config, wire }: AppContext): Promise<SystemTrust | undefined> {
  const { manifestTrust } = config;
  if (manifestTrust === undefined) return undefined;
  const configured = await rootOf(manifestTrust);
  const { path, text } = wire.datastore.trust.read();
  const state = text === undefined ? undefined : parseState(text, path);
  return { configured, ...remembered(state, configured, path) };
}

/** Survives a power cut once it has returned. Throws DATASTORE_…. */
export function keepSystemTrust({ wire }: AppContext, trust: SystemTrust): void {
  wire.datastore.trust.write(stateText(stateOf(trust, trust.configured)));
}

async function rootOf(settings: TrustSettings): Promise<RootMetadata> {
  if (settings.kind === "keys") return configuredKeys(await loadVerifyKeys(settings.paths), settings.threshold);
  const file = await readRootFile(settings.path);
  if (file !== undefined) return checkOwnSignatures(parseRoot(file.text, file.path));
  throw new OrchestratorError({
    code: "TRUST_ROOT_INVALID",
    message: `there is no ${settings.path}, which ManifestRoot of the configuration names`,
    location: { file: settings.path },
  });
}

function configuredKeys(keys: Parameters<typeof configuredRoot>[0], threshold: number): RootMetadata {
  const root = configuredRoot(keys, threshold);
  const { length } = root.roles.manifest.keyids;
  if (threshold <= length) return root;
  throw new OrchestratorError({
    code: "CONFIG_INVALID",
    message: `ManifestVerifyThreshold is ${threshold}, but ManifestVerifyKeys holds only ${length} different keys`,
    hint: "Name each key once.",
  });
}
