// Packing and unpacking the parts of an artifact. Every form is held to one member with nothing behind it.

export { compress } from "./compress.js";
export { decompress } from "./decompress.js";
export { COMPRESSIONS, compressionOf, suffixOf } from "./names.js";
