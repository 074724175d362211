// A TLS connection through a proxy (CONNECT). Nothing of the request is seen by the proxy but host and port.

import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { SecureContext, TLSSocket } from "node:tls";
import { systemCodeOf } from "../../base/index.js";
import { downloadFault } from "./fault.js";
import { bare, proxyAuthorization, shownProxy } from "./proxy.js";

export interface TunnelRequest {
  readonly proxy: URL;
  readonly url: URL;
  /** For the server behind the proxy. */
  readonly secureContext: SecureContext;
  /** For a proxy that itself speaks https. */
  readonly proxyContext: SecureContext;
  readonly signal: AbortSignal;
}

/** Resolves once the handshake with the server is done. Throws DOWNLOAD_PROXY_FAILED, or what the handshake fails with. */
export async function openTunnel(request: TunnelRequest): Promise<TLSSocket> {
  const [tls, net] = await Promise.all([import("node:tls"), import("node:net")]);
  const socket = await connectThrough(request);
  const host = bare(request.url.hostname);
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  const secured = tls.connect({ socket, host, ...servername, secureContext: request.secureContext });
  const leave = () => secured.destroy(new Error("the request was ended"));
  request.signal.addEventListener("abort", leave);
  try {
    await once(secured, "secureConnect");
    return secured;
  } finally {
    request.signal.removeEventListener("abort", leave);
  }
}

async function connectThrough({ proxy, url, proxyContext, signal }: TunnelRequest): Promise<Socket> {
  const { request } = await import(proxy.protocol === "https:" ? "node:https" : "node:http");
  const target = `${url.hostname}:${url.port || "443"}`;
  const authorization = proxyAuthorization(proxy);
  const headers = { host: target, ...(authorization === undefined ? {} : { "proxy-authorization": authorization }) };
  const { hostname, port } = proxy;
  const where = { hostname: bare(hostname), ...(port === "" ? {} : { port }) };
  const connecting = request({
    ...where,
    ...{ method: "CONNECT", path: target, headers, agent: false, signal, secureContext: proxyContext },
  });
  return await new Promise((resolve, reject) => {
    connecting.once("connect", (response: IncomingMessage, socket: Socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refused(proxy, `it answers ${response.statusCode}`));
    });
    connecting.once("response", (response: IncomingMessage) => {
      response.destroy();
      reject(refused(proxy, `it answers ${response.statusCode}`));
    });
    connecting.once("error", (thrown: unknown) => {
      reject(signal.aborted ? thrown : refused(proxy, systemCodeOf(thrown) ?? "unknown", thrown));
    });
    connecting.end();
  });
}

function refused(proxy: URL, why: string, cause?: unknown) {
  return downloadFault("DOWNLOAD_PROXY_FAILED", `the proxy ${shownProxy(proxy)} made no connection: ${why}`, { cause });
}
