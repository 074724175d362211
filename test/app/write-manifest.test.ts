// `artifact write-manifest`: what it makes, beside artifacts of the public generator, and what it refuses.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type WriteManifestOptions, writeManifestArtifact } from "../../src/app/index.js";
import { describeArtifact } from "../../src/artifacts/index.js";
import { requireSharedData, temporaryFolder } from "../support/index.js";

const MANIFEST = `
api_version: mender/v1
kind: manifest
name: system-v2
system_types_compatible: [core, other-core]
component_types: { board: { artifact_name: board-v2 } }
`;

function manifestFile(text: string, name = "manifest.yaml"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

async function written(manifestPath: string, options: Partial<WriteManifestOptions> = {}): Promise<string> {
  const output = join(temporaryFolder(), "out.mender");
  await writeManifestArtifact({ manifestPath, output, compatibleTypes: [], ...options });
  return output;
}

/** A member of the artifact, or with a second name of the compressed tar that is a member of it. */
function member(artifact: string, name: string, inner?: string): string {
  const bytes = execFileSync("tar", ["-xOf", artifact, name]);
  return (inner === undefined ? bytes : execFileSync("tar", ["-xzO", inner], { input: bytes })).toString();
}

requireSharedData("mender-demo-2026")("beside the public generator's", (data) => {
  test.each(["manifest-v1", "manifest-v2", "manifest-v3"])("%s: every field is the same", async (name) => {
    const theirs = join(data, `${name}.mender`);
    const ours = await written(join(data, `${name}.yaml`), { compatibleTypes: ["gateway"] });
    for (const inner of ["header-info", "headers/0000/type-info"]) {
      expect(member(ours, "header.tar.gz", inner)).toBe(member(theirs, "header.tar.gz", inner));
    }
    expect(member(ours, "version")).toBe(member(theirs, "version"));
    const payloadLine = (artifact: string) => /^.*data\/0000.*$/m.exec(member(artifact, "manifest"))?.[0];
    expect(payloadLine(ours)).toBe(payloadLine(theirs));
    expect(member(ours, "data/0000.tar.gz", `${name}.yaml`)).toBe(readFileSync(join(data, `${name}.yaml`), "utf8"));
    // The compressed bytes differ, and with them what is computed from them.
    const described = async (path: string) => ({ ...(await describeArtifact(path)), files: [], manifestDigest: "" });
    expect(await described(ours)).toEqual(await described(theirs));
  });
});

describe("what the manifest says itself", () => {
  test("is the artifact's name and the types it is for", async () => {
    const { name, compatibleTypes, provides } = await describeArtifact(await written(manifestFile(MANIFEST)));
    expect({ name, compatibleTypes, provides }).toEqual({
      name: "system-v2",
      compatibleTypes: ["core", "other-core"],
      provides: { "data-partition.mender-orchestrator-manifest.version": "system-v2" },
    });
  });

  test("can be overridden", async () => {
    const options = { name: "release-7", compatibleTypes: ["raspberrypi4"], softwareVersion: "7" };
    const { name, compatibleTypes, provides } = await describeArtifact(await written(manifestFile(MANIFEST), options));
    expect({ name, compatibleTypes, provides }).toEqual({
      name: "release-7",
      compatibleTypes: ["raspberrypi4"],
      provides: { "data-partition.mender-orchestrator-manifest.version": "7" },
    });
  });
});

describe("is refused:", () => {
  const OF_2024 =
    "api_version: mender/v1\nkind: update_manifest\nversion: v2\ncomponent_types: { b: { artifact_name: b } }\n";

  test("a manifest with faults", async () => {
    await expect(written(manifestFile("kind: manifest\n"))).rejects.toMatchObject({ diagnostics: expect.anything() });
  });

  test("one that is not there", async () => {
    await expect(written("/nowhere/manifest.yaml")).rejects.toMatchObject({ diagnostics: expect.anything() });
  });

  test("a manifest of 2024, which does not say what it is for, without a type", async () => {
    await expect(written(manifestFile(OF_2024))).rejects.toMatchObject({ code: "ARGUMENT_INVALID" });
    await written(manifestFile(OF_2024), { compatibleTypes: ["gateway"] });
  });

  test("a bundle without a name", async () => {
    const bundle = manifestFile(`${"\0".repeat(257)}ustar${"\0".repeat(762)}`, "system.bundle");
    await expect(written(bundle, { compatibleTypes: ["gateway"] })).rejects.toMatchObject({ code: "ARGUMENT_INVALID" });
    expect(await describeArtifact(await written(bundle, { name: "b", compatibleTypes: ["gateway"] }))).toMatchObject({
      files: [{ name: "system.bundle" }],
    });
  });

  test("a file name that the Mender client does not take", async () => {
    await expect(written(manifestFile(MANIFEST, "my manifest.yaml"))).rejects.toMatchObject({
      code: "ARTIFACT_INPUT_INVALID",
    });
  });
});
