// Signatures that are taken away, exchanged, or that cover something else. The owner trusts one key.

import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { parseVerifyKey, publicPemOf } from "../../../src/signing/index.js";
import { type Forged, forge, sha256 } from "../../artifacts/forge.js";
import { type Change, entry } from "../support/levels.js";
import { attackClass } from "../support/vectors.js";

const owner = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");

export const trusted = [parseVerifyKey(publicPemOf(owner.publicKey), "owner.pem")];

const signatureOf = (text: string | Buffer, key: KeyObject = owner.privateKey): string =>
  sign(null, Buffer.from(text), key).toString("base64");

/** The content of a member, as it is forged. */
function contentOf(index: number, forged: Partial<Forged> = {}): Buffer {
  const contents: Buffer[] = [];
  const members: Change = (all) => {
    contents.push(...all.map(({ content = "" }) => Buffer.from(content)));
    return all;
  };
  forge({ ...forged, members });
  return contents[index] ?? Buffer.alloc(0);
}

/** The artifact's own manifest. */
const manifestOf = (forged: Partial<Forged> = {}): string => contentOf(1, forged).toString();

/** The payload of an artifact whose first file is as long and says something else. */
const forgedPayload = (): Buffer => contentOf(3, { files: [entry("one", "first fork"), entry("two", "")] });

/** With a signature behind its manifest, and what else was done to it afterwards. */
function signed(signature: string, change: Change = (all) => all): Buffer {
  return forge({ members: (all) => change(all.toSpliced(2, 0, entry("manifest.sig", signature))) });
}

const right = (): string => signatureOf(manifestOf());

export const signedRight = (): Buffer => signed(right());

export const signatures = attackClass("signatures taken away or exchanged", [
  ["none", "ARTIFACT_UNSIGNED", () => forge()],
  [
    "none, and another name for it",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => forge({ members: (all) => all.toSpliced(2, 0, entry("manifest.sig.bak", right())) }),
  ],
  ["an empty one", "ARTIFACT_SIGNATURE_INVALID", () => signed("")],
  ["no base64", "ARTIFACT_SIGNATURE_INVALID", () => signed("-----BEGIN SIGNATURE-----")],
  ["of a stranger", "ARTIFACT_SIGNATURE_INVALID", () => signed(signatureOf(manifestOf(), stranger.privateKey))],
  [
    "of another artifact",
    "ARTIFACT_SIGNATURE_INVALID",
    () => signed(signatureOf(manifestOf({ files: [entry("one", "other")] }))),
  ],
  ["of the digest alone", "ARTIFACT_SIGNATURE_INVALID", () => signed(signatureOf(sha256(manifestOf())))],
  ["of the empty text", "ARTIFACT_SIGNATURE_INVALID", () => signed(signatureOf(""))],
  ["cut", "ARTIFACT_SIGNATURE_INVALID", () => signed(right().slice(0, 40))],
  ["with more behind it", "ARTIFACT_SIGNATURE_INVALID", () => signed(right() + right())],
  ["of zeros", "ARTIFACT_SIGNATURE_INVALID", () => signed(Buffer.alloc(64).toString("base64"))],
  ["without end", "ARTIFACT_MEMBER_TOO_LARGE", () => signed("A".repeat(2 ** 20))],
  [
    "two, of which one is right",
    "ARTIFACT_MEMBER_DUPLICATE",
    () => signed(right(), (all) => all.toSpliced(3, 0, entry("manifest.sig", right()))),
  ],
  [
    "before the manifest",
    "ARTIFACT_MEMBER_MISORDERED",
    () =>
      signed(right(), ([version, manifest, signature, ...rest]) =>
        [version, signature, manifest, ...rest].filter((part) => part !== undefined),
      ),
  ],
  [
    "the manifest has a line more",
    "ARTIFACT_SIGNATURE_INVALID",
    () => signed(right(), (all) => all.with(1, entry("manifest", `${manifestOf()}${sha256("")}  data/0000/x\n`))),
  ],
  [
    "the payload is another",
    "ARTIFACT_CHECKSUM_MISMATCH",
    () => signed(right(), (all) => all.with(-1, entry("data/0000.tar.gz", forgedPayload()))),
  ],
  [
    "the header is another",
    "ARTIFACT_CHECKSUM_MISMATCH",
    () => signed(right(), (all) => all.with(3, entry("header.tar.gz", "x"))),
  ],
  [
    "something was added afterwards",
    "ARTIFACT_AUGMENT_UNSIGNED",
    () =>
      signed(right(), (all) =>
        all.toSpliced(3, 0, entry("manifest-augment", `${sha256("x")}  header-augment.tar.gz\n`)),
      ),
  ],
]);
