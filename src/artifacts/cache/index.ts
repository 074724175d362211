// The cache of downloaded artifacts.

export { type Cache, type CacheSettings, type CacheWorld, createCache } from "./cache.js";
