// The test files that take long, for longest-first.ts to begin with. That each is there is tested beside it.

/** Half a minute and more each on two slow cores, the longest first. A file that is not here only comes later. */
export const LONG_FILES: readonly string[] = [
  "test/crash/real/failing-install.test.ts",
  "test/crash/real/successful-install.test.ts",
  "test/modules/kill.test.ts",
  "test/modules/update.test.ts",
  "test/packaging/standalone.test.ts",
  "test/rollback/tree/random.test.ts",
  "test/demo/stories-2024.test.ts",
  "test/rollback/system/system.test.ts",
  "test/demo/stories-2026.test.ts",
  "test/docs/blocks.test.ts",
  "test/fuzz/fuzz.test.ts",
  "test/update-interfaces/kill-sweep.test.ts",
  "test/chains/real/runs.test.ts",
  "test/attacks/program.test.ts",
  "test/update-interfaces/conformance.test.ts",
  "test/chains/real/kills.test.ts",
  "test/artifacts/streaming.test.ts",
  "test/client/mender-client.test.ts",
  "test/chains/real/groups.test.ts",
  "test/app/bundle/install.test.ts",
  "test/crash/real/two-legs.test.ts",
  "test/update-interfaces/destination.test.ts",
  "test/chains/real/failures.test.ts",
];
