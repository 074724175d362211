// Keys, and signatures over bytes: of artifacts, of manifests, of root metadata. What must be signed by whom is decided
// elsewhere.

export { type KeyKind, kindName } from "./key-kind.js";
export { loadSigningKey, type SigningKey } from "./private-key.js";
export { keyIdOf, loadVerifyKeys, parseVerifyKey, publicPemOf, type VerifyKey } from "./public-key.js";
export { isSignedBy, signatureBy } from "./signature.js";
