// Deployments of one component whose data is captured and restored, each a journal as the driver writes it.

import type { Plan } from "../../src/model/index.js";
import { failed, GATEWAY, type JournalBuilder, journal, OK, planned } from "./journal-builder.js";

export const POINT_PLAN: Plan = {
  manifestName: "system-core-v2",
  groups: [
    {
      order: 10,
      components: [
        {
          ...planned("gateway", "G13", { from: "v1", to: "v2" }),
          rollbackPoint: {
            files: ["/etc/app", "/opt/app"],
            services: ["app.service"],
            databases: [{ type: "sqlite", database: "/var/lib/app.db" }],
          },
        },
      ],
    },
  ],
  skipped: [],
};

const POINT = { pointId: "00f1e2d3c4b5a697", sizeBytes: 120 * 1024 ** 2, warnings: ["/etc/app/pipe is a named pipe"] };
const { pointId } = POINT;
const HINT = "Restore it with `orchestrator backup restore`.";

/** Without the command's own processes: its interface is called after the capture. */
function commanded(builder: JournalBuilder, state: "ArtifactInstall" | "ArtifactRollback"): JournalBuilder {
  return builder.add({ type: "commandGiven", command: { kind: "call", state, components: [GATEWAY] } });
}

export function capturing(): JournalBuilder {
  const builder = commanded(journal().went("Download", GATEWAY), "ArtifactInstall");
  return builder.add({ type: "captureStarted", component: GATEWAY });
}

function captured(): JournalBuilder {
  const ended = { type: "captureEnded", component: GATEWAY, outcome: { ...OK, durationMilliseconds: 1500 } } as const;
  return capturing()
    .pass(1500)
    .add({ ...ended, point: POINT })
    .add({ type: "callSpawned", component: GATEWAY, call: "ArtifactInstall", pid: 5000, startTicks: "1" })
    .pass(100);
}

function installFailed(): JournalBuilder {
  const gate = { type: "gatePassed" } as const;
  const after = captured().ended("ArtifactInstall", GATEWAY, failed("exit code 1"));
  const turned = after.happened({ type: "stateSettled", failed: [GATEWAY] }).happened(gate);
  return commanded(turned.ask("SupportsRollback", { [GATEWAY]: true }), "ArtifactRollback")
    .add({ type: "callSpawned", component: GATEWAY, call: "ArtifactRollback", pid: 5000, startTicks: "1" })
    .pass(100)
    .add({ type: "restoreStarted", component: GATEWAY, pointId })
    .pass(900);
}

export const RESTORED = restored({});

/** The file of a service that there was not before. */
export const REMAINS = [
  "app.service, which did not exist before, is stopped and disabled, but its file /lib/app.service stays",
];

export const RESTORED_BUT = restored({ remains: REMAINS });

function restored(more: { readonly remains?: readonly string[] }) {
  return installFailed()
    .add({
      type: "restoreEnded",
      component: GATEWAY,
      pointId,
      outcome: { ok: true, durationMilliseconds: 900 },
      ...more,
    })
    .ended("ArtifactRollback", GATEWAY, { ok: true, durationMilliseconds: 1000 })
    .happened({ type: "stateSettled", failed: [] })
    .went("ArtifactFailure", GATEWAY)
    .happened({ type: "gatePassed" })
    .went("Cleanup", GATEWAY)
    .end("rolledBack").records;
}

const LOST = {
  ...failed("its rollback point could not be restored: /etc/app is as before, app.db is half done", "restore"),
  ...{ code: "BACKUP_RESTORE_FAILED", hint: HINT, durationMilliseconds: 900 },
};

export const NOT_RESTORED = installFailed()
  .add({ type: "restoreEnded", component: GATEWAY, pointId, outcome: LOST })
  .ended("ArtifactRollback", GATEWAY, LOST)
  .happened({ type: "stateSettled", failed: [GATEWAY] })
  .went("ArtifactFailure", GATEWAY)
  .happened({ type: "gatePassed" })
  .went("Cleanup", GATEWAY)
  .end("inconsistent", { inconsistent: { [GATEWAY]: "ArtifactRollback failed" } }).records;

const UNUSABLE = {
  ...failed("its rollback point could not be captured: /etc/app holds a mount point", "capture"),
  ...{ code: "BACKUP_SOURCE_UNUSABLE", hint: "Name what is mounted by itself.", durationMilliseconds: 20 },
};

export const NOT_CAPTURED = capturing()
  .pass(20)
  .add({ type: "captureEnded", component: GATEWAY, outcome: UNUSABLE })
  .ended("ArtifactInstall", GATEWAY, UNUSABLE)
  .happened({ type: "stateSettled", failed: [GATEWAY] })
  .happened({ type: "gatePassed" })
  .ask("SupportsRollback", { [GATEWAY]: true })
  .went("ArtifactRollback", GATEWAY)
  .went("ArtifactFailure", GATEWAY)
  .happened({ type: "gatePassed" })
  .went("Cleanup", GATEWAY)
  .end("rolledBack").records;

/** The power went in the capture. */
export const CAPTURE_INTERRUPTED = capturing().pass(60_000).run("resume").records;
