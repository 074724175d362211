// A module of which not everything could be brought back is lost in each run until an update of it succeeds, also where one more update
// of it fails and is undone: it went back to what the first had left.

import { expect, test } from "vitest";
import { requirePrograms } from "../../support/index.js";
import { createHome, pythonModule } from "./home.js";

const INDEX = (version: string) => ({
  metadata: { schema_version: version },
  configuration: { backup_paths: ["DATA/adblock"] },
});

function adblock(version: string, ...lines: readonly string[]) {
  return pythonModule("adblock", INDEX(version), ...lines);
}

requirePrograms(["git", "python3"])("a module that could not be brought back", () => {
  test("is told until an update of it succeeds", async () => {
    const loses = ["import shutil", 'shutil.rmtree("DATA/../backups")', 'raise RuntimeError("boom")'];
    const server = createHome(adblock("2.0.0", ...loses), adblock("1.0.0"));
    const first = await server.update();
    expect(first).toMatchObject({ exitCode: 3, results: [{ outcome: "notRestored", deployment: "module.adblock/1" }] });

    server.publish(adblock("2.0.0", 'raise RuntimeError("again")'));
    const [again, once] = [await server.update(), await server.update()];
    for (const { exitCode, lost, results } of [again, once]) {
      expect({ exitCode, lost }).toEqual({ exitCode: 3, lost: [] });
      expect(results).toMatchObject([{ outcome: "notRestored" }]);
      const [problem] = results.map((result) => result.problem);
      expect(problem?.message).toBe("RuntimeError: again; an earlier update of it could not be undone as a whole");
      expect(problem?.hint).toMatch(/history show module\.adblock\/1`, repair it/);
    }
    expect(once.results).toMatchObject([{ deployment: "module.adblock/3" }]);
    expect(server.lines.filter((line) => line.includes("Restored backup"))).toEqual([]);

    server.publish(adblock("1.0.0"));
    expect(await server.update()).toMatchObject({
      exitCode: 3,
      results: [],
      lost: [{ deployment: "module.adblock/1" }],
    });

    server.publish(adblock("2.0.0", "return True"));
    expect(await server.update()).toMatchObject({ exitCode: 0, lost: [], results: [{ outcome: "updated" }] });
  });
});
