// What the configuration says of git modules.

import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/app/config.js";
import { keptLog } from "../../interfaces/world.js";

describe("Modules", () => {
  const read = (settings: unknown) =>
    parseConfig(JSON.stringify({ Modules: settings }), "/etc/o/o.conf", keptLog().log).modules;

  test("may be left out, and each of its keys", () => {
    expect(read(undefined)).toBeUndefined();
    expect(read({})).toEqual({ allowedSigners: [] });
  });

  test("names files relative to the configuration, but no repository", () => {
    const texts = { RepositoryUrl: "file:///srv/updates.git", Branch: "main", Path: "here", LocalRepository: "/copy" };
    const numbers = { Jobs: 4, TimeoutSeconds: 0.5, SyncTimeoutSeconds: 60, MaxSizeBytes: 1e6 };
    expect(read({ ...texts, ...numbers, RequireSigned: true, AllowedSigners: ["signers", "/key.asc"] })).toEqual({
      ...{ repositoryUrl: "file:///srv/updates.git", branch: "main", path: "/etc/o/here", localRepository: "/copy" },
      ...{ jobs: 4, timeoutSeconds: 0.5, syncTimeoutSeconds: 60, maxSizeBytes: 1_000_000, isSignatureRequired: true },
      allowedSigners: ["/etc/o/signers", "/key.asc"],
    });
    expect(read({ AllowedSigners: "signers" })?.allowedSigners).toEqual(["/etc/o/signers"]);
  });

  test.each([
    [{ Brunch: "main" }, "Brunch"],
    [{ Jobs: 1.5 }, "Jobs is not a whole number"],
    [{ Jobs: 0 }, "Jobs is not a number above 0"],
    [{ TimeoutSeconds: "60" }, "TimeoutSeconds is not a number"],
    [{ MaxSizeBytes: "1G" }, "MaxSizeBytes is not a number"],
    [{ Path: 7 }, "Path is not a string"],
    [{ RequireSigned: "yes" }, "RequireSigned is not true or false"],
    [{ AllowedSigners: [7] }, "AllowedSigners has an entry"],
    [[], "Modules is not an object"],
  ])("%j is refused", (settings, message) => {
    expect(() => read(settings)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(message) }),
    );
  });
});
