// One GET request and the head of its answer. A connection of its own, which goes when the body is destroyed; no redirect is
// followed and nothing is tried again here.

import type { IncomingMessage } from "node:http";
import type { SecureContext, TLSSocket } from "node:tls";
import { shownLocation } from "../../model/index.js";
import { connectionFault } from "./causes.js";
import { downloadFault } from "./fault.js";
import { proxyFor } from "./proxy.js";
import { serverOf } from "./servers.js";
import type { DownloadWorld } from "./settings.js";
import { readToken } from "./token.js";
import type { Trust } from "./trust.js";

export interface Sending {
  readonly world: DownloadWorld;
  readonly trust: Trust;
}

export interface GetRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Rejects with DOWNLOAD_…, or with the signal's reason. */
export async function send(sending: Sending, request: GetRequest): Promise<IncomingMessage> {
  const { stallSeconds } = sending.world.settings;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), stallSeconds * 1000);
  try {
    const signal = AbortSignal.any([request.signal, patience.signal]);
    return await answerTo(sending, { ...request, signal });
  } catch (thrown) {
    request.signal.throwIfAborted();
    const address = shownLocation(request.url.href);
    if (patience.signal.aborted) {
      throw downloadFault("DOWNLOAD_STALLED", `${address}: no answer within ${stallSeconds} s`);
    }
    throw connectionFault(address, thrown);
  } finally {
    clearTimeout(timer);
  }
}

async function answerTo({ world, trust }: Sending, { url, headers, signal }: GetRequest): Promise<IncomingMessage> {
  const server = serverOf(world.settings.servers, url);
  const authorization = server?.token === undefined ? {} : { authorization: `Bearer ${await readToken(server.token)}` };
  const secureContext = await trust.context(server !== undefined);
  const connection = await connectionFor({ world, trust }, { url, signal, secureContext });
  const { request } = await import("node:https");
  return await new Promise((resolve, reject) => {
    const asked = request(url, {
      ...connection,
      signal,
      headers: { ...headers, ...authorization, "accept-encoding": "identity", "user-agent": "update-orchestrator" },
    });
    // One listener for good: after the answer, what breaks is the body's, and an error without a listener ends the process.
    asked.on("error", reject);
    asked.once("response", (response) => {
      response.on("error", () => undefined);
      resolve(response);
    });
    asked.end();
  });
}

interface Connecting {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly secureContext: SecureContext;
}

async function connectionFor({ world, trust }: Sending, { url, signal, secureContext }: Connecting) {
  const proxy = proxyFor(url, world.environment);
  if (proxy === undefined) return { secureContext, agent: false };
  const { openTunnel } = await import("./tunnel.js");
  const proxyContext = await trust.context(false);
  const socket: TLSSocket = await openTunnel({ proxy, url, secureContext, proxyContext, signal });
  return { createConnection: () => socket };
}
