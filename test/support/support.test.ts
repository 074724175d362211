import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot, requirePrograms, temporaryFolder } from "./index.js";
import { LONG_FILES } from "./long-files.js";

describe("temporaryFolder", () => {
  test("makes a new, empty folder each time", () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    expect(one).not.toBe(other);
    expect(readdirSync(one)).toEqual([]);
  });
});

describe("projectRoot", () => {
  test("is the folder of package.json", () => {
    expect(existsSync(`${projectRoot}/package.json`), basename(projectRoot)).toBe(true);
  });
});

describe("requirePrograms", () => {
  test("gives the plain describe when everything is installed", () => {
    expect(requirePrograms(["sh"])).toBe(describe);
  });

  test("gives something else when a program is missing", () => {
    expect(requirePrograms(["sh", "no-such-program-anywhere"])).not.toBe(describe);
  });
});

describe("long files", () => {
  test("are all there", () => {
    expect(LONG_FILES.filter((file) => !existsSync(join(projectRoot, file)))).toEqual([]);
    expect(new Set(LONG_FILES).size).toBe(LONG_FILES.length);
  });
});
