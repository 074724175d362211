// The files of the payload, in the order of the artifact, each verified against the artifact's manifest, which must list
// exactly these.

import { type Checksums, listedChecksum, PAYLOAD_PREFIX, payloadNames } from "./checksum-manifest.js";
import { fault } from "./fault.js";
import { checkFileName } from "./member-name.js";
import { type TarMember, tarMembers } from "./tar-members.js";
import { type VerifiedFile, verifiedFile } from "./verified-file.js";

export interface PayloadTar {
  readonly bytes: AsyncIterable<Buffer>;
  /** The name of the payload's tar, for messages. */
  readonly what: string;
  readonly checksums: Checksums;
  /** Called when the consumer leaves early, to wake whatever waits for bytes. */
  release(): void;
}

export async function* payloadFiles(tar: PayloadTar): AsyncGenerator<VerifiedFile["file"], void, void> {
  const missing = new Set(payloadNames(tar.checksums));
  for await (const member of tarMembers(tar.bytes, tar.what)) {
    const current = openMember(member, tar.checksums, missing);
    let isFinished = false;
    try {
      yield current.file;
      await current.finish();
      isFinished = true;
    } finally {
      // Before the tar is left, which waits for bytes that may never come.
      if (!isFinished) tar.release();
      await current.abandon();
    }
  }
  const [name] = missing;
  if (name !== undefined) throw fault("ARTIFACT_MEMBER_MISSING", `${PAYLOAD_PREFIX}${name} is listed and not there`);
}

function openMember(member: TarMember, checksums: Checksums, missing: Set<string>): VerifiedFile {
  const path = PAYLOAD_PREFIX + member.name;
  checkFileName(member.name, path);
  if (!member.isRegular) throw fault("ARTIFACT_MEMBER_TYPE", `${path} is not a plain file`);
  const listed = listedChecksum(checksums, path);
  if (!missing.delete(member.name)) throw fault("ARTIFACT_MEMBER_DUPLICATE", `the payload has ${path} twice`);
  return verifiedFile(member, path, listed);
}
