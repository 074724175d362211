// A home server with a real systemd, in which modules look after services. What a module does at its end, raise, wait for ever or return, is
// written into a file of the machine, so that one version of it can do one after the other.

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { bootMachine, type Machine } from "../rollback/services/machine.js";
import { programPath, projectRoot } from "../support/index.js";
import type { Run } from "./machine.js";

export type End = "raise" | "wait" | "return";

export interface ServiceHome {
  readonly machine: Machine;
  /** What modules do at their end from now on. */
  endWith(end: End): void;
  /** The program, inside. */
  run(...args: readonly string[]): Promise<Run>;
  bootAgain(): Promise<ServiceHome>;
}

const HOME = "/opt/orchestrator";
const REPOSITORY = "/opt/modules";
const UPDATES = "/opt/updates";
export const WEB_UNIT = "/etc/systemd/system/web.service";

/** What it runs on is seen in /run/web. */
const unit = (description: string) => `[Unit]
Description=${description}
[Service]
Type=notify
NotifyAccess=all
ExecStart=/bin/sh -c 'cat /etc/web.conf >/run/web; systemd-notify --ready; exec sleep infinity'
[Install]
WantedBy=basic.target
`;

export async function openServiceHome(): Promise<ServiceHome> {
  const machine = await bootMachine({ "web.service": unit("the old one") });
  try {
    layProgram(machine);
    layModules(machine);
    return homeOf(machine);
  } catch (thrown) {
    await machine.switchOff();
    throw thrown;
  }
}

function homeOf(machine: Machine): ServiceHome {
  return {
    machine,
    endWith: (end) => write(machine, "/opt/end", end),
    run: async (...args) => {
      const path = "PATH=/usr/local/bin:/usr/bin:/usr/sbin";
      const words = [
        ...machine.enter,
        "env",
        "-i",
        path,
        "HOME=/root",
        process.execPath,
        `${HOME}/dist/main.js`,
        ...args,
      ];
      const [program = "", ...rest] = words;
      const { exitCode, stdout, stderr } = await execa(program, rest, { reject: false, stdin: "ignore" });
      return { exitCode, stdout, stderr };
    },
    bootAgain: async () => homeOf(await machine.bootAgain()),
  };
}

function layProgram({ root }: Machine): void {
  const at = (path: string) => join(root, HOME, path);
  cpSync(dirname(programPath), at("dist"), { recursive: true });
  for (const name of ["package.json", "update-interfaces", "python"]) {
    cpSync(join(projectRoot, name), at(name), { recursive: true });
  }
}

function layModules(machine: Machine): void {
  const configuration = { Modules: { RepositoryUrl: `file://${REPOSITORY}`, Path: UPDATES } };
  write(machine, "/etc/mender-orchestrator/mender-orchestrator.conf", JSON.stringify(configuration));
  write(machine, "/etc/web.conf", "old\n");
  write(machine, `${UPDATES}/modules/web/index.json`, indexText("1.0.0", WEB));
  for (const [name, { configuration: own, main }] of Object.entries(MODULES)) {
    write(machine, `${REPOSITORY}/modules/${name}/index.json`, indexText("1.1.0", own));
    write(machine, `${REPOSITORY}/modules/${name}/index.py`, moduleText(name, main));
  }
  machine.shell(`systemctl daemon-reload && systemctl enable -q --now web && cd ${REPOSITORY} && git init -q -b main &&
    git add . && git -c user.name=m -c user.email=m@example.org commit -q -m modules`);
}

function write({ root }: Machine, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function indexText(version: string, configuration: object): string {
  return JSON.stringify({ metadata: { schema_version: version }, configuration });
}

const WEB = { service_name: "web", backup_paths: ["/etc/web.conf", WEB_UNIT] };

/** `web` changes a service that is there; `webhook`, which comes after it, works on the same one; the others bring their own, in the two places for units. */
const MODULES = {
  web: {
    configuration: WEB,
    main: [
      `write("/etc/web.conf", "new\\n")`,
      `write("${WEB_UNIT}", ${JSON.stringify(unit("the new one"))})`,
      `systemctl("disable", "web")`,
      `systemctl("daemon-reload")`,
      `systemctl("restart", "web")`,
      "end()",
      `systemctl("enable", "web")`,
    ],
  },
  webhook: { configuration: { service: { systemd_service: "web.service" } }, main: [`systemctl("restart", "web")`] },
  fresh: { configuration: { service_name: "fresh" }, main: bringing("/etc/systemd/system", "fresh") },
  packaged: { configuration: { service_name: "packaged" }, main: bringing("/usr/lib/systemd/system", "packaged") },
} as const;

function bringing(folder: string, name: string): readonly string[] {
  return [
    `write("${folder}/${name}.service", ${JSON.stringify(unit(name))})`,
    `systemctl("daemon-reload")`,
    `systemctl("enable", "--now", "${name}")`,
    "end()",
  ];
}

function moduleText(name: string, main: readonly string[]): string {
  return `import subprocess, time

def write(path, text, mode="w"):
    with open(path, mode) as file:
        file.write(text)

def systemctl(*words):
    subprocess.run(["systemctl", "--quiet", *words], check=True)

def end():
    how = open("/opt/end").read()
    if how == "raise":
        raise RuntimeError("${name} cannot go on")
    if how == "wait":
        write("/run/waiting", "")
        time.sleep(3600)

def main(args=None):
    write("/run/turns", "${name} begins on " + open("/run/web").read(), "a")
    try:
${main.map((line) => `        ${line}`).join("\n")}
    finally:
        write("/run/turns", "${name} ends\\n", "a")
    return True
`;
}
