export { findSequence, hasSequence } from "./find-sequence.js";
