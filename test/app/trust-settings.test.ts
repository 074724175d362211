// A mistake in what the owner configures never ends in manifests that nobody checks.

import { expect, test } from "vitest";
import { trustSettings } from "../../src/app/trust/settings.js";

test.each([
  ["nothing", { LogLevel: "info" }, undefined],
  [
    "keys that only look like it",
    { ManifestStore: "a", ManifestComponents: "b", "x-ManifestRoot": "c", ArtifactVerifyKeys: ["d"] },
    undefined,
  ],
  ["keys", { ManifestVerifyKeys: ["a.pem"] }, { kind: "keys", paths: ["a.pem"], threshold: 1 }],
  [
    "two of two",
    { ManifestVerifyKeys: ["a", "b"], ManifestVerifyThreshold: 2 },
    { kind: "keys", paths: ["a", "b"], threshold: 2 },
  ],
  ["root metadata", { ManifestRoot: "1.root.json" }, { kind: "root", path: "1.root.json" }],
])("%s", (_, values, settings) => {
  expect(trustSettings(values)).toEqual({ ok: true, settings });
});

test.each([
  ["no keys", { ManifestVerifyKeys: [] }],
  ["one path that is no list", { ManifestVerifyKeys: "a.pem" }],
  ["an empty path", { ManifestVerifyKeys: [""] }],
  ["more keys than anybody has", { ManifestVerifyKeys: Array.from({ length: 65 }, (_, i) => `${i}.pem`) }],
  ["a threshold of none", { ManifestVerifyKeys: ["a"], ManifestVerifyThreshold: 0 }],
  ["a threshold above the keys", { ManifestVerifyKeys: ["a"], ManifestVerifyThreshold: 2 }],
  ["a threshold in quotes", { ManifestVerifyKeys: ["a"], ManifestVerifyThreshold: "1" }],
  ["a threshold without keys", { ManifestVerifyThreshold: 1 }],
  ["both beginnings", { ManifestVerifyKeys: ["a"], ManifestRoot: "b" }],
  ["an empty root", { ManifestRoot: "" }],
  ["a key that is misspelt", { ManifestVerifyKey: "a.pem" }],
  ["a key in other capitals", { manifestVerifyKeys: ["a.pem"] }],
  ["another key that is misspelt", { ManifestRoots: "a" }],
  ["a key with a letter missing", { ManifstVerifyKeys: ["a.pem"] }],
])("%s", (_, values) => {
  expect(trustSettings(values)).toMatchObject({ ok: false, message: expect.stringMatching(/Manifest/) });
});
