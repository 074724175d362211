// A module in Python from its artifact to its end, by the program: what it finds, what comes back when it fails, and that nothing of
// it survives when it hangs.

import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { writeArtifact } from "../../src/artifacts/index.js";
import { pythonEnvironment, pythonSuite } from "../python/python.js";
import { programPath, temporaryFolder } from "../support/index.js";
import { packModule, pythonModule } from "./module-site.js";

interface Home {
  readonly folder: string;
  readonly module: string;
  /** Installs a version of the module `web`; its rollback point has `settings` beside it. */
  install(version: string, source: string): Promise<{ readonly exitCode: number | undefined; readonly stderr: string }>;
}

function makeHome(timeoutSeconds = 120): Home {
  const folder = temporaryFolder();
  const [store, conf, module] = [
    join(folder, "store"),
    join(folder, "conf"),
    join(folder, "updates", "modules", "web"),
  ];
  for (const path of [store, conf]) mkdirSync(path);
  writeFileSync(join(conf, "mender-orchestrator.conf"), JSON.stringify({ InterfaceTimeoutSeconds: timeoutSeconds }));
  const component = { component_type: "web", interface: "directory-module", interface_args: [`destination=${module}`] };
  const common = { api_version: "mender/v1" };
  const topology = { ...common, kind: "topology", system_type: "home", components: [component] };
  writeFileSync(join(store, "topology.yaml"), JSON.stringify(topology));
  const env = {
    ...pythonEnvironment(),
    ...{ MENDER_ORCHESTRATOR_DATASTORE_DIR: store, MENDER_ORCHESTRATOR_CONF_DIR: conf },
    MENDER_ORCHESTRATOR_BACKUPS_DIR: join(folder, "backups"),
  };
  return {
    folder,
    module,
    install: async (version, source) => {
      const output = join(folder, `web-${version}.mender`);
      await writeArtifact({
        ...{ type: "directory-module", compatibleTypes: ["web"], name: `web-${version}`, output, compression: "none" },
        ...{ files: [packModule(pythonModule(version, source))], software: { version } },
      });
      const web = { artifact_path: output, rollback_point: { files: [module, join(folder, "settings")] } };
      const name = { name: `web-${version}`, system_types_compatible: ["home"] };
      writeFileSync(
        join(folder, "manifest.yaml"),
        JSON.stringify({ ...common, kind: "manifest", ...name, component_types: { web } }),
      );
      const args = [programPath, "install", join(folder, "manifest.yaml")];
      const { exitCode, stderr } = await execa(process.execPath, args, {
        env,
        extendEnv: false,
        reject: false,
        stdin: "ignore",
      });
      return { exitCode, stderr };
    },
  };
}

/** As the documents of the original show it, with a backup of its own inside of main. */
const ROLLING_BACK = (folder: string) => `
import os
from initialization.files.user_local_lib.updates.utils.global_rollback import GlobalRollback
from updates import log_message
def main(args=None):
    rollback = GlobalRollback()
    rollback_point = rollback.create_rollback_point("web", "pre_update", files=["${folder}/settings", "${folder}/own"])
    try:
        for name in ("settings", "own"):
            with open(os.path.join("${folder}", name), "w") as file:
                file.write("new")
        raise Exception("Service health check failed")
    except Exception as e:
        log_message(f"Update failed, rolling back: {e}", "ERROR")
        success = rollback.restore_rollback_point(rollback_point)
        return {"success": False, "error": str(e), "rollback_success": success}
`;

const HANGING = (folder: string) => `
import os, subprocess, time
def main(args):
    near = subprocess.Popen(["sleep", "600"])
    far = subprocess.Popen(["sleep", "600"], start_new_session=True)
    with open("${folder}/pids.new", "w") as file:
        file.write(f"{os.getpid()} {near.pid} {far.pid}")
    os.rename("${folder}/pids.new", "${folder}/pids")
    open("${folder}/settings", "w").write("new")
    time.sleep(600)
`;

const GOOD =
  "import os\ndef main(args): print(sorted(os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}')))";

pythonSuite("a module in Python", () => {
  test("fails and is taken back, with what its rollback point names; the next version is installed", async () => {
    const home = makeHome();
    writeFileSync(join(home.folder, "settings"), "old");
    expect(await home.install("1.0.0", GOOD)).toMatchObject({ exitCode: 0 });
    const failed = await home.install("2.0.0", ROLLING_BACK(home.folder));
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain("Restored rollback point: 2/2 backups successful");
    expect(failed.stderr).toContain(
      "Service health check failed (the module says that it restored what it had captured itself)",
    );
    expect(installed(home)).toEqual({ version: "1.0.0", settings: "old", hasOwn: false });
    expect(await home.install("3.0.0", GOOD)).toMatchObject({ exitCode: 0 });
    expect(installed(home).version).toBe("3.0.0");
  });

  test("has no descriptor of the orchestrator but its output", async () => {
    const { stderr } = await makeHome().install("1.0.0", GOOD);
    const [, list = ""] = /ArtifactInstall: \[(.*)\]/.exec(stderr) ?? [];
    const opened = list.split(", ").map((each) => each.slice(1, -1));
    // What this test was itself started with goes through the program to everybody.
    const ours = readdirSync("/proc/self/fd").map(targetOf);
    const others = opened.filter((each) => !/^\/dev\/null$|\/work\/pipes\/\d+$/.test(each) && !ours.includes(each));
    expect(list).toContain("/dev/null");
    expect(others).toEqual([]);
  });

  test("that hangs is ended with all of its processes, and taken back", async () => {
    const home = makeHome(20);
    writeFileSync(join(home.folder, "settings"), "old");
    const failed = await home.install("1.0.0", HANGING(home.folder));
    expect(failed.exitCode).toBe(1);
    expect(existsSync(home.module)).toBe(false);
    expect(readFileSync(join(home.folder, "settings"), "utf8")).toBe("old");
    const pids = readFileSync(join(home.folder, "pids"), "utf8").split(" ").map(Number);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

function installed({ folder, module }: Home) {
  return {
    version: JSON.parse(readFileSync(join(module, "index.json"), "utf8")).metadata.schema_version,
    settings: readFileSync(join(folder, "settings"), "utf8"),
    hasOwn: existsSync(join(folder, "own")),
  };
}

/** Empty where it has been closed in the meantime. */
function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
}

/** A process that nobody has waited for yet is not. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
