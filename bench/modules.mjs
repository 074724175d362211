// Modules of a git repository, 200 of which 5 have changed: how long it takes to find that out, against git and a script that reads
// the index files; and to update the five, against their bare runs.

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { interleave, measure, median } from "./measure.mjs";
import { git, makeModules } from "./modules-repository.mjs";
import { program } from "./system.mjs";

const MODULES = 200;
const CHANGED = 5;
const SECONDS = 1;
const JOBS = 4;
/** The system's own git and python3, on both sides: a shim of a version manager in front of them takes longer than they do. */
const PATH = "/usr/local/bin:/usr/bin:/bin";
const CHECK_ROUNDS = 11;
const UPDATE_ROUNDS = 5;

/** Python, as the original of the modules is: its start is the shortest of those that read JSON without further ado. */
const BARE_CHECK = `
import json, os, subprocess, sys
copy, url = sys.argv[1:3]
subprocess.run(["git", "fetch", "-q", "--depth", "1", url, "main"], cwd=copy, check=True)
if len(sys.argv) > 3:
    subprocess.run(["git", "checkout", "-q", "-f", "--detach", "FETCH_HEAD"], cwd=copy, check=True)
modules = os.path.join(copy, "modules")
versions = {}
for name in os.listdir(modules):
    with open(os.path.join(modules, name, "index.json")) as file:
        versions[name] = json.load(file)["metadata"]["schema_version"]
print(len(versions))
`;

const BARE_RUNS = `
import importlib.util, os, sys
from concurrent.futures import ThreadPoolExecutor

def run(folder):
    spec = importlib.util.spec_from_file_location(os.path.basename(folder), os.path.join(folder, "index.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main(None)

with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    assert all(pool.map(run, sys.argv[2:]))
`;

/** In the place of ssh: a server that takes half a second to connect to and to answer, as one on the other side of the internet does. */
const SLOW_SSH = `#!/bin/sh
sleep 0.5
for command; do :; done
exec sh -c "$command"
`;

export async function benchModules(parent) {
  const folder = join(parent, "modules");
  mkdirSync(folder);
  const modules = makeModules({ folder, modules: MODULES, seconds: SECONDS });
  const changed = modules.names.filter((_, index) => index % (MODULES / CHANGED) === 0);
  const side = {
    modules,
    changed,
    slow: slowSide(folder),
    ours: ourSide(folder, modules),
    copy: bareCopy(folder, modules),
  };
  return [...(await checks(side)), ...(await updates(side))];
}

function ourSide(folder, { url, machine }) {
  for (const name of ["etc", "store"]) mkdirSync(join(folder, name));
  const config = { Modules: { RepositoryUrl: url, Path: machine } };
  writeFileSync(join(folder, "etc", "mender-orchestrator.conf"), JSON.stringify(config));
  const env = {
    ...process.env,
    PATH,
    MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "etc"),
    MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
    MENDER_ORCHESTRATOR_BACKUPS_DIR: join(folder, "backups"),
  };
  const given = ["--log-level", "error", "modules"];
  return (args, more = {}) => measure(process.execPath, [program, ...given, ...args], { env: { ...env, ...more } });
}

function slowSide(folder) {
  // git knows by this name how to call it.
  const path = join(folder, "ssh");
  writeFileSync(path, SLOW_SSH);
  chmodSync(path, 0o755);
  return {
    url: `ssh://server${join(folder, "modules.git")}`,
    env: { GIT_SSH_COMMAND: path, GIT_SSH_VARIANT: "simple" },
  };
}

function bareCopy(folder, { url }) {
  const copy = join(folder, "copy");
  git(folder, "clone", "-q", "--depth", "1", url, copy);
  return copy;
}

function python(args, more = {}) {
  return measure("python3", ["-c", ...args], { env: { ...process.env, PATH, ...more } });
}

async function checks({ modules, changed, slow, ours, copy }) {
  modules.publish(changed);
  const bare = (...args) => python([BARE_CHECK, copy, modules.url, ...args]);
  await ours(["check"]);
  await bare("checkout");
  const same = await interleave(
    CHECK_ROUNDS,
    () => ours(["check"]),
    () => bare(),
  );
  const [, ...fetched] = await interleave(
    CHECK_ROUNDS,
    async () => modules.publish(changed),
    () => ours(["check"]),
    () => bare("checkout"),
  );
  const far = await interleave(
    CHECK_ROUNDS,
    () => ours(["check", "--repo-url", slow.url], slow.env),
    () => python([BARE_CHECK, copy, slow.url], slow.env),
  );
  const what = `modules check, ${CHANGED} of ${MODULES} to be updated`;
  return [
    ...compared({ what: `${what}, nothing to fetch`, against: "git fetch, 200 index files", aim: 1.5 }, same),
    ...compared({ what: `${what}, a new commit`, against: "git fetch, checkout, 200 index files", aim: 1.5 }, fetched),
    ...compared({ what: `${what}, a far server`, against: "git fetch, 200 index files", aim: 1.5 }, far),
  ];
}

async function updates({ modules, changed, ours }) {
  const folders = changed.map((name) => join(modules.modulesFolder, name));
  const bare = (atOnce) => python([BARE_RUNS, String(atOnce), ...folders]);
  const [, update, oneByOne, atOnce] = await interleave(
    UPDATE_ROUNDS,
    async () => modules.publish(changed),
    () => ours(["update", "--jobs", String(JOBS)]),
    () => bare(1),
    () => bare(JOBS),
  );
  const what = `modules update --jobs ${JOBS}, ${CHANGED} of ${MODULES}`;
  return [
    ...compared({ what, against: "bare runs, one after the other", aim: 1.3 }, [update, oneByOne]),
    ...compared({ what, against: `bare runs, ${JOBS} at once` }, [update, atOnce]),
  ];
}

/** By the clock, and in processor time of all that either side starts. */
function compared({ what, against, aim }, sides) {
  const row = (name, of, itsAim) => {
    const [our, their] = sides.map((runs) => median(runs.map(of)) / 1000);
    const [measured, beside] = [`${our.toFixed(2)} s`, `${against} ${their.toFixed(2)} s`];
    return { what: name, measured, against: beside, figure: our / their, aim: itsAim };
  };
  return [
    row(what, ({ milliseconds }) => milliseconds, aim),
    row("… processor time", ({ processorMilliseconds }) => processorMilliseconds),
  ];
}
