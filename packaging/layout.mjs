// Where everything but the program itself goes in the file system of a gateway.

import { chmodSync, copyFileSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const NAME = "orchestrator";
export const OTHER_NAMES = ["mender-orchestrator", "mender-update-orchestrator"];
const INTERFACES = "usr/share/mender-orchestrator/interfaces/v1";
const INTERFACES_OF_2024 = "usr/share/mender-update-orchestrator/update-interfaces/v1";

/** Shipped as an example only: where a real `rtos` was forgotten, a mock must not play it. */
const MOCK = "rtos";

export const CONFFILE = "etc/mender-orchestrator/mender-orchestrator.conf";
/** Of the Python package, what people call. */
const COMMANDS = ["updates/index.py", "updates/updateManager.sh"];
const DATASTORE = "var/lib/mender-orchestrator";
const UNIT = "usr/lib/systemd/system/orchestrator-resume.service";

export function layFiles(root, staging) {
  const lay = (from, to, mode) => layFile(join(root, from), join(staging, to), mode);
  for (const name of readdirSync(join(root, "update-interfaces/v1"))) {
    const folder = name === MOCK ? "usr/share/mender-orchestrator/examples" : INTERFACES;
    lay(`update-interfaces/v1/${name}`, `${folder}/${name}`, 0o755);
    if (name !== MOCK)
      link(`../../../mender-orchestrator/interfaces/v1/${name}`, join(staging, INTERFACES_OF_2024, name));
  }
  for (const name of readdirSync(join(root, "schemas"))) {
    lay(`schemas/${name}`, `usr/share/mender-orchestrator/schemas/${name}`, 0o644);
  }
  layPython(root, staging);
  const module = "modules/v3/mender-orchestrator-manifest";
  const inventory = "inventory/mender-inventory-mender-orchestrator";
  for (const path of [module, inventory]) lay(`mender-client/${path}`, `usr/share/mender/${path}`, 0o755);
  lay("packaging/files/orchestrator-resume.service", UNIT, 0o644);
  lay("packaging/files/mender-orchestrator.conf", CONFFILE, 0o644);
  mkdirSync(join(staging, DATASTORE), { recursive: true });
  chmodSync(join(staging, DATASTORE), 0o700);
}

/** What runs modules in Python, where the interface looks for it: two folders above its own. */
function layPython(root, staging) {
  const folder = join(root, "python");
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(py|sh)$/.test(name)) continue;
    const mode = COMMANDS.includes(name) ? 0o755 : 0o644;
    layFile(join(folder, name), join(staging, "usr/share/mender-orchestrator/python", name), mode);
  }
}

/** The other names of what is installed under the first one. `format` makes the file's name of the program's. */
export function linkOtherNames(staging, folder, format) {
  for (const other of OTHER_NAMES) link(format(NAME), join(staging, folder, format(other)));
}

export function layFile(from, to, mode) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, mode);
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
