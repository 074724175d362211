// Artifacts whose bytes may come from a cache. Bytes that turn out to be no good artifact are not kept: where nobody has got any of
// them yet they are fetched again, once; otherwise that is for the next one who wants them.

import { OrchestratorError } from "../base/index.js";
import type { ArtifactSource, Artifacts } from "../engine/ports.js";

/** Resolves to whether there was anything to forget; never rejects. */
export type Forget = (location: string) => Promise<boolean>;

export function distrustful(artifacts: Artifacts, forget: Forget): Artifacts {
  const isForgotten = async (location: string, thrown: unknown): Promise<boolean> =>
    isBadArtifact(thrown) && (await forget(location));
  const twice = async <Result>(location: string, read: () => Promise<Result>): Promise<Result> =>
    await read().catch(async (thrown: unknown) => {
      if (await isForgotten(location, thrown)) return await read();
      throw thrown;
    });
  return {
    ...artifacts,
    readHeader: async (location, signal) =>
      await twice(location, async () => await artifacts.readHeader(location, signal)),
    open: async (location, signal, sha256) => {
      const source = await twice(location, async () => await artifacts.open(location, signal, sha256));
      return watched(source, async (thrown) => void (await isForgotten(location, thrown)));
    },
  };
}

function watched(source: ArtifactSource, failed: (thrown: unknown) => Promise<void>): ArtifactSource {
  return {
    ...source,
    files: () => watchedFiles(source, failed),
    packed: () => {
      const { content, verified } = source.packed();
      const watching = verified.catch(async (thrown: unknown) => {
        await failed(thrown);
        throw thrown;
      });
      watching.catch(() => undefined); // whoever awaits it is told
      return { content, verified: watching };
    },
  };
}

/** A consumer that fails with a file's content leaves without asking for the next file, so the content is watched as well. */
async function* watchedFiles(source: ArtifactSource, failed: (thrown: unknown) => Promise<void>) {
  try {
    for await (const file of source.files()) {
      file.content.once("error", (thrown) => void failed(thrown));
      yield file;
    }
  } catch (thrown) {
    await failed(thrown);
    throw thrown;
  }
}

/** Of what was read, not of how it was read or by whom. */
function isBadArtifact(thrown: unknown): boolean {
  if (!(thrown instanceof OrchestratorError)) return false;
  const { code } = thrown;
  return code === "TRUST_ARTIFACT_MISMATCH" || (code.startsWith("ARTIFACT_") && code !== "ARTIFACT_ABANDONED");
}
