// The smallest artifact of the format that a case can install, put together here so that the table does not depend on our
// own writer (interface-protocol, section 5).

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

interface Member {
  readonly name: string;
  readonly content: Buffer;
}

/** Writes an artifact for components of a type, which makes them provide `rootfs-image.recorder.version=v2`. */
export async function writeArtifact(path: string, componentType: string): Promise<void> {
  const payload = Buffer.from("version 2\n");
  const version = member("version", { format: "mender", version: 3 });
  const header = { name: "header.tar", content: await tarOf(headerMembers(componentType)) };
  const checksums = [version, header, { name: "data/0000/payload", content: payload }].map(
    ({ name, content }) => `${createHash("sha256").update(content).digest("hex")}  ${name}\n`,
  );
  const manifest = { name: "manifest", content: Buffer.from(checksums.join("")) };
  const data = { name: "data/0000.tar", content: await tarOf([{ name: "payload", content: payload }]) };
  writeFileSync(path, await tarOf([version, manifest, header, data]));
}

function headerMembers(componentType: string): readonly Member[] {
  return [
    member("header-info", {
      payloads: [{ type: "recorder" }],
      artifact_provides: { artifact_name: "recorder-v2" },
      artifact_depends: { device_type: [componentType] },
    }),
    member("headers/0000/type-info", {
      type: "recorder",
      artifact_provides: { "rootfs-image.recorder.version": "v2" },
    }),
    member("headers/0000/meta-data", {}),
  ];
}

function member(name: string, content: unknown): Member {
  return { name, content: Buffer.from(JSON.stringify(content)) };
}

async function tarOf(members: readonly Member[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content } of members) tar.entry({ name, mode: 0o600 }, content);
  tar.finalize();
  return await buffer(tar);
}
