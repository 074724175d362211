// Unpacks zstd: by Node's own zlib where it has it, else by the zstd program. Both see the same checked frame, and both
// take windows up to the same size.

import { OrchestratorError } from "../../base/index.js";
import { fault } from "../fault.js";
import { throughProgram } from "./filter-program.js";
import { framed } from "./framed.js";
import { nodeZstd } from "./node-zstd.js";
import { packerPath } from "./packer-path.js";
import { throughTransform } from "./through-transform.js";
import { zstdFrame } from "./zstd-frame.js";

const ARGUMENTS = ["--decompress", "--stdout", "--quiet", "--single-thread"];

/** Throws ARTIFACT_PROGRAM_MISSING. */
export function unzstd(bytes: AsyncIterable<Buffer>, what: string): AsyncIterable<Buffer> {
  const checked = framed(bytes, zstdFrame(what), what);
  const own = nodeZstd();
  const refusal = (thrown?: unknown) => fault("ARTIFACT_DAMAGED", `${what} cannot be unpacked: it is damaged`, thrown);
  if (own !== undefined) return explained(throughTransform(checked, own.decompressor()), refusal);
  return throughProgram(checked, { program: "zstd", path: packerPath("zstd"), args: ARGUMENTS, refusal });
}

async function* explained(
  bytes: AsyncIterable<Buffer>,
  refusal: (thrown: unknown) => OrchestratorError,
): AsyncGenerator<Buffer, void, void> {
  try {
    yield* bytes;
  } catch (thrown) {
    throw isDamage(thrown) ? refusal(thrown) : thrown;
  }
}

/** zlib's errors have codes of their own; those of the source pass. */
function isDamage(thrown: unknown): boolean {
  if (thrown instanceof OrchestratorError || !(thrown instanceof Error) || !("code" in thrown)) return false;
  return typeof thrown.code === "string" && /^(ZSTD|Z)_/.test(thrown.code);
}
