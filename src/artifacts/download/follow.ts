// Redirections, followed by hand: each hop is https, gets only the credentials that are its own, and there is an end to them.

import type { IncomingMessage } from "node:http";
import { OrchestratorError } from "../../base/index.js";
import { shownLocation } from "../../model/index.js";
import { downloadFault } from "./fault.js";
import { MAX_REDIRECTS } from "./limits.js";
import { type GetRequest, type Sending, send } from "./send.js";
import { parseUrl } from "./url.js";

const REDIRECTS = [301, 302, 303, 307, 308];

/** The answer that is no redirection. Rejects with DOWNLOAD_…. */
export async function follow(sending: Sending, request: GetRequest): Promise<IncomingMessage> {
  const visited = new Set<string>();
  for (let { url } = request; ; ) {
    visited.add(url.href);
    const answer = await send(sending, { ...request, url });
    if (!REDIRECTS.includes(answer.statusCode ?? 0)) return answer;
    const { location } = answer.headers;
    answer.destroy();
    url = target(location, url);
    if (visited.has(url.href)) {
      throw downloadFault("DOWNLOAD_REDIRECT_LOOP", `${shownLocation(request.url.href)} redirects in a circle`);
    }
    if (visited.size > MAX_REDIRECTS) {
      const times = `more than ${MAX_REDIRECTS} times`;
      throw downloadFault("DOWNLOAD_REDIRECT_LIMIT", `${shownLocation(request.url.href)} redirects ${times}`);
    }
  }
}

function target(location: string | undefined, from: URL): URL {
  const where = shownLocation(from.href);
  if (location === undefined || !URL.canParse(location, from.href)) {
    throw downloadFault("DOWNLOAD_REDIRECT_REFUSED", `${where} redirects to nowhere`);
  }
  try {
    return parseUrl(new URL(location, from.href).href);
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    throw downloadFault("DOWNLOAD_REDIRECT_REFUSED", `${where} redirects, but ${thrown.message}`);
  }
}
