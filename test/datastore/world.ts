// What the data store needs of the world, as its tests give it: time that stands still, the real removal of folders, and a
// log of which the warnings are kept.

import type { Log } from "../../src/base/index.js";
import type { DatastoreWorld } from "../../src/datastore/deployments.js";
import { removeTree } from "../../src/interfaces/index.js";

export const warnings: string[] = [];

const nothing = () => undefined;
const log: Log = {
  ...{ trace: nothing, debug: nothing, info: nothing, error: nothing },
  warning: (message) => void warnings.push(message),
};

export const WORLD: DatastoreWorld = { now: () => 0, removeTree, log };
