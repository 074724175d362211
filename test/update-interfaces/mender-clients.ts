// Mender clients for rootfs-image to talk to: the real one on a file system of its own, and a stand-in for the newer one,
// which is not packaged everywhere.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/index.js";
import { makeWorkDir, type Subject, shippedFolder } from "./script.js";

export interface Device extends Subject {
  readonly root: string;
}

/** An update module (the client does not let one replace its own rootfs-image, which needs real partitions) that does as the file `behaviour` says. */
const moduleOf = (root: string) => `#!/bin/sh
behaviour=$(cat ${root}/behaviour 2>/dev/null)
case $1 in
  NeedsArtifactReboot) case $behaviour in no-reboot) echo No ;; *) echo Automatic ;; esac ;;
  SupportsRollback) echo Yes ;;
  ArtifactInstall)
    [ "$behaviour" != fail ] || exit 1
    [ "$behaviour" != crash ] || kill -9 $PPID
    ;;
  ArtifactCommit) [ "$behaviour" != fail-commit ] || exit 1 ;;
esac
exit 0
`;

/** Makes the module of the device behave: fail, crash (the client is killed), no-reboot, fail-commit. */
export function behave(device: Device, behaviour: string): void {
  writeFileSync(join(device.root, "behaviour"), behaviour);
}

/** A device with the installed client: its folders are bound over the host's in a mount namespace of each call. */
export function realDevice(): Device {
  const root = temporaryFolder();
  for (const folder of ["etc", "modules", "data", "bin"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "etc", "artifact_info"), "artifact_name=release-0\n");
  writeFileSync(join(root, "etc", "mender.conf"), "{}");
  writeFileSync(join(root, "data", "device_type"), "device_type=board");
  writeFileSync(join(root, "modules", "board-image"), moduleOf(root), { mode: 0o755 });
  const client = `exec /usr/bin/mender --no-syslog --log-level error -c ${root}/etc/mender.conf -d ${root}/data "$@"`;
  writeFileSync(join(root, "bin", "mender"), `#!/bin/sh\n${client}\n`, { mode: 0o755 });
  const enter = `mount --bind ${root}/etc /etc/mender && mount --bind ${root}/modules /usr/share/mender/modules/v3`;
  const inside = `#!/bin/sh\nexec unshare -m sh -c '${enter} && exec "$@"' sh ${shippedFolder}/rootfs-image "$@"\n`;
  writeFileSync(join(root, "rootfs-image"), inside, { mode: 0o755 });
  const environment = { PATH: `${join(root, "bin")}:${process.env["PATH"]}`, MENDER_DATASTORE_DIR: join(root, "data") };
  return prepared({
    root,
    path: join(root, "rootfs-image"),
    workDir: join(root, "work"),
    args: ["gateway"],
    environment,
  });
}

/** Puts an artifact where the orchestrator stores it for an interface that does not read streams. */
export function storeArtifact(device: Device, version: string): void {
  makeWorkDir(device.workDir, { name: version, provides: {} });
  const payload = join(device.root, "payload");
  writeFileSync(payload, version);
  mkdirSync(join(device.workDir, "files"));
  const output = join(device.workDir, "files", "artifact.mender");
  const what = ["-T", "board-image", "-t", "board", "-n", version, "-f", payload];
  execFileSync("mender-artifact", ["write", "module-image", ...what, "-o", output], { stdio: "ignore" });
}

/** What mender-update does, as far as rootfs-image can see. `can-stop` in the folder makes it a version with --stop-before. */
const STAND_IN = `#!/bin/sh
cd "$STAND_IN" || exit 1
echo "$*" >>calls
case "$1 $2" in
  'commit --help') [ ! -e can-stop ] || echo '  --stop-before STATE' ;;
  'show-provides '*) cat provides ;;
  'install '*)
    [ ! -e fail ] || exit 1
    cp provides before && touch in-progress && exit 4
    ;;
  'commit '*)
    [ -e in-progress ] || exit 2
    echo rootfs-image.version=new >provides
    case $* in *--stop-before*) ;; *) rm in-progress ;; esac
    ;;
  'rollback '*)
    [ -e in-progress ] || exit 2
    cp before provides && rm in-progress
    ;;
  'resume '*)
    [ -e in-progress ] || exit 2
    rm in-progress
    ;;
esac
`;

export function standInDevice(options: { readonly canStop: boolean }): Device {
  const root = temporaryFolder();
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "bin", "mender-update"), STAND_IN, { mode: 0o755 });
  writeFileSync(join(root, "provides"), "rootfs-image.version=old\n");
  if (options.canStop) writeFileSync(join(root, "can-stop"), "");
  const environment = { PATH: `${join(root, "bin")}:${process.env["PATH"]}`, STAND_IN: root };
  const device = { root, path: join(shippedFolder, "rootfs-image"), workDir: join(root, "work"), args: ["gateway"] };
  makeWorkDir(device.workDir, { name: "new", provides: {} });
  mkdirSync(join(device.workDir, "files"));
  writeFileSync(join(device.workDir, "files", "artifact.mender"), "");
  return { ...device, environment };
}

function prepared(device: Device): Device {
  storeArtifact(device, "release-1");
  return device;
}
