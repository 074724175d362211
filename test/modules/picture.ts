// What a machine looks like to stat and others before and after a run: of the modules that fail or are left alone, and of what belongs to
// them.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { portraitOf } from "../rollback/tree/portrait.js";
import { effectsOf, type Machine } from "./machine.js";

export const UPDATED = ["adblock", "dumps", "ohmyposh", "venvs"] as const;
export const FAILED = ["atuin", "gogs", "vaultwarden", "website"] as const;
export const UNTOUCHED = ["filebrowser", "hotfix", "kiwix", "mine", "os"] as const;

/** What belongs to those that fail, and to those that are not to be run. */
const EFFECTS_TO_STAY = [
  "home/owner/.config/atuin",
  "home/owner/.local/share/atuin",
  "opt/gogs",
  "var/www/homeserver",
  "etc/vaultwarden.env",
  "var/lib/vaultwarden",
  "etc/motd",
];
/** Folders in which nothing may be left beside what came back. */
const NEIGHBOURHOODS = ["home", "opt/gogs", "var"];

export interface Picture {
  readonly failed: readonly string[];
  readonly untouched: readonly string[];
  readonly effects: string;
  readonly neighbours: readonly string[];
}

export function pictureOf(machine: Machine): Picture {
  const portrait = (module: string) => (existsSync(machine.module(module)) ? portraitOf(machine.module(module)) : "");
  return {
    failed: FAILED.map(portrait),
    untouched: UNTOUCHED.map(portrait),
    effects: effectsOf(machine, ...EFFECTS_TO_STAY),
    neighbours: namesIn(machine.root),
  };
}

function namesIn(root: string): readonly string[] {
  return execFileSync("find", NEIGHBOURHOODS, { cwd: root, encoding: "utf8" }).split("\n").sort();
}

/** Of the modules that a second run has nothing to do with: not even replaced by the same. */
export function quietPicture(machine: Machine): readonly string[] {
  return [...UPDATED, ...UNTOUCHED].map((module) => inodesOf(machine.module(module)));
}

export function inodesOf(folder: string): string {
  return execFileSync("find", [folder, "-printf", "%P %i %T@ %C@\n"], { encoding: "utf8" })
    .split("\n")
    .sort()
    .join("\n");
}
