// Which proxy a request goes through: HTTPS_PROXY and NO_PROXY, in small letters too, which win. They are read as curl reads
// them: a host in NO_PROXY stands for its subdomains as well, `*` for every host.

import { isIP } from "node:net";
import { downloadFault } from "./fault.js";

export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/** Throws DOWNLOAD_PROXY_FAILED when the variable is no URL. */
export function proxyFor(url: URL, environment: ProxyVariables): URL | undefined {
  const text = variable("https_proxy", environment);
  if (text === undefined || isExempt(url, variable("no_proxy", environment) ?? "")) return undefined;
  const proxy = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const parsed = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return parsed;
  throw downloadFault("DOWNLOAD_PROXY_FAILED", "HTTPS_PROXY is not the http or https URL of a proxy");
}

/** `Proxy-Authorization` for a proxy with a user name in its URL. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === "") return undefined;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

/** A `%` that begins no code stands for itself. */
function decoded(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll("%", ""), "hex").toString());
}

/** `host:port` without a user name, to be shown. */
export function shownProxy(proxy: URL): string {
  return proxy.host;
}

function variable(name: string, environment: ProxyVariables): string | undefined {
  const value = environment[name] || environment[name.toUpperCase()];
  return value?.trim() || undefined;
}

function isExempt({ hostname, port }: URL, noProxy: string): boolean {
  const host = bare(hostname);
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (isIP(bare(entry)) === 6) return bare(entry) === host;
    const [name = "", only] = entry.toLowerCase().split(":");
    return (only === undefined || only === (port || "443")) && isNamed(host, name);
  });
}

function isNamed(host: string, entry: string): boolean {
  const name = entry.replace(/^\*?\./, "");
  if (name === "") return false;
  return name === "*" || host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

/** An IPv6 address as a program takes it, which in a URL stands in brackets. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
