// What systemd's words for the activity of a unit mean here.

import type { UnitState } from "./systemctl.js";

/** Also one that is on its way up or down again in between: it was meant to run. */
export function isActive(activeState: string): boolean {
  return ["active", "reloading", "refreshing", "activating"].includes(activeState);
}

/** One that is about to stop is waited for as well. */
export function isStopped({ activeState }: Pick<UnitState, "activeState">): boolean {
  return !isActive(activeState) && activeState !== "deactivating";
}
