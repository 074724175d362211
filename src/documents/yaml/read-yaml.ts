// Text → one YAML document, within limits: the only reader of YAML in this program, whatever the document is about.

import { type Document, isScalar, parseAllDocuments } from "yaml";
import { type Diagnostic, messageOf } from "../../base/index.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { decode, readText } from "./read-text.js";
import type { SourceText } from "./source-text.js";
import { scanTokens, type TokenScan } from "./token-scan.js";
import { type YamlDocument, yamlDocument } from "./yaml-document.js";
import { inspect } from "./yaml-inspection.js";
import { explainSyntax } from "./yaml-syntax.js";

export type YamlReading =
  | {
      readonly ok: true;
      readonly document: YamlDocument;
      /** Faults that leave the rest of the document readable, such as a key that stands twice. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly missing: boolean; readonly diagnostics: readonly Diagnostic[] };

/** Reads a file. Never throws for what is in it or for its absence (`missing`); those are diagnostics. */
export async function readYamlFile(path: string): Promise<YamlReading> {
  const reading = await readText(path);
  return reading.ok ? readYaml(reading.source) : reading;
}

/** The same for what has been read within limits; the path is for messages. */
export function readYamlBytes(path: string, bytes: Uint8Array): YamlReading {
  const reading = decode(path, bytes);
  return reading.ok ? readYaml(reading.source) : reading;
}

/** Parses a text that has been read within limits. */
export function readYaml(source: SourceText): YamlReading {
  const scan = scanTokens(source.text);
  const excess = checkScan(source, scan);
  if (excess !== undefined) return failed([excess]);
  // Duplicate keys are found by the inspection: the library compares each key with each, in square time.
  const parsed = parseAllDocuments(source.text, {
    schema: "core",
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
  });
  const trees: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const problems = trees.flatMap((tree) => [...tree.errors, ...tree.warnings]);
  if (problems.length > 0) return failed(explainSyntax(source, problems, scan));
  const [tree, second] = trees;
  if (second !== undefined) return failed([severalDocuments(source, second)]);
  if (tree === undefined || isBlank(tree)) return failed([blank(source)]);
  return evaluate(source, tree);
}

function checkScan(source: SourceText, { tooDeepAt, tooManyAt }: TokenScan): Diagnostic | undefined {
  if (tooDeepAt !== undefined) {
    const message = `Lists and maps are nested more than ${LIMITS.maxDepth} levels deep`;
    return fault({
      code: "MANIFEST_TOO_DEEP",
      message,
      hint: "No document needs that depth.",
      location: source.locate(tooDeepAt),
    });
  }
  if (tooManyAt === undefined) return undefined;
  const message = "The document has more parts than this program reads";
  return fault({ code: "MANIFEST_TOO_LARGE", message, location: source.locate(tooManyAt) });
}

function evaluate(source: SourceText, tree: Document.Parsed): YamlReading {
  const { diagnostics, isUsable, targets } = inspect(source, tree);
  if (!isUsable) return failed(diagnostics);
  try {
    const value: unknown = tree.toJS({ maxAliasCount: LIMITS.maxAliases });
    return { ok: true, document: yamlDocument({ source, tree, targets, value }), diagnostics };
  } catch (thrown) {
    return failed([...diagnostics, aliasLimit(source, thrown, targets.keys().next().value?.range?.[0])]);
  }
}

/** The inspection counts more strictly than the library, which is the second line of defence. */
function aliasLimit(source: SourceText, thrown: unknown, offset = 0): Diagnostic {
  const message = `The document cannot be evaluated: ${messageOf(thrown)}`;
  return fault({ code: "MANIFEST_ALIAS_LIMIT", message, hint: "Use fewer aliases.", location: source.locate(offset) });
}

function isBlank(tree: Document.Parsed): boolean {
  return tree.contents === null || (isScalar(tree.contents) && tree.contents.value === null);
}

function blank(source: SourceText): Diagnostic {
  const hint = "Begin with `api_version: mender/v1` and `kind: …`.";
  return fault({ code: "MANIFEST_EMPTY", message: "The document is empty", hint, location: source.locate(0) });
}

function severalDocuments(source: SourceText, second: Document.Parsed): Diagnostic {
  const start = source.text.lastIndexOf("---", second.contents?.range?.[0] ?? second.range[0]);
  return fault({
    code: "MANIFEST_MULTIPLE_DOCUMENTS",
    message: "A second YAML document begins here",
    hint: "Keep one document in a file; remove the line ---, or move what follows to another file.",
    location: source.locate(start === -1 ? second.range[0] : start, start === -1 ? undefined : start + 3),
  });
}

function failed(diagnostics: readonly Diagnostic[]): YamlReading {
  return { ok: false, missing: false, diagnostics };
}
