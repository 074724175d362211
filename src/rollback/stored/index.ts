export { damaged } from "./refusals.js";
export { canRead, checkDigest, digestOf, isSealed, openPlain, readThrough, type Stored, store } from "./stored-file.js";
