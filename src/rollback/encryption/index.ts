export { checkRecipients, loadIdentities } from "./identities.js";
export { createSeal, type SealKeys } from "./seal.js";
