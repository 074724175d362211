export { makeFolders, replaceFile, replaceSharedFile, reserveSpace, syncFolder, writeFileSynced } from "./files.js";
export { type Locking, lockFile } from "./flock.js";
export { openRegularFile, readRegularFile } from "./read-file.js";
