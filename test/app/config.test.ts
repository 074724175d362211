// The configuration file and the directories by the program's name.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig, readConfig } from "../../src/app/config.js";
import { findDirectories } from "../../src/app/directories.js";
import { keptLog } from "../interfaces/world.js";
import { temporaryFolder } from "../support/index.js";

describe("findDirectories", () => {
  it.each([
    ["orchestrator", "mender-orchestrator"],
    ["mender-orchestrator", "mender-orchestrator"],
    ["/usr/bin/mender-update-orchestrator", "mender-update-orchestrator"],
  ])("%s uses the directories of %s", (programName, directory) => {
    expect(findDirectories(programName, {})).toEqual({
      configuration: `/etc/${directory}`,
      data: `/usr/share/${directory}`,
      datastore: `/var/lib/${directory}`,
      topology: `/var/lib/${directory}`,
      backups: "/var/backups/updates",
    });
  });

  it("makes relative directories absolute", () => {
    expect(findDirectories("orchestrator", { MENDER_ORCHESTRATOR_DATASTORE_DIR: "store" })).toMatchObject({
      datastore: join(process.cwd(), "store"),
      topology: join(process.cwd(), "store"),
    });
  });

  it("lets the environment decide under every name, and keeps the topology in the data store", () => {
    const environment = { MENDER_ORCHESTRATOR_DATASTORE_DIR: "/store", MENDER_ORCHESTRATOR_CONF_DIR: "/conf" };
    expect(findDirectories("mender-update-orchestrator", environment)).toMatchObject({
      configuration: "/conf",
      datastore: "/store",
      topology: "/store",
    });
    expect(findDirectories("orchestrator", { MENDER_ORCHESTRATOR_BACKUPS_DIR: "/b" }).backups).toBe("/b");
    expect(findDirectories("orchestrator", { ...environment, MENDER_ORCHESTRATOR_TOPOLOGY_DIR: "/t" }).topology).toBe(
      "/t",
    );
  });
});

