// Which URL has the artifact of a name, which server a URL belongs to, and which proxy it goes through.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { proxyFor } from "../../../src/artifacts/download/proxy.js";
import { serverOf, urlOfArtifact } from "../../../src/artifacts/download/servers.js";
import { readToken } from "../../../src/artifacts/download/token.js";
import { temporaryFolder } from "../../support/index.js";

describe("the URL of a name", () => {
  test.each([
    ["https://x/{name}.mender", "v1", "https://x/v1.mender"],
    ["https://x/a/{name}/{name}.mender", "v1", "https://x/a/v1/v1.mender"],
    ["https://x/get?artifact={name}&raw", "a b&c=d", "https://x/get?artifact=a%20b%26c%3Dd&raw"],
    ["https://x/{name}.mender", "../../etc/passwd", "https://x/..%2F..%2Fetc%2Fpasswd.mender"],
    ["https://x/{name}.mender", "$& #?%", "https://x/%24%26%20%23%3F%25.mender"],
    ["https://x/{name}.mender", "..", "https://x/...mender"],
    ["https://x/{name}", "ä", "https://x/%C3%A4"],
  ])("%s with %j", (urlTemplate, name, expected) => {
    expect(urlOfArtifact({ urlTemplate }, name)).toBe(expected);
  });

  test.each([".", "..", "%2e%2e"])("%j cannot stand alone in a path", (name) => {
    const url = () => urlOfArtifact({ urlTemplate: "https://x/a/{name}" }, name);
    if (name.startsWith("%")) expect(url()).toBe("https://x/a/%252e%252e");
    else expect(url).toThrow(expect.objectContaining({ code: "DOWNLOAD_NAME_INVALID", exitCode: 5 }));
  });
});

test.each([
  ["https://one/a/v1.mender", 0],
  ["https://one/b/v1.mender", undefined],
  ["https://one:8443/a/v1.mender", undefined],
  ["https://one.example/a/v1", undefined],
  ["https://two/get?artifact=v1", 1],
])("%s belongs to server %s", (url, index) => {
  const servers = [{ urlTemplate: "https://one/a/{name}.mender" }, { urlTemplate: "https://two/get?artifact={name}" }];
  const found = serverOf(servers, new URL(url));
  expect(found).toBe(index === undefined ? undefined : servers[index]);
});

describe("the proxy", () => {
  const https_proxy = "http://proxy:3128";
  test.each<[string, Readonly<Record<string, string>>, boolean]>([
    ["https://a.example/", {}, false],
    ["https://a.example/", { HTTP_PROXY: "http://proxy:3128" }, false],
    ["https://a.example/", { https_proxy }, true],
    ["https://a.example/", { HTTPS_PROXY: "http://proxy:3128" }, true],
    ["https://a.example/", { https_proxy, NO_PROXY: "example" }, false],
    ["https://a.example/", { https_proxy, NO_PROXY: ".example" }, false],
    ["https://a.example/", { https_proxy, NO_PROXY: "*.EXAMPLE" }, false],
    ["https://notexample/", { https_proxy, NO_PROXY: "example" }, true],
    ["https://a.example/", { https_proxy, NO_PROXY: "a.example:8443" }, true],
    ["https://a.example:8443/", { https_proxy, NO_PROXY: "b, a.example:8443" }, false],
    ["https://a.example/", { https_proxy, NO_PROXY: "", no_proxy: "" }, true],
    ["https://10.0.0.1/", { https_proxy, NO_PROXY: "0.0.1" }, true],
    ["https://10.0.0.1/", { https_proxy, NO_PROXY: "10.0.0.1" }, false],
    ["https://[::1]/", { https_proxy, NO_PROXY: "::1" }, false],
    ["https://[::1]/", { https_proxy, NO_PROXY: "[::1]" }, false],
    ["https://[::1]/", { https_proxy, NO_PROXY: "::2" }, true],
    ["https://a.example/", { https_proxy, NO_PROXY: "*" }, false],
  ])("of %s with %j", (url, environment, isProxied) => {
    expect(proxyFor(new URL(url), environment)?.host).toBe(isProxied ? "proxy:3128" : undefined);
  });
});

describe("a token", () => {
  test.each<[string, string, RegExp]>([
    ["nothing", "\n", /is empty/],
    ["two words", "a b", /more than one word/],
    ["a line break inside", "a\nb", /more than one word/],
    ["too much", "x".repeat(20_000), /larger than 16384 bytes/],
  ])("that is %s", async (_, text, message) => {
    const path = join(temporaryFolder(), "token");
    writeFileSync(path, text);
    const expected = { code: "DOWNLOAD_TOKEN_UNAVAILABLE", message: expect.stringMatching(message) };
    await expect(readToken({ kind: "file", path })).rejects.toMatchObject(expected);
  });

  test.each<[readonly string[], RegExp]>([
    [["no-such-program"], /could not be had \(ENOENT\)/],
    [["sh", "-c", "exit 3"], /it exited with 3/],
    [["sh", "-c", "kill -9 $$"], /it was ended/],
    [["sh", "-c", "yes"], /could not be had/],
  ])("of the command %j", async (argv, message) => {
    const expected = { code: "DOWNLOAD_TOKEN_UNAVAILABLE", message: expect.stringMatching(message) };
    await expect(readToken({ kind: "command", argv })).rejects.toMatchObject(expected);
  });
});
