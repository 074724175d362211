// Which repositories and which names in them are taken. Whatever else git would understand, an option, a command behind `ext::`, a
// plain http, is refused before git sees it.

import { OrchestratorError } from "../../../base/index.js";
import { shownLocation } from "../../../model/index.js";

const MAX_URL_CHARACTERS = 2048;
const HTTPS = /^https:\/\/[^/\s-][^/\s]*(\/|$)/;
const SSH = /^ssh:\/\/([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9_[][A-Za-z0-9._:[\]-]*\/./;
/** As scp has it. */
const SSH_SHORT = /^[A-Za-z0-9_][A-Za-z0-9._-]*@[A-Za-z0-9_[][A-Za-z0-9._:[\]-]*:[^-]/;
const FILE = /^(file:\/\/)?\/./;

/** Throws MODULES_URL_REFUSED. */
export function checkUrl(url: string): void {
  const shown = JSON.stringify(shownLocation(url.slice(0, 200)));
  const isTaken = [HTTPS, SSH, SSH_SHORT, FILE].some((form) => form.test(url)) && url.length <= MAX_URL_CHARACTERS;
  if (!isTaken || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(url) || (url.startsWith("https:") && !URL.canParse(url))) {
    const hint = "Write https://HOST/PATH, ssh://HOST/PATH, user@HOST:PATH, file:///PATH, or an absolute path.";
    throw refused(`${shown} is not the URL of a repository that modules are taken from`, hint);
  }
  if (!/^https:\/\/[^/@]*:[^/@]*@/.test(url)) return;
  const hint =
    "Leave it out, and give it to git's credential helper or ~/.netrc: on a command line everybody can read it.";
  throw refused(`The URL ${shown} has a password in it`, hint);
}

const REF = /^[\p{L}\p{N}_][\p{L}\p{N}._/+@#=,-]{0,199}$/u;

/** A branch, a tag or a commit, as git lets them be called. Throws MODULES_URL_REFUSED. */
export function checkRef(ref: string): void {
  const isTaken = REF.test(ref) && !/\.\.|\/\/|\/\.|@\{|\.lock(\/|$)|[./]$/.test(ref);
  if (isTaken) return;
  const hint = "Name a branch, a tag or a commit.";
  throw refused(`${JSON.stringify(ref.slice(0, 200))} cannot be a branch, a tag or a commit`, hint);
}

/** With all of its digits. */
export function isCommitName(ref: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);
}

export function isShortCommitName(ref: string): boolean {
  return /^[0-9a-f]{4,63}$/.test(ref);
}

function refused(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "MODULES_URL_REFUSED", message, hint });
}
