// What is told when the artifact of a component type is not there.

import { expect, test } from "vitest";
import { locateArtifacts, type WantedArtifact } from "../../src/app/locate-artifacts.js";
import { fakeArtifacts } from "../interfaces/world.js";

const location = { file: "/m/manifest.yaml", line: 6, column: 3 };
const target = { type: "rtos", location };

test.each<[string, WantedArtifact, RegExp, RegExp]>([
  [
    "a name alone",
    { ...target, artifactName: "v1" },
    /no artifact_path.*fetch "v1"/,
    /^Add artifact_path to the entry of rtos;.*\/m\.$/,
  ],
  [
    "a path to nothing",
    { ...target, artifactPath: "v1.mender" },
    /\/m\/v1.mender does not exist$/,
    /^Put the artifact there/,
  ],
])("%s", async (_, declared, message, hint) => {
  await expect(locateArtifacts(fakeArtifacts([]), [declared], "/m/manifest.yaml")).rejects.toMatchObject({
    code: "ARTIFACT_NOT_FOUND",
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
    location,
  });
});
