// A repository of modules and a machine on which all of them are installed. Each round some of them get a newer version.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a module waits for: package managers, services that start, downloads. */
const MAIN = (seconds) => `import time


def main(args=None):
    time.sleep(${seconds})
    return {"success": True}
`;

/** @param {{ folder: string, modules: number, seconds: number }} options */
export function makeModules({ folder, modules, seconds }) {
  const [bare, work, machine] = ["modules.git", "work", "machine"].map((name) => join(folder, name));
  git(folder, "init", "-q", "--bare", "-b", "main", bare);
  git(folder, "init", "-q", "-b", "main", work);
  const names = Array.from({ length: modules }, (_, index) => `module${String(index).padStart(3, "0")}`);
  for (const name of names) layModule(join(work, "modules", name), { name, seconds });
  let version = 0;
  const publish = (changed) => {
    version += 1;
    for (const name of changed) writeIndex(join(work, "modules", name), name, `1.${version}.0`);
    git(work, "add", "--all");
    git(work, "commit", "-q", "-m", `Round ${version}`);
    git(work, "push", "-q", `file://${bare}`, "main");
  };
  publish(names);
  cpSync(join(work, "modules"), join(machine, "modules"), { recursive: true });
  return { url: `file://${bare}`, names, machine, modulesFolder: join(machine, "modules"), publish };
}

/** As many files as a real one has: the index, the code, a text about it, and some data. */
function layModule(folder, { name, seconds }) {
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(join(folder, "index.py"), MAIN(seconds));
  writeFileSync(join(folder, "README.md"), `# ${name}\n\n${"What it does, and for whom. ".repeat(60)}\n`);
  for (let part = 0; part < 4; part += 1) {
    writeFileSync(join(folder, "data", `part${part}`), `${name} ${part}\n`.repeat(300));
  }
}

function writeIndex(folder, name, version) {
  const index = {
    metadata: { schema_version: version, module_name: name, enabled: true },
    config: {
      service: { name, systemd_service: `${name}.service` },
      directories: { config: `/etc/${name}`, data: `/var/lib/${name}` },
      sources: Object.fromEntries(
        Array.from({ length: 8 }, (_, at) => [`source${at}`, `https://example.org/${name}/${at}`]),
      ),
    },
  };
  writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, null, 2)}\n`);
}

export function git(folder, ...args) {
  const who = ["-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" });
}
