// What the configuration says of rollback points.

import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/app/config.js";
import { keptLog } from "../interfaces/world.js";

describe("RollbackPoints", () => {
  const read = (settings: unknown) =>
    parseConfig(JSON.stringify({ RollbackPoints: settings }), "/etc/o/o.conf", keptLog().log).rollbackPoints;

  test("has the defaults of the original", () => {
    expect(read({})).toEqual({ retention: { maxAgeDays: 30, keepMinimum: 5 }, recipients: [] });
    expect(read(undefined)).toBeUndefined();
  });

  test("names files relative to the configuration", () => {
    const settings = { Recipients: ["age1x"], IdentityFile: "points.key", MaxAgeDays: 0.5, KeepMinimum: 0 };
    expect(read(settings)).toEqual({
      ...{ retention: { maxAgeDays: 0.5, keepMinimum: 0 }, recipients: ["age1x"] },
      identityPath: "/etc/o/points.key",
    });
  });

  test.each([
    [{ Recipients: "age1x" }, "Recipients is not a list"],
    [{ Recipients: [7] }, "Recipients is not a list"],
    [{ MaxAgeDays: "30" }, "MaxAgeDays is not a number"],
    [{ KeepMinimum: -1 }, "KeepMinimum is not a number"],
    [{ IdentityFile: 7 }, "IdentityFile is not a string"],
    [{ KeepMinimun: 1 }, "KeepMinimun"],
    [true, "RollbackPoints is not an object"],
  ])("%j is refused", (settings, message) => {
    expect(() => read(settings)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(message) }),
    );
  });
});
