// The texts of a header: JSON that readers understand differently, or that takes them down.

import type { ErrorCode } from "../../../src/base/index.js";
import { entry, type Level, withMembers } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

/** Another text in place of header-info, type-info or meta-data, in the header and in the augment. */
function both(what: string, code: ErrorCode, text: string | Buffer): readonly Row[] {
  return (["header", "augment"] as const).flatMap((level: Level): readonly Row[] => [
    [
      `${what}, header-info of the ${level}`,
      code,
      () => withMembers(level, (all) => [entry("header-info", text), ...all.slice(1)]),
    ],
    [
      `${what}, type-info of the ${level}`,
      code,
      () => withMembers(level, (all) => [...all.slice(0, 1), entry("headers/0000/type-info", text)]),
    ],
    ...(text === "" ? [] : [metaData(what, code, level, text)]),
  ]);
}

/** An empty one is what some writers make of none. */
const metaData = (what: string, code: ErrorCode, level: Level, text: string | Buffer): Row => [
  `${what}, meta-data of the ${level}`,
  code,
  () => withMembers(level, (all) => [...all, entry("headers/0000/meta-data", text)]),
];

const INVALID: ErrorCode = "ARTIFACT_HEADER_INVALID";
const INFO = '"payloads":[{"type":"rtos"}],"artifact_provides":{"artifact_name":"n"}';

export const keys = attackClass("keys that stand twice in an object", [
  ...both("one after the other", INVALID, `{${INFO},${INFO}}`),
  ...both("written in two ways", INVALID, `{"type":"rtos","\\u0074ype":"other",${INFO}}`),
  ...both("deep inside", INVALID, `{${INFO},"type":"rtos","x":[{"a":{"b":1,"c":2,"b":3}}]}`),
  ...both("what every object has", INVALID, `{${INFO},"type":"rtos","__proto__":{},"__proto__":{}}`),
]);

export const depth = attackClass("nesting without end", [
  ...both("lists", INVALID, "[".repeat(500_000)),
  ...both("lists that end", INVALID, `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  ...both("objects", INVALID, `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`),
  ...both("a little too deep", INVALID, `{"a":${"[".repeat(32)}${"]".repeat(32)}}`),
]);

export const notJson = attackClass("texts that are no JSON", [
  ...both(
    "bytes that are no UTF-8",
    INVALID,
    Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff]), Buffer.from('"}')]),
  ),
  ...both("UTF-16", INVALID, Buffer.from('{"type":"rtos"}', "utf16le")),
  ...both("a byte order mark", INVALID, `\ufeff{${INFO},"type":"rtos"}`),
  ...both("nothing", INVALID, ""),
  ...both("a number", INVALID, "1"),
  ...both("two values", INVALID, "{}{}"),
  ...both("NUL behind the value", INVALID, `{${INFO},"type":"rtos"}\0`),
]);
