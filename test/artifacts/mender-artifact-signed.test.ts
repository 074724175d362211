// Signatures, ours and mender-artifact's: each verifies what the other signs, with every kind of key and compression that it
// has, and neither takes another key's.

import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeArtifact, signArtifact, writeArtifact } from "../../src/artifacts/index.js";
import { generatePair, loadSigningKey, loadVerifyKeys } from "../../src/signing/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";

const KEYS = ["ecdsa-p256", "rsa-3072"] as const;
type Key = (typeof KEYS)[number];
const COMPRESSIONS = [
  ["none", "none"],
  ["gzip", "gzip"],
  ["lzma", "xz"],
] as const;

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
writeFileSync(at("one"), "first file");
writeFileSync(at("ArtifactInstall_Enter_10_a"), "#!/bin/sh\n");

/** Made by us, in the form that mender-artifact takes. */
for (const key of KEYS) {
  const { privatePem, publicPem } = await generatePair(key);
  writeFileSync(at(`${key}.pem`), privatePem);
  writeFileSync(at(`${key}.pub.pem`), publicPem);
}

function menderArtifact(...args: readonly string[]): string {
  return execFileSync("mender-artifact", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
}

/** Theirs: the exit code of `validate`, and the line of `read` (whose exit code says nothing). */
function theirVerdict(path: string, key: string): readonly [code: number | null, line: string] {
  const { status } = spawnSync("mender-artifact", ["validate", "-k", `${key}.pub.pem`, path], { cwd: folder });
  const text = menderArtifact("read", "--no-progress", "-k", `${key}.pub.pem`, path);
  return [status, /Signature: (.*)$/m.exec(text)?.[1] ?? ""];
}

async function ourVerdict(path: string, key: string) {
  const keys = await loadVerifyKeys([at(`${key}.pub.pem`)]);
  return await describeArtifact(at(path), { keys, isTrustNeeded: true }).then(
    ({ signedBy }) => signedBy?.kind,
    ({ code }: { readonly code: string }) => code,
  );
}

const KINDS = { "ecdsa-p256": "ecdsa-p256", "rsa-3072": "rsa" } as const;
const other = (key: Key): Key => (key === "rsa-3072" ? "ecdsa-p256" : "rsa-3072");
const GOOD = [0, "signed and verified correctly"];
const MODULE = ["write", "module-image", "-n", "n", "-t", "rtos", "-T", "rtos", "-f", "one"];

requirePrograms(["mender-artifact", "xz"], { package: ["mender-artifact", "xz-utils"] })("signatures", () => {
  describe.each(KEYS)("with %s", (key) => {
    test.each(COMPRESSIONS)("theirs, compressed with %s, is verified by us", async (theirs) => {
      const path = `theirs-${key}-${theirs}.mender`;
      menderArtifact(...MODULE, "--compression", theirs, "-k", `${key}.pem`, "-o", path);
      expect(await ourVerdict(path, key)).toBe(KINDS[key]);
      expect(await ourVerdict(path, other(key))).toBe("ARTIFACT_SIGNATURE_INVALID");
    });

    test.each(COMPRESSIONS)("ours, for their %s, is verified by them", async (theirs, compression) => {
      const path = `ours-${key}-${theirs}.mender`;
      const options = { output: at(path), type: "rtos", compatibleTypes: ["rtos"], name: "n", files: [at("one")] };
      await writeArtifact({ ...options, compression }, await loadSigningKey(at(`${key}.pem`)));
      expect(theirVerdict(path, key)).toEqual(GOOD);
      expect(theirVerdict(path, other(key))[0]).not.toBe(0);
    });

    test("what they sign where it is, we verify; what we sign then, they do", async () => {
      const path = `both-${key}.mender`;
      menderArtifact(...MODULE, "-o", path);
      expect(await ourVerdict(path, key)).toBe("ARTIFACT_UNSIGNED");
      menderArtifact("sign", "-k", `${key}.pem`, path);
      expect(await ourVerdict(path, key)).toBe(KINDS[key]);
      await signArtifact({ path: at(path), key: await loadSigningKey(at(`${other(key)}.pem`)), isForced: true });
      expect(theirVerdict(path, other(key))).toEqual(GOOD);
      menderArtifact("sign", "--force", "-k", `${key}.pem`, path);
      expect(await ourVerdict(path, key)).toBe(KINDS[key]);
    });
  });

  test("an augmented artifact that they signed is not taken for signed", async () => {
    const added = ["--augment-type", "rtos", "--augment-file", "ArtifactInstall_Enter_10_a"];
    menderArtifact(...MODULE, ...added, "-k", "rsa-3072.pem", "-o", "augmented.mender");
    expect(await ourVerdict("augmented.mender", "rsa-3072")).toBe("ARTIFACT_AUGMENT_UNSIGNED");
  });
});

const IMAGE = { "rootfs-image.version": "n", "rootfs-image.checksum": expect.stringMatching(/^[0-9a-f]{64}$/) };
const OPTIONS: readonly (readonly [args: readonly string[], expected: object])[] = [
  [
    ["--version", "3", "--no-progress"],
    {
      payloadType: "rootfs-image",
      provides: IMAGE,
      clearsProvides: ["artifact_group", "rootfs_image_checksum", "rootfs-image.*"],
    },
  ],
  [["--no-checksum-provide"], { provides: { "rootfs-image.version": "n" } }],
  [["--legacy-rootfs-image-checksum"], { provides: { rootfs_image_checksum: IMAGE["rootfs-image.checksum"] } }],
  [["-s", "ArtifactInstall_Enter_10_a"], { scripts: ["ArtifactInstall_Enter_10_a"] }],
  [["--no-default-software-version", "--no-default-clears-provides"], { clearsProvides: [] }],
  [
    ["-p", "a:1", "-d", "b:2", "-N", "m", "-G", "g", "-g", "canary"],
    {
      provides: { ...IMAGE, a: "1" },
      depends: { b: ["2"], artifact_name: ["m"], artifact_group: ["g"] },
      group: "canary",
    },
  ],
  [["--software-name", "app", "--software-version", "7"], { provides: { "rootfs-image.app.version": "7" } }],
  [
    ["--clears-provides", "x.*", "--compression", "lzma"],
    { clearsProvides: expect.arrayContaining(["x.*"]), payloadCompression: "xz" },
  ],
];

requirePrograms(["mender-artifact", "xz"], { package: ["mender-artifact", "xz-utils"] })("a file system image", () => {
  test.each(OPTIONS)("%s", async (args, expected) => {
    execFileSync("truncate", ["-s", "1M", at("image.ext4")]);
    const write = ["write", "rootfs-image", "-n", "n", "-t", "rtos", "-f", "image.ext4", "-k", "ecdsa-p256.pem"];
    menderArtifact(...write, ...args, "-o", "image.mender");
    const keys = await loadVerifyKeys([at("ecdsa-p256.pub.pem")]);
    const artifact = await describeArtifact(at("image.mender"), { keys, isTrustNeeded: true });
    expect(artifact).toMatchObject({ ...expected, files: [{ name: "image.ext4", sizeBytes: 2 ** 20 }] });
  });
});
