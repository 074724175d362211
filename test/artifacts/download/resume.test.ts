// A connection that breaks is taken up where it broke; what cannot be taken up is an error with a name.

import { expect, test } from "vitest";
import { requirePrograms } from "../../support/index.js";
import { makeCertificates } from "./certificates.js";
import { content, contentOf, makeDownloads } from "./downloads.js";
import { type Answer, file, inTurn, startServer, status } from "./server.js";

requirePrograms(["openssl"])("downloads that break", () => {
  const certificates = makeCertificates();
  const serverCertificatePath = certificates.authorityPath;
  const MIB = 1024 * 1024;
  const bytes = content(MIB);
  const etag = '"one"';

  const serve = (answer: Answer) => startServer({ identity: certificates.server }, answer);
  const breakTwice = (nth: number) => (nth < 2 ? 300_000 : undefined);

  test("comes whole, in one request", async () => {
    const server = await serve(file(bytes, { etag }));
    const downloads = makeDownloads({ serverCertificatePath });
    expect((await downloads.fetch(`${server.origin}/a.mender`)).equals(bytes)).toBe(true);
    expect(server.requests).toMatchObject([{ path: "/a.mender", range: undefined }]);
    expect(server.requests[0]?.headers).toMatchObject({ "accept-encoding": "identity" });
  });

  const DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

  test.each([
    ["a strong ETag", { etag }, etag],
    ["a date", { lastModified: DATE }, DATE],
    ["a date, where the ETag is weak", { etag: 'W/"one"', lastModified: DATE }, DATE],
  ])("is taken up twice by %s", async (_, known, ifRange) => {
    const server = await serve(file(bytes, { ...known, breakAfter: breakTwice }));
    const downloads = makeDownloads({ serverCertificatePath });
    expect((await downloads.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=300000-", "bytes=600000-"]);
    expect(server.requests.map(({ headers }) => headers["if-range"])).toEqual([undefined, ifRange, ifRange]);
    expect(downloads.pauses).toEqual([500, 500]);
  });

  test("a server without ranges starts again, and what was given already is skipped", async () => {
    const whole: Answer = (request, response, nth) => {
      delete request.headers.range;
      file(bytes, { etag, breakAfter: (n) => (n === 0 ? 300_000 : undefined) })(request, response, nth);
    };
    const server = await serve(whole);
    expect((await makeDownloads({ serverCertificatePath }).fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    expect(server.requests).toHaveLength(2);
  });

  test("nothing came yet: it starts again, also without a validator", async () => {
    const server = await serve(file(bytes, { breakAfter: (nth) => (nth === 0 ? 0 : undefined) }));
    expect((await makeDownloads({ serverCertificatePath }).fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
  });

  const broken = file(bytes, { etag, breakAfter: () => 300_000 });
  const range = (contentRange: string): Answer => {
    return (_, response) => void response.writeHead(206, { etag, "content-range": contentRange }).end("x");
  };

  test.each<[string, Answer, string, RegExp]>([
    [
      "another ETag in a whole answer",
      file(content(MIB), { etag: '"two"' }),
      "DOWNLOAD_CHANGED",
      /not the same any more/,
    ],
    ["the same ETag, another size", file(content(2 * MIB), { etag }), "DOWNLOAD_RANGE_WRONG", /bytes 300000-/],
    ["a part from elsewhere", range(`bytes 0-1048575/1048576`), "DOWNLOAD_RANGE_WRONG", /sent "bytes 0-/],
    ["a part of something larger", range(`bytes 300000-1048575/2097152`), "DOWNLOAD_RANGE_WRONG", /2097152/],
    ["a part of which nothing is said", status(206, { etag }), "DOWNLOAD_RANGE_WRONG", /sent "nothing"/],
    ["a range that there is not", status(416), "DOWNLOAD_RANGE_WRONG", /416/],
    ["gone", status(404), "DOWNLOAD_NOT_FOUND", /404/],
  ])("when it broke and then comes %s, it fails by name", async (_, second, code, message) => {
    const server = await serve(inTurn(broken, second));
    const failing = makeDownloads({ serverCertificatePath }).fetch(`${server.origin}/a`);
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(server.requests).toHaveLength(2);
  });

  test("another ETag in a proper part is a change", async () => {
    const headers = { etag: '"two"', "content-range": "bytes 300000-1048575/1048576" };
    const server = await serve(inTurn(broken, (_, response) => void response.writeHead(206, headers).end("x")));
    const failing = makeDownloads({ serverCertificatePath }).fetch(`${server.origin}/a`);
    await expect(failing).rejects.toMatchObject({ code: "DOWNLOAD_CHANGED" });
  });

  test("without anything to recognise the content by, a break is the end", async () => {
    const server = await serve(file(bytes, { breakAfter: () => 300_000 }));
    const failing = makeDownloads({ serverCertificatePath }).fetch(`${server.origin}/a`);
    await expect(failing).rejects.toMatchObject({
      code: "DOWNLOAD_ANSWER_INVALID",
      message: expect.stringMatching(/no strong ETag/),
    });
    expect(server.requests).toHaveLength(1);
  });

  test("attempts end when none brings enough, with delays that grow", async () => {
    const server = await serve(file(bytes, { etag, breakAfter: () => 1000 }));
    const downloads = makeDownloads({ serverCertificatePath });
    await expect(downloads.fetch(`${server.origin}/a`)).rejects.toMatchObject({
      code: "DOWNLOAD_INTERRUPTED",
      message: expect.stringMatching(/given up after 8 attempts$/),
    });
    expect(downloads.pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(downloads.log[0]).toMatch(/^warning .*trying again in 0\.5 s$/);
  });

  test("so does the time in which nothing was gained", async () => {
    const server = await serve(status(503));
    const downloads = makeDownloads({ serverCertificatePath, retrySeconds: 3 });
    await expect(downloads.fetch(`${server.origin}/a`)).rejects.toMatchObject({ code: "DOWNLOAD_SERVER_FAILED" });
    expect(downloads.pauses.length).toBeLessThan(5);
  });

  test("many breaks with enough between them are no end", async () => {
    const server = await serve(file(bytes, { etag, breakAfter: () => 80_000 }));
    expect((await makeDownloads({ serverCertificatePath }).fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    expect(server.requests.length).toBeGreaterThan(10);
  });

  test.each<[string, string, readonly number[]]>([
    ["seconds", "7", [7000]],
    ["a date", DATE, [0]],
  ])("a server that is busy is given the time it asks for: %s", async (_, retryAfter, pauses) => {
    const server = await serve(inTurn(status(429, { "retry-after": retryAfter }), file(bytes, { etag })));
    const downloads = makeDownloads({ serverCertificatePath });
    expect((await downloads.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    expect(downloads.pauses).toEqual(pauses);
  });

  test("but not any time", async () => {
    const server = await serve(status(429, { "retry-after": "86400" }));
    const downloads = makeDownloads({ serverCertificatePath });
    await expect(downloads.fetch(`${server.origin}/a`)).rejects.toMatchObject({
      code: "DOWNLOAD_BUSY",
      message: expect.stringMatching(/come back in 86400 s/),
    });
    expect(downloads.pauses).toEqual([]);
  });

  test("who only wants the beginning ends the connection at once", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-length": 2 ** 29 }).write(bytes);
    });
    const { stream, sizeBytes } = await makeDownloads({ serverCertificatePath }).open(`${server.origin}/a`);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(sizeBytes).toBe(2 ** 29);
    await server.idle();
  });

  test("a stream that waits for a silent server is left at once", async () => {
    const server = await serve((_, response) => response.writeHead(200, { "content-length": 1000 }).flushHeaders());
    const { stream } = await makeDownloads({ serverCertificatePath, stallSeconds: 3600 }).open(`${server.origin}/a`);
    const reading = contentOf(stream);
    setImmediate(() => stream.destroy());
    await expect(reading).rejects.toThrow();
    await server.idle();
  });
});
