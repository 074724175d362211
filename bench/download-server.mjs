// Serves one file over https on a free port of loopback, which it prints: `download-server.mjs CERT KEY FILE`. With `?rate=N` it sends
// N bytes a second, as a line of that speed would.

import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:https";
import { pipeline } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

const [cert, key, file] = process.argv.slice(2);
const { size } = statSync(file);

const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, ({ url, headers }, response) => {
  response.setHeader("etag", '"the-file"');
  if (headers["if-none-match"] === '"the-file"') {
    response.writeHead(304).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  if (start > 0) response.setHeader("content-range", `bytes ${start}-${size - 1}/${size}`);
  response.writeHead(start > 0 ? 206 : 200, { "content-length": size - start });
  const rate = Number(new URL(url, "https://x").searchParams.get("rate") ?? Number.POSITIVE_INFINITY);
  const chunks = createReadStream(file, { start, highWaterMark: 256 * 1024 });
  pipeline(
    chunks,
    (source) => paced(source, rate),
    response,
    () => undefined,
  );
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));

async function* paced(chunks, rate) {
  const startedAt = performance.now();
  let sent = 0;
  for await (const chunk of chunks) {
    yield chunk;
    sent += chunk.length;
    const early = startedAt + (sent / rate) * 1000 - performance.now();
    if (early > 1) await pause(early);
  }
}
