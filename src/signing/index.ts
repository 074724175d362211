// Keys, and signatures over bytes: of artifacts, of manifests, of root metadata. What must be signed by whom is decided
// elsewhere.

export { type GeneratedPair, generatePair, KEY_TYPES, type KeyType } from "./generate.js";
export { type KeyKind, kindName } from "./key-kind.js";
export { loadSigningKey, publicHalfOf, type SigningKey } from "./private-key.js";
export { keyIdOf, loadVerifyKeys, parseVerifyKey, publicPemOf, type VerifyKey } from "./public-key.js";
export { type EcdsaForm, isSignedBy, signatureBy } from "./signature.js";
