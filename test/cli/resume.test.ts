// What `resume` says where nothing is in progress: an error for whoever asked, a plain line for the service at every boot.

import { expect, it } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import { run } from "./support.js";

const app = {
  resumeSystems: () =>
    Promise.reject(new OrchestratorError({ code: "NOTHING_IN_PROGRESS", message: "no deployment is in progress" })),
};

it("is an error for whoever asks", async () => {
  const ran = await run(["resume"], { app });
  expect([ran.code, ran.stdout]).toEqual([2, ""]);
  expect(ran.stderr).toContain("error NOTHING_IN_PROGRESS: no deployment is in progress");
});

it("is a plain line after a boot", async () => {
  expect(await run(["resume", "--after-boot"], { app })).toEqual({
    ...{ code: 2, stdout: "", stderr: "nothing is in progress\n" },
  });
});
