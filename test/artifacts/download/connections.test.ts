// Connections that cannot be made, each by its own name, and those that can: certificates, proxies.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { requirePrograms } from "../../support/index.js";
import { makeCertificates } from "./certificates.js";
import { content, makeDownloads, type TestSettings } from "./downloads.js";
import { file, startServer } from "./server.js";

/** Nobody listens there; a port that was free a moment ago may be another test's by now. */
const DEAD_PORT = 1;

requirePrograms(["openssl"])("connections of downloads", () => {
  const certificates = makeCertificates();
  const { authorityPath: serverCertificatePath } = certificates;
  const bytes = content(100_000);
  const answer = file(bytes, { etag: '"one"' });

  function client({ certPath, keyPath }: { readonly certPath: string; readonly keyPath: string }) {
    return { certificatePath: certPath, keyPath };
  }

  async function failureOf(url: string, settings: TestSettings = {}): Promise<unknown> {
    const downloads = makeDownloads({ serverCertificatePath, retrySeconds: 0.1, ...settings });
    return await downloads.fetch(url).then(
      () => "no failure",
      (error: unknown) => error,
    );
  }

  /** Where openssl listens; it says so in a line of its own, after others. */
  async function accepting(output: Readable): Promise<string> {
    for await (const line of createInterface({ input: output })) {
      const [, address] = /^ACCEPT (\S+)$/.exec(line) ?? [];
      if (address !== undefined) return address;
    }
    throw new Error("openssl ended before it listened");
  }

  describe("the server's certificate", () => {
    test.each(["server", "otherHost", "expired", "stranger"] as const)("%s", async (name) => {
      const { origin } = await startServer({ identity: certificates[name] }, answer);
      const code = {
        server: undefined,
        otherHost: "DOWNLOAD_CERTIFICATE_HOST",
        expired: "DOWNLOAD_CERTIFICATE_EXPIRED",
        stranger: "DOWNLOAD_CERTIFICATE_UNTRUSTED",
      }[name];
      const thrown = await failureOf(`${origin}/a`, { environment: { SSL_CERT_FILE: "" } });
      if (code === undefined) expect(thrown).toBe("no failure");
      else expect(thrown).toMatchObject({ code, exitCode: 1 });
    });

    test("of an authority that is not named", async () => {
      const { origin } = await startServer({ identity: certificates.server }, answer);
      const thrown = await makeDownloads({})
        .fetch(`${origin}/a`)
        .catch((error: unknown) => error);
      expect(thrown).toMatchObject({ code: "DOWNLOAD_CERTIFICATE_UNTRUSTED" });
    });

    test("of an authority that the system trusts", async () => {
      const { origin } = await startServer({ identity: certificates.server }, answer);
      const environment = { SSL_CERT_FILE: serverCertificatePath };
      expect((await makeDownloads({ environment }).fetch(`${origin}/a`)).equals(bytes)).toBe(true);
    });

    test("that the configuration names and that is none", async () => {
      const settings = { serverCertificatePath: certificates.server.keyPath.replace(/key$/, "ext") };
      expect(await failureOf("https://127.0.0.1:1/", settings)).toMatchObject({
        code: "CONFIG_INVALID",
        message: expect.stringMatching(/ServerCertificate: .* is not a PEM file/),
      });
    });
  });

  describe("the client's certificate", () => {
    const asking = () => ({ identity: certificates.server, requestCert: true, rejectUnauthorized: false });
    test("is shown to the owner's own server, and to no other", async () => {
      const shown: unknown[] = [];
      const own = await startServer(asking(), (request, response, nth) => {
        const { socket } = request as typeof request & {
          socket: { getPeerCertificate(): { subject?: { CN: string } } };
        };
        shown.push(socket.getPeerCertificate().subject?.CN);
        answer(request, response, nth);
      });
      const settings = { serverCertificatePath, client: client(certificates.client) };
      const servers = [{ urlTemplate: `${own.origin}/own/{name}` }];
      const downloads = makeDownloads({ ...settings, servers });
      await downloads.fetch(`${own.origin}/own/a`);
      await downloads.fetch(`${own.origin}/other/a`);
      expect(shown).toEqual(["client", undefined]);
    });

    test("that is missing", async () => {
      const { certPath, keyPath } = certificates.server;
      const args = ["s_server", "-accept", "127.0.0.1:0", "-cert", certPath, "-key", keyPath, "-WWW"];
      const server = spawn("openssl", [...args, "-Verify", "1", "-verify_return_error"], { cwd: certificates.folder });
      onTestFinished(() => void server.kill());
      const address = await accepting(server.stdout);
      expect(await failureOf(`https://${address}/client.pem`)).toMatchObject({
        code: "DOWNLOAD_CLIENT_REFUSED",
      });
    });

    test("whose file is missing", async () => {
      const settings = { client: { certificatePath: "/nowhere.pem", keyPath: "/nowhere.key" } };
      const servers = [{ urlTemplate: "https://127.0.0.1:1/{name}" }];
      expect(await failureOf("https://127.0.0.1:1/a", { ...settings, servers })).toMatchObject({
        code: "CONFIG_INVALID",
        message: expect.stringMatching(/HttpsClient\.Certificate: \/nowhere\.pem cannot be read \(ENOENT\)/),
      });
    });
  });

  describe("no connection", () => {
    test("nobody listens", async () => {
      expect(await failureOf(`https://127.0.0.1:${DEAD_PORT}/a`)).toMatchObject({
        code: "DOWNLOAD_UNREACHABLE",
      });
    });

    test("no such host", async () => {
      expect(await failureOf("https://no-such-host.invalid/a")).toMatchObject({ code: "DOWNLOAD_HOST_UNKNOWN" });
    });

    test("no TLS", async () => {
      const server = createServer((_, response) => void response.end("plain")).listen(0, "127.0.0.1");
      onTestFinished(() => void server.close());
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      expect(await failureOf(`https://127.0.0.1:${port}/a`)).toMatchObject({ code: "DOWNLOAD_TLS_FAILED" });
    });
  });

  describe("a proxy", () => {
    async function startProxy(status = 200) {
      const asked: { readonly target: string; readonly authorization: string | undefined }[] = [];
      const proxy = createServer();
      proxy.on("connect", (request, socket) => {
        asked.push({ target: request.url ?? "", authorization: request.headers["proxy-authorization"] });
        socket.on("error", () => undefined);
        if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        const [host = "", port] = (request.url ?? "").split(":");
        const behind = connect(Number(port), host, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
        behind.on("error", () => socket.destroy());
        behind.pipe(socket).pipe(behind);
      });
      proxy.listen(0, "127.0.0.1");
      await once(proxy, "listening");
      onTestFinished(() => {
        proxy.close();
        proxy.closeAllConnections();
      });
      return { asked, host: `127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    }

    test.each(["https_proxy", "HTTPS_PROXY"])("is used where %s names it, with its password", async (variable) => {
      const [server, proxy] = [await startServer({ identity: certificates.server }, answer), await startProxy()];
      const environment = { [variable]: `http://me:pa%73s@${proxy.host}` };
      const downloads = makeDownloads({ serverCertificatePath, environment });
      expect((await downloads.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
      const authorization = `Basic ${Buffer.from("me:pass").toString("base64")}`;
      expect(proxy.asked).toEqual([{ target: `127.0.0.1:${server.port}`, authorization }]);
    });

    test.each(["127.0.0.1", "*", "x, 127.0.0.1:PORT"])("is not used where NO_PROXY says %s", async (noProxy) => {
      const server = await startServer({ identity: certificates.server }, answer);
      const no_proxy = noProxy.replace("PORT", String(server.port));
      const environment = { https_proxy: `127.0.0.1:${DEAD_PORT}`, no_proxy };
      const downloads = makeDownloads({ serverCertificatePath, environment });
      expect((await downloads.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    });

    test("the server's certificate is checked behind it as well", async () => {
      const [server, proxy] = [await startServer({ identity: certificates.otherHost }, answer), await startProxy()];
      const environment = { https_proxy: proxy.host };
      expect(await failureOf(`${server.origin}/a`, { environment })).toMatchObject({
        code: "DOWNLOAD_CERTIFICATE_HOST",
      });
    });

    test.each([
      [407, /answers 407/],
      [502, /answers 502/],
    ])("that answers %i", async (status, message) => {
      const proxy = await startProxy(status);
      const environment = { https_proxy: `http://me:secret@${proxy.host}` };
      const thrown = await failureOf("https://127.0.0.1:1/a", { environment });
      expect(thrown).toMatchObject({ code: "DOWNLOAD_PROXY_FAILED", message: expect.stringMatching(message) });
      expect(String(thrown)).not.toContain("secret");
    });

    test("that is not there", async () => {
      const environment = { https_proxy: `http://127.0.0.1:${DEAD_PORT}` };
      expect(await failureOf("https://127.0.0.1:1/a", { environment })).toMatchObject({
        code: "DOWNLOAD_PROXY_FAILED",
        message: expect.stringMatching(/ECONNREFUSED/),
      });
    });

    test("that is no URL", async () => {
      const environment = { https_proxy: "ftp://proxy" };
      expect(await failureOf("https://127.0.0.1:1/a", { environment })).toMatchObject({
        code: "DOWNLOAD_PROXY_FAILED",
      });
    });
  });
});
