export { CHAIN_FILE, type Rest } from "./chain-file.js";
export { type ChainState, readChainState } from "./chain-state.js";
export { type ChainDraft, draftChain } from "./draft-chain.js";
export { keepArtifacts } from "./keep-artifacts.js";
export type { ChainEnd, ChainStep } from "./next-step.js";
export { isEndState } from "./rest.js";
export { runChainOn, runFrom } from "./run-chain.js";