describe("readConfig", () => {
  const { log } = keptLog();

  function directories(files: Readonly<Record<string, string>>) {
    const folder = temporaryFolder();
    for (const name of ["conf", "store"]) mkdirSync(join(folder, name));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const store = join(folder, "store");
    return { configuration: join(folder, "conf"), data: folder, datastore: store, topology: store, backups: folder };
  }

  it("waits four hours for an interface where nothing is configured", () => {
    expect(readConfig("orchestrator", directories({}), log)).toEqual({ interfaceTimeoutSeconds: 14_400 });
  });

  it("falls back to the data store, and prefers the configuration directory", () => {
    const store = { "store/mender-orchestrator.conf": '{"InterfaceTimeoutSeconds": 5}' };
    expect(readConfig("orchestrator", directories(store), log).interfaceTimeoutSeconds).toBe(5);
    const both = { ...store, "conf/mender-orchestrator.conf": '{"InterfaceTimeoutSeconds": 6}' };
    expect(readConfig("orchestrator", directories(both), log).interfaceTimeoutSeconds).toBe(6);
  });

  it("has the 2024 program's file under its own name", () => {
    const conf = { "conf/mender-update-orchestrator.conf": '{"ManifestComponents": "/c.yaml"}' };
    expect(readConfig("mender-update-orchestrator", directories(conf), log).manifestComponents).toBe("/c.yaml");
    expect(readConfig("mender-orchestrator", directories(conf), log).manifestComponents).toBeUndefined();
  });

  it.each([
    ["not JSON", "{"],
    ["not an object", "[]"],
    ["a time-out of nothing", '{"InterfaceTimeoutSeconds": 0}'],
    ["a time-out in words", '{"InterfaceTimeoutSeconds": "60"}'],
    ["a log level that is no string", '{"LogLevel": 3}'],
    ["a log level that is none", '{"LogLevel": "warn"}'],
    ["both keys of verifying", '{"ArtifactVerifyKey": "/a.pem", "ArtifactVerifyKeys": ["/b.pem"]}'],
    ["a verify key in other capitals", '{"ArtifactVerifykeys": ["/a.pem"]}'],
    ["a verify key with a letter missing", '{"ArtifctVerifyKey": "/a.pem"}'],
    ["a verify key by another name", '{"artifact_verify_key": "/a.pem"}'],
    ["a verify key that is no text", '{"ArtifactVerifyKey": 1}'],
    ["a verify key without a name", '{"ArtifactVerifyKey": ""}'],
    ["verify keys that are no list", '{"ArtifactVerifyKeys": "/a.pem"}'],
    ["no verify keys at all", '{"ArtifactVerifyKeys": []}'],
    ["verify keys of which one has no name", '{"ArtifactVerifyKeys": ["/a.pem", ""]}'],
    ["too many verify keys", JSON.stringify({ ArtifactVerifyKeys: Array(65).fill("/a.pem") })],
  ])("refuses %s and names the file", (_name, text) => {
    expect(() => parseConfig(text, "/etc/x.conf", keptLog().log)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", exitCode: 5, location: { file: "/etc/x.conf" } }),
    );
  });

  it("says what a log level may be, and which was probably meant", () => {
    expect(() => parseConfig('{"LogLevel": "Debug"}', "/etc/x.conf", log)).toThrow(
      expect.objectContaining({
        hint: expect.stringMatching(/^did you mean "debug"\? Write one of trace, .*, fatal\.$/),
      }),
    );
  });

  it.each([
    [
      "misspelt",
      '{"InterfaceTimeoutSecond": 5}',
      /"InterfaceTimeoutSecond" in \/etc\/x.conf.*did you mean "InterfaceTimeoutSeconds"\?$/,
    ],
    ["unheard of", '{"Zebra": 5}', /"Zebra" .*a key of your own begins with "x-"$/],
  ])("warns of a key that is %s", (_, text, expected) => {
    const kept = keptLog();
    parseConfig(text, "/etc/x.conf", kept.log);
    expect(kept.lines).toEqual([expect.stringMatching(expected)]);
    expect(kept.lines[0]).toMatch(/^warning /);
  });

  it("says nothing of the protocol's other keys, nor of the owner's own", () => {
    const kept = keptLog();
    const text = '{"ArtifactsCache": {}, "HttpsClient": {}, "ManifestStore": "", "ServerCertificate": "", "x-note": 1}';
    parseConfig(text, "/etc/x.conf", kept.log);
    expect(kept.lines).toEqual([]);
  });

  it.each([
    ['{"ArtifactVerifyKey": "a.pem"}', ["/etc/mender-orchestrator/a.pem"]],
    ['{"ArtifactVerifyKeys": ["/b.pem", "keys/c.pem"]}', ["/b.pem", "/etc/mender-orchestrator/keys/c.pem"]],
    ['{"ArtifactServer": [], "ArtifactCache": {}, "Artifacts": 1, "x-ArtifactVerifyKey": "a.pem"}', undefined],
    ["{}", undefined],
  ])("finds the keys of %s, in their order", (text, expected) => {
    expect(parseConfig(text, "/etc/mender-orchestrator/x.conf", log).artifactVerifyKeys).toEqual(expected);
  });

  it("finds the files it names beside itself", () => {
    const text = '{"ManifestComponents": "components.yaml", "TopologyComponents": "/elsewhere/t.yaml"}';
    expect(parseConfig(text, "/etc/mender-orchestrator/x.conf", log)).toMatchObject({
      manifestComponents: "/etc/mender-orchestrator/components.yaml",
      topologyComponents: "/elsewhere/t.yaml",
    });
  });

  describe("downloads", () => {
    const read = (values: object) => parseConfig(JSON.stringify(values), "/etc/o/x.conf", log);

    it("has defaults for what is not said, and finds the files it names beside itself", () => {
      const config = read({
        ArtifactServers: [
          { Url: "https://one.example/{name}.mender", TokenFile: "token" },
          { Url: "https://two.example/get?artifact={name}", TokenCommand: ["get-token", "-q"] },
        ],
        HttpsClient: { Certificate: "client.pem", Key: "/keys/client.key" },
        ServerCertificate: "ca.pem",
        DownloadStallSeconds: 5,
        ArtifactsCache: { Enabled: true, Path: "cache", MaxSizeBytes: 1000 },
      });
      expect(config.downloads).toEqual({
        servers: [
          { urlTemplate: "https://one.example/{name}.mender", token: { kind: "file", path: "/etc/o/token" } },
          {
            urlTemplate: "https://two.example/get?artifact={name}",
            token: { kind: "command", argv: ["get-token", "-q"] },
          },
        ],
        client: { certificatePath: "/etc/o/client.pem", keyPath: "/keys/client.key" },
        serverCertificatePath: "/etc/o/ca.pem",
        maxSizeBytes: 16 * 1024 ** 3,
        minBytesPerSecond: 1024,
        retrySeconds: 300,
        stallSeconds: 5,
      });
      expect(config.artifactsCache).toEqual({ path: "/etc/o/cache", maxSizeBytes: 1000 });
    });

    it("has no cache unless it is enabled", () => {
      expect(read({ ArtifactsCache: { Path: "/cache" } })).not.toHaveProperty("artifactsCache");
      expect(read({ ArtifactsCache: { Enabled: true } }).artifactsCache).toEqual({});
    });

    it.each<[string, object, RegExp]>([
      ["servers that are no list", { ArtifactServers: {} }, /ArtifactServers is not a list/],
      [
        "a server that is no object",
        { ArtifactServers: ["https://x/{name}"] },
        /ArtifactServers\[0\] is not an object/,
      ],
      ["a server without URL", { ArtifactServers: [{}] }, /ArtifactServers\[0\] has no Url/],
      ["one in the clear", { ArtifactServers: [{ Url: "http://x/{name}" }] }, /Url does not begin with https:/],
      ["one without a name", { ArtifactServers: [{ Url: "https://x/" }] }, /Url has no "\{name\}"/],
      ["a name as the host", { ArtifactServers: [{ Url: "https://{name}/" }] }, /"\{name\}" in the name of its host/],
      ["a password", { ArtifactServers: [{ Url: "https://a:b@x/{name}" }] }, /without user name and password/],
      ["a fragment", { ArtifactServers: [{ Url: "https://x/{name}#a" }] }, /fragment/],
      ["a key nobody knows", { ArtifactServers: [{ Url: "https://x/{name}", TokenFil: "t" }] }, /the key "TokenFil"/],
      [
        "a command line",
        { ArtifactServers: [{ Url: "https://x/{name}", TokenCommand: "a b" }] },
        /not a list of words/,
      ],
      ["an empty command", { ArtifactServers: [{ Url: "https://x/{name}", TokenCommand: [] }] }, /not a list of words/],
      [
        "two tokens",
        { ArtifactServers: [{ Url: "https://x/{name}", TokenCommand: ["a"], TokenFile: "b" }] },
        /both, TokenFile and TokenCommand/,
      ],
      ["a certificate without its key", { HttpsClient: { Certificate: "c" } }, /only a Certificate/],
      ["a key in hardware", { HttpsClient: { Certificate: "c", Key: "k", SSLEngine: "e" } }, /"SSLEngine"/],
      ["a size of nothing", { DownloadMaxSizeBytes: 0 }, /DownloadMaxSizeBytes is not a number above 0/],
      ["a cache that is no object", { ArtifactsCache: true }, /ArtifactsCache is not an object/],
      ["a cache that is on in words", { ArtifactsCache: { Enabled: "true" } }, /Enabled is not true or false/],
      ["a cache of a size in words", { ArtifactsCache: { MaxSizeBytes: "1 GiB" } }, /MaxSizeBytes is not a number/],
    ])("refuses %s", (_, values, message) => {
      expect(() => read(values)).toThrow(
        expect.objectContaining({
          code: "CONFIG_INVALID",
          message: expect.stringMatching(message),
          hint: expect.any(String),
        }),
      );
    });
  });
});
