// Names of systemd units as people write them, and as systemctl is given them.

import { unusable } from "./refusals.js";

const SUFFIX = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;
const MAX_UNITS = 256;

/** `nginx` is `nginx.service`. Throws BACKUP_SOURCE_UNUSABLE: a name must never be taken for an option or a pattern. */
export function unitName(name: string): string {
  if (!isUnitName(name)) throw unusable(`${JSON.stringify(name.slice(0, 100))} is not the name of a systemd unit`);
  return SUFFIX.test(name) ? name : `${name}.service`;
}

export function checkNames(names: readonly string[]): void {
  if (names.length === 0) throw unusable("No service is named");
  if (names.length > MAX_UNITS) throw unusable(`More than ${MAX_UNITS} services are named`);
  for (const name of names) unitName(name);
}

export function isUnitName(name: string): boolean {
  return /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,254}$/.test(name);
}
