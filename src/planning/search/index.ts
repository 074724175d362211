export { findSequence } from "./find-sequence.js";
