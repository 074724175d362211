// Unpacks xz, which Mender calls lzma, by the xz program.

import { fault } from "../fault.js";
import { throughProgram } from "./filter-program.js";
import { framed } from "./framed.js";
import { packerPath } from "./packer-path.js";
import { xzStream } from "./xz-stream.js";

const ARGUMENTS = ["--decompress", "--stdout", "--format=xz", "--threads=1"];

/** Throws ARTIFACT_PROGRAM_MISSING. */
export function unxz(bytes: AsyncIterable<Buffer>, what: string): AsyncIterable<Buffer> {
  const path = packerPath("xz");
  const refusal = () => fault("ARTIFACT_DAMAGED", `${what} cannot be unpacked: xz refuses it`);
  return throughProgram(framed(bytes, xzStream(what), what), { program: "xz", path, args: ARGUMENTS, refusal });
}
