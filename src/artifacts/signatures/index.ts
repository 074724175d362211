export { checkTrust } from "./check-trust.js";
export { type KeyKind, kindName } from "./key-kind.js";
export { loadVerifyKeys, type VerifyKey } from "./verify-key.js";
export { findSigner, type Signed } from "./verify-signature.js";
