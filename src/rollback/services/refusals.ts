// Errors of captures and restores of services.

import { OrchestratorError } from "../../base/index.js";

export function unusable(message: string): OrchestratorError {
  return new OrchestratorError({ code: "BACKUP_SOURCE_UNUSABLE", message });
}

export function noSystemd(why: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_TOOL_MISSING",
    message: `Services cannot be captured or brought back: ${why}`,
    hint: "It needs systemctl, and systemd as the system's first process.",
  });
}

/** How one unit is, and how it was. */
export interface Difference {
  readonly name: string;
  readonly why: string;
}

export function notAsBefore(differences: readonly Difference[]): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_RESTORE_FAILED",
    message: `Services are not as they were: ${differences.map(({ name, why }) => `${name} ${why}`).join("; ")}`,
    hint: "`systemctl status` and `journalctl -u` of the service say why. A restore may be repeated.",
    facts: { services: differences },
  });
}
