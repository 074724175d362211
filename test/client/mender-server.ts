// What a Mender server is to a client: it lets it in, offers it one deployment, hands out the artifact, and takes down what the
// client says of it.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";

export interface MenderServer {
  readonly url: string;
  /** What the client has reported of the deployment, each once where it repeats itself. */
  readonly statuses: readonly string[];
  /** Attributes of the inventory, as the client sent them last. */
  inventory(): readonly { readonly name: string; readonly value: unknown }[];
}

interface Offer {
  readonly name: string;
  readonly artifact: Buffer;
  readonly deviceType: string;
}

/** Closed when the test is over. */
export async function startMenderServer({ name, artifact, deviceType }: Offer): Promise<MenderServer> {
  const statuses: string[] = [];
  let inventory: ReturnType<MenderServer["inventory"]> = [];
  let isOffered = false;
  const deployment = (url: string) => ({
    id: "d1",
    artifact: {
      artifact_name: name,
      source: { uri: `${url}/artifact`, expire: "2099-01-01T00:00:00Z" },
      device_types_compatible: [deviceType],
    },
  });
  const answer = (path: string, body: string, response: ServerResponse): void => {
    if (path.endsWith("/auth_requests")) return void response.end("token");
    if (path.startsWith("/artifact")) return void response.end(artifact);
    if (path.endsWith("/attributes")) inventory = JSON.parse(body);
    if (path.endsWith("/status")) {
      const { status } = JSON.parse(body);
      if (statuses.at(-1) !== status) statuses.push(status);
    }
    if (!path.endsWith("/next") || isOffered)
      return void response.writeHead(path.endsWith("/attributes") ? 200 : 204).end();
    isOffered = true;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(deployment(url)));
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://x").pathname;
    // A client that is ended in the middle of a request gets no answer.
    const isGone = (): void => expect(request.destroyed).toBe(true);
    response.on("error", () => undefined);
    void textOf(request).then((body) => answer(path, body, response), isGone);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url, statuses, inventory: () => inventory };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
