// `interface check`: a sound interface and the shipped ones keep every rule; each broken one breaks exactly the rule it is
// named after, and every rule has one that breaks it.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkInterface, createContext, type InterfaceCheckOptions } from "../../src/app/index.js";
import { writeArtifact } from "../../src/artifacts/index.js";
import { RULES } from "../../src/interfaces/index.js";
import { projectRoot, temporaryFolder } from "../support/index.js";
import { packModule, scriptModule } from "./module-site.js";
import { shippedFolder } from "./script.js";

const brokenFolder = join(projectRoot, "test", "update-interfaces", "broken");
const brokenNames = readdirSync(brokenFolder).filter((name) => name !== "sound");
const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warning: silent, error: silent };

/** The ids of the rules, by verdict. */
async function check(options: Partial<InterfaceCheckOptions> & { readonly interfacePath: string }) {
  const environment = { ...process.env, VERSION_FILE: join(temporaryFolder(), "version") };
  writeFileSync(environment.VERSION_FILE, "none");
  const context = createContext({ programName: "orchestrator", programVersion: "0", environment, options: {}, log });
  const defaults = { dialect: "2026", args: [], runStates: true, timeoutSeconds: 30, environment } as const;
  const result = await checkInterface(context, { ...defaults, ...options });
  const ids = (verdict: string) => result.findings.filter((each) => each.verdict === verdict).map(({ id }) => id);
  return {
    exitCode: result.exitCode,
    pass: ids("pass"),
    fail: ids("fail"),
    skip: ids("skip"),
    findings: result.findings,
  };
}

/** Of a module without an effect. */
async function moduleArtifact(version: string): Promise<string> {
  const output = join(temporaryFolder(), "module.mender");
  await writeArtifact({
    ...{ type: "directory-module", compatibleTypes: ["directory-module"], name: `web-${version}`, output },
    ...{ compression: "none", files: [packModule(scriptModule(version))] },
    provides: { "rootfs-image.directory-module.version": version },
  });
  return output;
}

function ruleOf(name: string) {
  return RULES.find(({ id }) => id === name.split(".")[0]);
}

describe("broken interfaces", () => {
  test.each(brokenNames)("%s", async (name) => {
    const isState = ruleOf(name)?.group === "states";
    const timeoutSeconds = name === "time-limit" ? 15 : 30;
    const found = await check({ interfacePath: join(brokenFolder, name), runStates: isState, timeoutSeconds });
    expect(found).toMatchObject({ exitCode: 1, fail: [ruleOf(name)?.id] });
    const broken = found.findings.filter(({ verdict }) => verdict === "fail");
    expect(broken.every(({ details }) => details.length > 0)).toBe(true);
  });

  test("there is one for every rule", () => {
    expect([...new Set(brokenNames.map((name) => ruleOf(name)?.id))].sort()).toEqual(RULES.map(({ id }) => id).sort());
  });
});

describe("sound interfaces keep every rule", () => {
  const allRules = RULES.map(({ id }) => id);

  test("a small one", async () => {
    expect(await check({ interfacePath: join(brokenFolder, "sound") })).toMatchObject({ exitCode: 0, pass: allRules });
  });

  test.each(["single-file", "directory"])("%s", async (name) => {
    const args = [`destination=${join(temporaryFolder(), "destination")}`];
    const found = await check({ interfacePath: join(shippedFolder, name), args });
    expect(found).toMatchObject({ exitCode: 0, pass: allRules });
  });

  test("directory-module, with an artifact that is a module", async () => {
    const interfacePath = join(shippedFolder, "directory-module");
    const args = [`destination=${join(temporaryFolder(), "modules", "web")}`];
    const found = await check({ interfacePath, args, artifactPath: await moduleArtifact("1.0.0") });
    expect(found).toMatchObject({ exitCode: 0, pass: allRules });
  });

  test.each(["Yes", "No", "Automatic"])("rtos, with NeedsArtifactReboot %s", async (answer) => {
    const instances = temporaryFolder();
    mkdirSync(join(instances, "1"));
    const files = {
      Provides: "version=1\n",
      SupportsRollback: "Yes",
      NeedsArtifactReboot: answer,
      Identity: "id=R1\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(instances, "1", name), text);
    const found = await check({ interfacePath: join(shippedFolder, "rtos"), args: ["1", `instances=${instances}`] });
    expect(found).toMatchObject({ exitCode: 0, pass: allRules });
  });

  test("rtos in the 2024 dialect, without rollback", async () => {
    const instances = temporaryFolder();
    mkdirSync(join(instances, "R456"));
    writeFileSync(join(instances, "R456", "Provides"), "device_type=rtos\nartifact_name=UNSET\n");
    const interfacePath = join(shippedFolder, "rtos");
    const found = await check({ interfacePath, dialect: "2024", id: "R456", args: [`instances=${instances}`] });
    expect(found).toMatchObject({ exitCode: 0, fail: [] });
    expect(found.skip).toEqual([
      "provides-version",
      "provides-device-type",
      "identity-line",
      "rollback-succeeds",
      "rollback-restores",
      "rollback-again",
    ]);
  });
});

test.each(["single-file", "directory", "directory-module", "rtos"])(
  "%s keeps every rule that questions show, without arguments",
  async (name) => {
    const found = await check({ interfacePath: join(shippedFolder, name), runStates: false });
    expect(found).toMatchObject({ exitCode: 0, fail: [] });
  },
);

test("an interface is found by its name, and one that is not there is named", async () => {
  const found = await check({ interfacePath: "single-file", runStates: false, args: ["destination=/opt/x"] });
  expect(found.exitCode).toBe(0);
  await expect(check({ interfacePath: "./no-such-interface" })).rejects.toMatchObject({ code: "INTERFACE_NOT_FOUND" });
});
