// Text → model and diagnostics. No state, no output: what is wrong with a file is a value.

export type { Inventory, InventoryGroup, LoadedInventory } from "./inventory/inventory.js";
export { loadInventory } from "./inventory/load-inventory.js";
export { LIMITS } from "./limits.js";
export { loadComponents } from "./load-components.js";
export { loadManifest } from "./load-manifest.js";
export {
  type LoadedManifestAlone,
  loadManifestAlone,
  type ManifestAlonePaths,
} from "./load-manifest-alone.js";
export { loadTopology, type TopologyPaths } from "./load-topology.js";
export type { LoadedManifest, LoadedText, LoadedTopology, TextRole } from "./loaded.js";
export type { ManifestPaths } from "./manifest-paths.js";
export { type HeldDocument, validateFiles } from "./validate-files.js";
export { type Edit, editText } from "./yaml/edit-text.js";
export { readYamlFile, type YamlReading } from "./yaml/read-yaml.js";
export type { DocumentPath, YamlDocument } from "./yaml/yaml-document.js";
