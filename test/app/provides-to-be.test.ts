// Which artifacts would leave a component that cannot be asked any more.

import { expect, it } from "vitest";
import { refuseWhatCannotBeAnswered } from "../../src/app/provides-to-be.js";
import type { Dialect, Plan } from "../../src/model/index.js";

function planWith(dialect: Dialect, target: Readonly<Record<string, string>>): Plan {
  const component = { type: "app", id: "a", interfaceName: "single-file", interfaceArgs: [], key: "app.a", dialect };
  const artifact = { path: "/app.mender", name: "app-2", manifestDigest: "0" };
  return {
    manifestName: "m",
    groups: [{ order: 10, components: [{ ...component, artifact, provides: {}, target } as never] }],
    skipped: [],
  };
}

const BOTH = { "rootfs-image.version": "2", "rootfs-image.single-file.version": "2" };

it.each([
  ["two versions", BOTH, "rootfs-image.version and rootfs-image.single-file.version exclude each other"],
  ["a device type", { device_type: "app" }, "device_type is not allowed here"],
])("refuses %s", (_, target, fault) => {
  expect(() => refuseWhatCannotBeAnswered([planWith("2024", target), planWith("2026", target)])).toThrow(
    expect.objectContaining({
      code: "ARTIFACT_PROVIDES_REFUSED",
      message: `after app-2, app.a could not answer Provides: ${fault}`,
    }),
  );
});

it.each([
  ["one version", "2026", { "rootfs-image.version": "2", "rootfs-image.other.version": "2" }],
  ["what the older dialect allows", "2024", BOTH],
] as const)("takes %s", (_, dialect, target) => {
  expect(() => refuseWhatCannotBeAnswered([planWith(dialect, target)])).not.toThrow();
});
