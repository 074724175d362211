// Answers that are refused, each by its own name: with servers that give them.

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { requirePrograms } from "../../support/index.js";
import { makeCertificates } from "./certificates.js";
import { content, contentOf, makeDownloads, type TestSettings } from "./downloads.js";
import { type Answer, byPath, file, startServer, status } from "./server.js";

requirePrograms(["openssl"])("downloads that are refused", () => {
  const certificates = makeCertificates();
  const serverCertificatePath = certificates.authorityPath;
  const bytes = content(100_000);
  const good = file(bytes, { etag: '"one"' });
  const quick = { serverCertificatePath, retrySeconds: 1 };

  const to = (location: string): Answer => status(302, { location });

  async function failure(answer: Answer, settings: TestSettings = {}) {
    const server = await startServer({ identity: certificates.server }, answer);
    const downloads = makeDownloads({ ...quick, ...settings });
    const thrown: unknown = await downloads.fetch(`${server.origin}/a?secret=1`).then(
      () => "no failure",
      (error: unknown) => error,
    );
    return { thrown, server, downloads };
  }

  test.each<[string, Answer, string, RegExp]>([
    ["not there", status(404), "DOWNLOAD_NOT_FOUND", /answers 404$/],
    ["gone", status(410), "DOWNLOAD_NOT_FOUND", /410/],
    ["no credentials", status(401), "DOWNLOAD_DENIED", /401/],
    ["other credentials", status(403), "DOWNLOAD_DENIED", /403/],
    ["another success", status(204), "DOWNLOAD_ANSWER_INVALID", /204/],
    ["a part nobody asked for", status(206), "DOWNLOAD_ANSWER_INVALID", /206/],
    ["unchanged, which nobody asked", status(304), "DOWNLOAD_ANSWER_INVALID", /304/],
    ["a teapot", status(418), "DOWNLOAD_ANSWER_INVALID", /418/],
    ["compressed", status(200, { "content-encoding": "gzip" }), "DOWNLOAD_ENCODED", /"gzip"/],
    ["endless", (_, response) => void response.writeHead(200).write("x"), "DOWNLOAD_SIZE_UNKNOWN", /Content-Length/],
    ["a redirection to nowhere", status(302), "DOWNLOAD_REDIRECT_REFUSED", /nowhere/],
    ["one in the clear", to("http://127.0.0.1/a"), "DOWNLOAD_REDIRECT_REFUSED", /not https/],
    ["one with a password", to("https://me:secret=1@127.0.0.1/"), "DOWNLOAD_REDIRECT_REFUSED", /user name/],
    ["one to itself", to("/a?secret=1"), "DOWNLOAD_REDIRECT_LOOP", /circle/],
    ["a circle", byPath({ "/a": to("/b"), "/b": to("/a?secret=1") }), "DOWNLOAD_REDIRECT_LOOP", /circle/],
  ])("%s", async (_, answer, code, message) => {
    const { thrown, downloads } = await failure(answer);
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.any(String) });
    expect(`${JSON.stringify(thrown)} ${String(thrown)} ${downloads.log}`).not.toContain("secret=1");
  });

  test("a redirection is followed, ten times and no more", async () => {
    const hops = (last: number): Answer => {
      return (request, response, nth) => (nth < last ? to(`/hop${nth}`) : good)(request, response, nth);
    };
    const server = await startServer({ identity: certificates.server }, hops(10));
    expect((await makeDownloads(quick).fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    const { thrown } = await failure(hops(11));
    expect(thrown).toMatchObject({ code: "DOWNLOAD_REDIRECT_LIMIT" });
  });

  describe("sizes", () => {
    test("one that is announced and too large is refused before a byte is read", async () => {
      const { thrown } = await failure(good, { maxSizeBytes: 99_999 });
      expect(thrown).toMatchObject({ code: "DOWNLOAD_TOO_LARGE", exitCode: 5 });
    });

    test("and so is one whose announced size no number can hold", async () => {
      const boundless: Answer = (_, response) =>
        response.writeHead(200, { "content-length": "9999999999999999999" }).flushHeaders();
      const { thrown } = await failure(boundless);
      expect(thrown).toMatchObject({ code: "DOWNLOAD_TOO_LARGE", message: expect.stringMatching(/may have/) });
    });

    test("more than was announced never comes through", async () => {
      const lying: Answer = (_, response) => {
        const { socket } = response;
        socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\netag: "one"\r\n\r\n');
        for (let i = 0; i < 10; i += 1) socket?.write(bytes);
      };
      const server = await startServer({ identity: certificates.server }, lying);
      expect((await makeDownloads(quick).fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    });

    test("less than was announced is taken up, and in the end refused", async () => {
      const { thrown } = await failure((request, response, nth) => {
        file(bytes, { etag: '"one"', breakAfter: () => 10 })(request, response, nth);
      });
      expect(thrown).toMatchObject({ code: "DOWNLOAD_INTERRUPTED" });
    });
  });

  describe("time", () => {
    const headersOnly: Answer = (_, response) => response.writeHead(200, { "content-length": 1000 }).flushHeaders();

    const impatient = { ...quick, stallSeconds: 30, retrySeconds: 0 };

    /** Hours, if need be, at once; however slow this machine is, none of them is over before its time. */
    async function whileTimePasses<Result>(work: Promise<Result>): Promise<Result> {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      void work.then(over, over);
      while (!isOver) {
        vi.advanceTimersByTime(1000);
        await new Promise(setImmediate);
      }
      return await work;
    }

    test("no answer", async () => {
      useFakeTimeouts();
      const server = await startServer({ identity: certificates.server }, () => undefined);
      const opening = makeDownloads(impatient).open(`${server.origin}/a`);
      opening.catch(() => undefined);
      while (server.requests.length === 0) await new Promise(setImmediate);
      const stalled = { code: "DOWNLOAD_STALLED", message: expect.stringMatching(/no answer within 30 s/) };
      await expect(whileTimePasses(opening)).rejects.toMatchObject(stalled);
    });

    test("no bytes", async () => {
      useFakeTimeouts();
      const server = await startServer({ identity: certificates.server }, headersOnly);
      const { stream } = await makeDownloads(impatient).open(`${server.origin}/a`);
      const stalled = { code: "DOWNLOAD_STALLED", message: expect.stringMatching(/nothing came for 30 s/) };
      await expect(whileTimePasses(contentOf(stream))).rejects.toMatchObject(stalled);
    });

    test("hardly any bytes", async () => {
      const dripping: Answer = (_, response) => {
        response.writeHead(200, { "content-length": 1_000_000, etag: '"one"' });
        const drip = setInterval(() => response.write("x"), 10);
        response.on("close", () => clearInterval(drip));
      };
      const settings = { stallSeconds: 60, retrySeconds: 0, minBytesPerSecond: 100_000, timesFaster: 600 };
      const { thrown } = await failure(dripping, settings);
      expect(thrown).toMatchObject({ code: "DOWNLOAD_TOO_SLOW", message: expect.stringMatching(/and 100000 must/) });
    });

    test("a consumer may be slower than any server", async () => {
      useFakeTimeouts();
      const server = await startServer({ identity: certificates.server }, good);
      const { stream } = await makeDownloads(quick).open(`${server.origin}/a`);
      let count = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        vi.advanceTimersByTime(3_600_000);
        count += chunk.length;
      }
      expect(count).toBe(bytes.length);
    });
  });

  test("an answer that is not HTTP", async () => {
    const { thrown } = await failure((_, { socket }) => void socket?.end("HELLO\r\n\r\n"));
    expect(thrown).toMatchObject({
      code: "DOWNLOAD_ANSWER_INVALID",
      message: expect.stringMatching(/not proper HTTP/),
    });
  });

  test.each([
    ["http://example.com/a", /is not https/],
    ["https://", /is not a URL/],
    ["https://me@example.com/a", /user name/],
  ])("%s is not downloaded from", async (url, message) => {
    await expect(makeDownloads(quick).open(url)).rejects.toMatchObject({
      code: "DOWNLOAD_URL_INVALID",
      message: expect.stringMatching(message),
    });
  });
});

function useFakeTimeouts(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}
