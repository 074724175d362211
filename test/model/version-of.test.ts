// Which of the values a component provides is shown as its version.

import { describe, expect, it } from "vitest";
import { versionOf, versionsOf } from "../../src/model/index.js";
import { planned } from "./journal-builder.js";

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

const MOVES = [
  [
    "the key that the artifact names, before the root file system's",
    { "rootfs-image.version": "os-1", "data-partition.app.version": "1" },
    { "rootfs-image.version": "os-1", "data-partition.app.version": "2", artifact_name: "app-2" },
    { from: "1", to: "2" },
  ],
  [
    "the interface's own key first",
    { "rootfs-image.rtos.version": "1", "data-partition.app.version": "7" },
    { "rootfs-image.rtos.version": "2", "data-partition.app.version": "8" },
    { from: "1", to: "2" },
  ],
  ["the root file system's", { "rootfs-image.version": "1" }, { "rootfs-image.version": "2" }, { from: "1", to: "2" }],
  ["a first version", { artifact_name: "old" }, { "rootfs-image.version": "2" }, { from: "old", to: "2" }],
  ["nothing named", {}, {}, { from: undefined, to: "rtos-x" }],
] as const;

describe("versionsOf", () => {
  it.each(MOVES)("%s", (_, provides, target, expected) => {
    expect(versionsOf({ ...planned("rtos", "R1", { to: "x" }), provides, target })).toEqual(expected);
  });
});
