// A real https server on loopback that answers as a test says, and remembers what it was asked.

import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Identity } from "./certificates.js";

/** @param nth how many requests came before */
export type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

export interface TestServer {
  readonly port: number;
  /** `https://127.0.0.1:PORT` */
  readonly origin: string;
  /** In order. */
  readonly requests: readonly Asked[];
  /** Resolves once every connection is gone. */
  close(): Promise<void>;
  /** Resolves once no connection is open. */
  idle(): Promise<void>;
}

export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage["headers"];
}

export interface ServerIdentity extends Pick<ServerOptions, "ca" | "requestCert" | "rejectUnauthorized"> {
  readonly identity: Identity;
}

/** Closed when the test is over. */
export async function startServer({ identity, ...tls }: ServerIdentity, answer: Answer): Promise<TestServer> {
  const requests: Asked[] = [];
  const server = createServer({ ...tls, cert: identity.cert, key: identity.key }, (request, response) => {
    response.on("error", () => undefined);
    const { range, authorization } = request.headers;
    requests.push({ path: request.url ?? "", range, authorization, headers: request.headers });
    answer(request, response, requests.length - 1);
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const idle = () =>
    new Promise<void>((resolve) => {
      const look = () => server.getConnections((_, count) => (count === 0 ? resolve() : void setTimeout(look, 5)));
      look();
    });
  return { port, origin: `https://127.0.0.1:${port}`, requests, close, idle };
}

export interface FileOptions {
  readonly etag?: string;
  readonly lastModified?: string;
  /** The connection is destroyed after so many bytes of the nth answer. */
  breakAfter?(nth: number): number | undefined;
}

/** A file as a good server serves it: Range, If-Range, If-None-Match, HEAD apart. */
export function file(bytes: Buffer, options: FileOptions = {}): Answer {
  const { etag, lastModified } = options;
  return (request, response, nth) => {
    const { range, "if-range": ifRange, "if-none-match": known, "if-modified-since": since } = request.headers;
    if (etag !== undefined) response.setHeader("etag", etag);
    if (lastModified !== undefined) response.setHeader("last-modified", lastModified);
    if ((known !== undefined && known === etag) || (since !== undefined && since === lastModified)) {
      return void response.writeHead(304).end();
    }
    const isSame = ifRange === undefined || ifRange === etag || ifRange === lastModified;
    const start = isSame ? Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0) : 0;
    const part = bytes.subarray(start);
    response.setHeader("content-length", part.length);
    if (start > 0) response.setHeader("content-range", `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
    response.writeHead(start > 0 ? 206 : 200);
    const cut = options.breakAfter?.(nth);
    if (cut === undefined) return void response.end(part);
    response.flushHeaders();
    // A write of nothing never calls back.
    if (cut === 0) return void response.destroy();
    response.write(part.subarray(0, cut), () => setImmediate(() => response.destroy()));
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => void response.writeHead(code, headers).end();
}

/** The nth request gets the nth answer; later ones the last. */
export function inTurn(...answers: readonly Answer[]): Answer {
  return (request, response, nth) => answers[Math.min(nth, answers.length - 1)]?.(request, response, nth);
}

/** By path, without the query. */
export function byPath(answers: Readonly<Record<string, Answer>>): Answer {
  return (request, response, nth) => {
    const path = new URL(request.url ?? "", "https://x").pathname;
    (answers[path] ?? status(404))(request, response, nth);
  };
}
