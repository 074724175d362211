// Where the artifact of a component type is looked for, and what is told when it is not there.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { locateArtifacts, type WantedArtifact } from "../../src/app/locate-artifacts.js";
import { OrchestratorError } from "../../src/base/index.js";
import { fakeArtifacts, HEADER } from "../interfaces/world.js";
import { temporaryFolder } from "../support/index.js";

const location = { file: "/m/manifest.yaml", line: 6, column: 3 };
const target = { type: "rtos", location };

interface Places {
  readonly servers?: readonly string[];
  /** What the servers have. */
  readonly there?: readonly string[];
  readonly manifestPath?: string;
}

/** Answers with the location, and with everything that was asked for. */
async function locate(
  declared: WantedArtifact,
  { servers = [], there = [], manifestPath = "/m/manifest.yaml" }: Places = {},
) {
  const asked: string[] = [];
  const readHeader = async (place: string) => {
    asked.push(place);
    if (!place.startsWith("https:") || there.includes(place)) return HEADER;
    throw new OrchestratorError({ code: "DOWNLOAD_NOT_FOUND", message: `${place}: the server answers 404` });
  };
  const artifacts = { ...fakeArtifacts([]), readHeader };
  const urlsOf = (name: string) => servers.map((server) => `${server}/${name}`);
  const [found] = await locateArtifacts({ artifacts, urlsOf }, [declared], { manifestPath });
  return { path: found?.path, asked };
}

describe("nowhere", () => {
  test.each<[string, WantedArtifact, RegExp, RegExp]>([
    [
      "a name alone",
      { ...target, artifactName: "v1" },
      /no artifact_path.*there is no server to fetch "v1"/,
      /^Add artifact_path to the entry of rtos;.* ArtifactServers/,
    ],
    [
      "a path to nothing",
      { ...target, artifactPath: "v1.mender" },
      /\/m\/v1.mender does not exist$/,
      /^Put the artifact there/,
    ],
  ])("%s", async (_, declared, message, hint) => {
    await expect(locate(declared)).rejects.toMatchObject({
      code: "ARTIFACT_NOT_FOUND",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
      location,
    });
  });

  test("not on any of the servers", async () => {
    const servers = ["https://one", "https://two"];
    await expect(
      locate({ ...target, artifactPath: "v1.mender", artifactName: "v1" }, { servers }),
    ).rejects.toMatchObject({
      code: "DOWNLOAD_NOT_FOUND",
      message: expect.stringMatching(/rtos is missing: \/m\/v1.mender does not exist; https:\/\/two\/v1: .* 404$/),
      location,
    });
  });
});

describe("somewhere", () => {
  const servers = ["https://one", "https://two"];
  const there = ["https://two/v1", "https://elsewhere/a"];

  test("a file wins over its name", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "v1.mender"), "");
    const both = { ...target, artifactPath: "v1.mender", artifactName: "v1" };
    const found = await locate(both, { servers, there, manifestPath: join(folder, "manifest.yaml") });
    expect(found).toEqual({ path: join(folder, "v1.mender"), asked: [join(folder, "v1.mender")] });
  });

  test("a file that is missing falls back to its name, on the first server that has it", async () => {
    const both = { ...target, artifactPath: "v1.mender", artifactName: "v1" };
    const found = await locate(both, { servers, there });
    expect(found).toEqual({ path: "https://two/v1", asked: ["https://one/v1", "https://two/v1"] });
  });

  test("artifact_path may be a URL", async () => {
    const found = await locate({ ...target, artifactPath: "https://elsewhere/a" }, { servers, there });
    expect(found).toEqual({ path: "https://elsewhere/a", asked: ["https://elsewhere/a"] });
  });
});

test("only where a server does not have it the next one is asked", async () => {
  const denied = new OrchestratorError({ code: "DOWNLOAD_DENIED", message: "no" });
  const artifacts = { ...fakeArtifacts([]), readHeader: () => Promise.reject(denied) };
  const urlsOf = () => ["https://one/v1", "https://two/v1"];
  const locating = locateArtifacts({ artifacts, urlsOf }, [{ ...target, artifactName: "v1" }], { manifestPath: "/m" });
  await expect(locating).rejects.toBe(denied);
});
