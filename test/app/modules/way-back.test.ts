// After `rollback --to` of a module: the global index says what is installed, and no update puts the version back that was left, unless
// somebody asks for the module or the repository has a higher one.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkModules, type Live, planModules, rollbackTo } from "../../../src/app/index.js";
import { requirePrograms } from "../../support/index.js";
import { createHome, type Home, pythonModule } from "./home.js";

function adblock(version: string) {
  return pythonModule("adblock", { metadata: { schema_version: version } }, "return True");
}

const OPTIONS = { stopBefore: [], exitOnReboot: true };

const never = new AbortController().signal;
const nothing = (): void => undefined;
const LIVE: Live = {
  ...{ planned: nothing, started: nothing, cancelSignal: never, leaveSignal: never },
  observer: { recorded: nothing, progressed: nothing },
};

async function goBack({ context }: Home, deploymentId: string) {
  return await rollbackTo(context, { ...OPTIONS, deploymentId }, LIVE);
}

function source({ repository, root }: Home) {
  return { repositoryUrl: `file://${repository}`, modulesPath: root, signal: new AbortController().signal };
}

requirePrograms(["git", "python3"])("a module that somebody has taken back", () => {
  test("stays so until it is asked for, there is a higher version, or something else is in its place", async () => {
    const server = createHome(adblock("1.0.0"), {});
    await server.update();
    server.publish(adblock("1.1.0"));
    await server.update();
    expect(await goBack(server, "module.adblock/2")).toMatchObject({ outcome: "done" });
    expect(server.version("adblock")).toBe("1.0.0");
    expect(server.globalIndex()).toMatchObject({ packages: { adblock: "1.0.0" }, metadata: { branch: "main" } });
    expect(server.lines.join("\n")).toMatch(/adblock stays at 1\.0\.0: updates take nothing up to 1\.1\.0, unless/);

    const held = { modules: [{ name: "adblock", state: "heldBack", installed: "1.0.0", repository: "1.1.0" }] };
    expect(await checkModules(server.context, source(server))).toMatchObject({ exitCode: 0, ...held });
    expect(await planModules(server.context, source(server))).toMatchObject({ exitCode: 0, ...held, steps: [] });
    expect(await server.update()).toMatchObject({ exitCode: 0, results: [], ...held });

    const named = await planModules(server.context, { ...source(server), names: ["adblock"] });
    expect(named.steps).toMatchObject([{ name: "adblock", from: "1.0.0", to: "1.1.0" }]);
    server.publish(adblock("1.1.1"));
    const higher = await checkModules(server.context, source(server));
    expect(higher).toMatchObject({ modules: [{ state: "newer", repository: "1.1.1" }] });

    server.publish(adblock("1.1.0"));
    const path = join(server.root, "modules", "adblock", "index.json");
    writeFileSync(path, JSON.stringify({ metadata: { schema_version: "0.9.0" } }));
    expect(await server.update()).toMatchObject({ results: [{ outcome: "updated", from: "0.9.0", to: "1.1.0" }] });
  });
});
