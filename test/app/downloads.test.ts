// The whole way of an artifact from a server to components, through the real program: what is asked of the server, what is
// kept, and what a kill in the middle leaves.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { makeCertificates } from "../artifacts/download/certificates.js";
import { content } from "../artifacts/download/downloads.js";
import { type Answer, byPath, file, startServer, status, type TestServer } from "../artifacts/download/server.js";
import { programPath, requirePrograms, temporaryFolder } from "../support/index.js";
import { createSystem, type System } from "./system.js";

requirePrograms(["openssl"])("downloads through the program", () => {
  const certificates = makeCertificates();
  const folder = temporaryFolder();
  const MIB = 1024 * 1024;
  const BOARDS = { G13: "gateway", R456: "rtos", R998: "rtos" } as const;
  let artifacts: Readonly<Record<"gateway" | "rtos", Buffer>>;

  beforeAll(async () => {
    artifacts = { gateway: await writeArtifact("gateway", 1000), rtos: await writeArtifact("rtos", 6 * MIB) };
  });

  async function writeArtifact(type: string, sizeBytes: number): Promise<Buffer> {
    const [payload, path] = [join(folder, `${type}.bin`), join(folder, `${type}.mender`)];
    writeFileSync(payload, content(sizeBytes));
    const names = ["--type", type, "--compatible-type", type, "--name", `${type}-v2`];
    const provides = ["--no-default-software-version", "--provides", `version:${type}-v2`];
    const rest = ["--compression", "none", "--file", payload, "--output-path", path];
    await execa(process.execPath, [programPath, "artifact", "write", ...names, ...provides, ...rest]);
    return readFileSync(path);
  }

  const MANIFEST = `api_version: mender/v1
kind: manifest
name: system-v2
system_types_compatible: [demo]
component_types:
  gateway: { artifact_name: gateway-v2, update_strategy: { order: 10 } }
  rtos: { artifact_path: not-here.mender, artifact_name: rtos-v2, update_strategy: { order: 20 } }
`;

  interface Laid extends System {
    readonly cache: string;
    readonly manifest: string;
  }

  /** A gateway and two boards at v1; the configuration names the server. */
  function lay(
    server: TestServer,
    config: object = { ArtifactsCache: { Enabled: true } },
    manifestText = MANIFEST,
  ): Laid {
    const instances = temporaryFolder();
    for (const [id, type] of Object.entries(BOARDS)) {
      mkdirSync(join(instances, id));
      const files = { Identity: `id=${id}`, Provides: `version=${type}-v1`, SupportsRollback: "Yes" };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(instances, id, name), `${text}\n`);
    }
    const system = createSystem(instances, ["gateway", "rtos"]);
    const components = Object.entries(BOARDS).map(
      ([id, type]) => `  - component_type: ${type}\n    interface_args: [${id}]\n`,
    );
    const topology = `api_version: mender/v1\nkind: topology\nsystem_type: demo\ncomponents:\n${components.join("")}`;
    writeFileSync(join(system.folder, "store", "topology.yaml"), topology);
    const conf = {
      ArtifactServers: [{ Url: `${server.origin}/{name}.mender?key=secret` }],
      ServerCertificate: certificates.authorityPath,
      ...config,
    };
    writeFileSync(join(system.folder, "conf", "mender-orchestrator.conf"), JSON.stringify(conf));
    const manifest = join(system.folder, "manifest.yaml");
    writeFileSync(manifest, manifestText);
    return { ...system, manifest, cache: join(system.folder, "store", "artifacts") };
  }

  async function serve(rtos: Answer = good("rtos")): Promise<TestServer> {
    const answers = { "/gateway-v2.mender": good("gateway"), "/rtos-v2.mender": rtos };
    return await startServer({ identity: certificates.server }, byPath(answers));
  }

  function good(type: "gateway" | "rtos"): Answer {
    return (request, response, nth) => file(artifacts[type], { etag: `"${type}"` })(request, response, nth);
  }

  function versions(system: System): readonly (string | undefined)[] {
    return Object.keys(BOARDS).map((id) => system.version(id));
  }

  const V1 = ["gateway-v1", "rtos-v1", "rtos-v1"];
  const V2 = ["gateway-v2", "rtos-v2", "rtos-v2"];

  function rangesOf(server: TestServer, path: string): readonly (string | undefined)[] {
    return server.requests.filter((asked) => asked.path.startsWith(path)).map(({ range }) => range);
  }

  describe("install", () => {
    test("a name is fetched once for all that share it, and nothing is asked of the server afterwards but whether it is the same", async () => {
      const server = await serve();
      const system = lay(server);
      const installed = await system.run("install", system.manifest);
      expect(installed, installed.stderr).toMatchObject({ exitCode: 0 });
      expect(versions(system)).toEqual(V2);
      // One look at the header for the plan, one download.
      expect(rangesOf(server, "/rtos-v2.mender")).toEqual([undefined, undefined]);
      expect(readdirSync(system.cache).filter((name) => name.endsWith(".mender"))).toHaveLength(2);
      expect(installed.stdout + installed.stderr).not.toContain("secret");
      await system.run("plan", system.manifest);
      const known = server.requests.slice(4).map(({ headers }) => headers["if-none-match"]);
      expect(known.sort()).toEqual(['"gateway"', '"rtos"']);
    });

    test("without a cache each fetches for itself, and nothing is kept", async () => {
      const server = await serve();
      const system = lay(server, {});
      expect(await system.run("install", system.manifest)).toMatchObject({ exitCode: 0 });
      expect(versions(system)).toEqual(V2);
      expect(existsSync(system.cache)).toBe(false);
    });

    test("artifact_path may be a URL, which is shown without its query", async () => {
      const server = await serve();
      const text = MANIFEST.replace("not-here.mender", `${server.origin}/rtos-v2.mender?key=secret`);
      const system = lay(server, {}, text.replace("artifact_name: rtos-v2, ", ""));
      const planned = await system.run("plan", system.manifest);
      expect(planned.stdout).toContain(`${server.origin}/rtos-v2.mender`);
      expect(planned.stdout + planned.stderr).not.toContain("secret");
    });

    test("what is missing on the server is found before anything is touched", async () => {
      const server = await serve(status(404));
      const system = lay(server);
      const refused = await system.run("install", system.manifest);
      expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringMatching(/DOWNLOAD_NOT_FOUND/) });
      expect(refused.stderr).not.toContain("secret");
      expect(versions(system)).toEqual(V1);
    });

    test("an artifact that is replaced on the server in between fails Download, and all goes back", async () => {
      const other = await writeArtifact("rtos", 1000);
      let asked = 0;
      const server = await serve((request, response, nth) => {
        asked += 1;
        (asked === 1 ? good("rtos") : file(other, { etag: '"other"' }))(request, response, nth);
      });
      const system = lay(server);
      expect(await system.run("install", system.manifest)).toMatchObject({ exitCode: 1 });
      expect(versions(system)).toEqual(V1);
    });
  });

  describe("a token", () => {
    const guarded: Answer = (request, response, nth) => {
      (request.headers.authorization === "Bearer t0ken" ? good("rtos") : status(401))(request, response, nth);
    };

    test.each([
      ["from a file", { TokenFile: "token" }],
      ["from a command", { TokenCommand: ["echo", "t0ken"] }],
    ])("%s", async (_, token) => {
      const server = await serve(guarded);
      const system = lay(server, { ArtifactServers: [{ Url: `${server.origin}/{name}.mender`, ...token }] });
      writeFileSync(join(system.folder, "conf", "token"), "t0ken\n");
      const planned = await system.run("plan", system.manifest);
      expect(planned, planned.stderr).toMatchObject({ exitCode: 0 });
    });

    test("is not sent to where the server redirects", async () => {
      const other = await serve(good("rtos"));
      const server = await serve(status(307, { location: `${other.origin}/rtos-v2.mender` }));
      const token = { TokenCommand: ["echo", "t0ken"] };
      const system = lay(server, { ArtifactServers: [{ Url: `${server.origin}/{name}.mender`, ...token }] });
      expect(await system.run("plan", system.manifest)).toMatchObject({ exitCode: 0 });
      expect(server.requests.every(({ authorization }) => authorization === "Bearer t0ken")).toBe(true);
      expect(other.requests.length).toBeGreaterThan(0);
      expect(other.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    });

    test("that cannot be had", async () => {
      const server = await serve(guarded);
      const token = { TokenCommand: ["sh", "-c", "echo s3cret >&2; exit 3"] };
      const system = lay(server, { ArtifactServers: [{ Url: `${server.origin}/{name}.mender`, ...token }] });
      const refused = await system.run("plan", system.manifest);
      expect(refused).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/the token of sh could not be had .*3/),
      });
      expect(refused.stderr).not.toContain("s3cret");
    });
  });

  describe("a download that stands still", () => {
    /** The look at the header is answered; then come 3 MiB, and no more until it goes on. */
    function standing() {
      let asked = 0;
      let isStanding = true;
      const answer: Answer = (request, response, nth) => {
        asked += 1;
        if (asked === 1 || !isStanding) return good("rtos")(request, response, nth);
        response.writeHead(200, { "content-length": artifacts.rtos.length, etag: '"rtos"' });
        response.write(artifacts.rtos.subarray(0, 3 * MIB));
      };
      const goOn = () => {
        isStanding = false;
      };
      return { answer, goOn };
    }

    function hasStored(system: Laid, sizeBytes: number): boolean {
      const names = existsSync(system.cache) ? readdirSync(system.cache) : [];
      const parts = names.filter((name) => name.endsWith(".part"));
      return parts.some((name) => {
        const { size = 0 } = statSync(join(system.cache, name), { throwIfNoEntry: false }) ?? {};
        return size >= sizeBytes;
      });
    }

    /** Waits for something that must come before the program ends. */
    async function whileRunning(installing: ReturnType<typeof start>, isThere: () => boolean): Promise<void> {
      let ended: { readonly stderr: string } | undefined;
      void installing.then((end) => {
        ended = end;
      });
      while (!isThere()) {
        if (ended !== undefined) throw new Error(`it has ended: ${ended.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }

    function start(system: Laid) {
      const args = [programPath, "install", system.manifest];
      return execa(process.execPath, args, {
        env: system.environment,
        extendEnv: false,
        reject: false,
        stdin: "ignore",
      });
    }

    test("killed there, the next install goes on where it was", async () => {
      const { answer, goOn } = standing();
      const server = await serve(answer);
      const system = lay(server);
      const installing = start(system);
      await whileRunning(installing, () => hasStored(system, 2 * MIB));
      installing.kill("SIGKILL");
      await installing;
      goOn();
      expect(await system.run("resume")).toMatchObject({ exitCode: 1 });
      expect(versions(system)).toEqual(V1);
      expect(readdirSync(system.cache).some((name) => name.endsWith(".part"))).toBe(true);
      const asked = server.requests.length;
      const again = await system.run("install", system.manifest);
      expect(again, again.stderr).toMatchObject({ exitCode: 0 });
      expect(versions(system)).toEqual(V2);
      const ranges = server.requests.slice(asked).filter(({ path }) => path.startsWith("/rtos"));
      expect(ranges.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=\d{7}-$/)]);
      expect(Number(/\d+/.exec(ranges[1]?.range ?? "")?.[0])).toBeGreaterThanOrEqual(MIB);
    });

    test.each([
      ["with the cache", { ArtifactsCache: { Enabled: true } }],
      ["without it", {}],
    ])("cancelled there, the system goes back at once, %s", async (_, config) => {
      const server = await serve(standing().answer);
      const system = lay(server, config);
      const installing = start(system);
      await whileRunning(installing, () => rangesOf(server, "/rtos").length >= 2);
      installing.kill("SIGINT");
      expect(await installing).toMatchObject({ exitCode: 130 });
      expect(versions(system)).toEqual(V1);
      await server.idle();
    });
  });
});
