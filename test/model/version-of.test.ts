// Which of the values a component provides is shown as its version.

import { describe, expect, it } from "vitest";
import { versionOf } from "../../src/model/index.js";

const CASES = [
  ["the interface's own key first", { "rootfs-image.rtos.version": "1", "rootfs-image.version": "2" }, "1"],
  ["then the general key", { "rootfs-image.version": "2", version: "3", artifact_name: "4" }, "2"],
  ["another interface's key is not taken", { "rootfs-image.gateway.version": "1", version: "3" }, "3"],
  ["then the artifact's name", { artifact_name: "4" }, "4"],
  ["an empty value is none", { "rootfs-image.version": "", artifact_name: "4" }, "4"],
  ["nothing known", { device_type: "rtos" }, undefined],
] as const;

describe("versionOf", () => {
  it.each(CASES)("%s", (_, provides, expected) => {
    expect(versionOf(provides, "rtos")).toBe(expected);
  });
});
