// What `modules list` and `modules status NAME` answer.

import type { InstalledModule } from "../../app-types.js";
import type { OutputFormat } from "../../global-options.js";
import type { Session } from "../../session.js";
import type { Paint } from "../paint.js";
import { formatTime, printable, table, truncated } from "../text.js";
import { versionText } from "./check.js";

export function answerInstalled(session: Session, modules: readonly InstalledModule[], output: OutputFormat): void {
  session.present(output, {
    json: () => ({ modules: modules.map(moduleJson) }),
    human: (paint) => (modules.length === 0 ? ["No module is installed."] : listLines(modules, paint)),
  });
}

export function answerModule(session: Session, module: InstalledModule, output: OutputFormat): void {
  session.present(output, { json: () => moduleJson(module), human: (paint) => moduleLines(module, paint) });
}

function moduleJson(module: InstalledModule) {
  const { last } = module;
  return { ...module, last: last && { ...last, startedAt: new Date(last.startedAt).toISOString() } };
}

function listLines(modules: readonly InstalledModule[], paint: Paint): readonly string[] {
  return table(
    modules.map((module) => [
      printable(module.name),
      versionText(module.version),
      `${[stateText(module, paint), ...(module.last === null ? [] : [lastText(module, paint)])].join(", ")}${reasonText(module)}`,
    ]),
  );
}

function stateText({ fault, isEnabled }: InstalledModule, paint: Paint): string {
  if (fault !== null) return paint.red("cannot be read");
  return isEnabled === false ? paint.dim("disabled") : "enabled";
}

function lastText({ last }: InstalledModule, paint: Paint): string {
  if (last === null) return "never updated from here";
  const to = `update to ${printable(last.version)}`;
  switch (last.verdict) {
    case null:
      return paint.yellow(`${to} is unfinished`);
    case "succeeded":
      return `updated ${formatTime(last.startedAt)}`;
    case "rolledBack":
      return `${paint.red(`${to} failed`)} ${formatTime(last.startedAt)}`;
    case "inconsistent":
      return paint.red(`${to} failed and could NOT be undone`);
  }
}

const LONGEST_REASON = 160;

function reasonText({ last }: InstalledModule): string {
  return last?.reason == null ? "" : `: ${truncated(printable(last.reason), LONGEST_REASON)}`;
}

function moduleLines(module: InstalledModule, paint: Paint): readonly string[] {
  const { name, version, folder, description, fault, captured, priority, last, warnings } = module;
  const row = (label: string, text: string) => `${`${label}:`.padEnd(13)}${text}`;
  return [
    paint.bold(`${printable(name)} ${versionText(version)}`),
    ...(description === null ? [] : [printable(description)]),
    row("Folder", printable(folder)),
    row("State", stateText(module, paint)),
    ...(fault === null ? [] : [row("Fault", printable(fault.message))]),
    ...(priority === null ? [] : [row("Priority", String(priority))]),
    ...(captured === null ? [] : [row("Comes back", capturedText(captured))]),
    row("Last update", `${lastText(module, paint)}${last === null ? "" : ` (${last.deployment})`}`),
    ...(last?.reason == null ? [] : [row("Reason", printable(last.reason))]),
    ...warnings.map(({ message }) => `${paint.yellow("warning")}: ${printable(message)}`),
  ];
}

function capturedText({ files, services }: NonNullable<InstalledModule["captured"]>): string {
  const words = ["its folder", ...files, ...services.map((unit) => `service ${unit}`)];
  return words.map(printable).join(", ");
}
