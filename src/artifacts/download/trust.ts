// Whom a TLS connection trusts, and who we say we are: the system's authorities, the one that the owner adds, and the client
// certificate, for the owner's own servers only. Files are read when something is fetched, not at every start.

import type { SecureContext } from "node:tls";
import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import { readRegularFile } from "../../durable/index.js";
import type { DownloadSettings } from "./settings.js";

export interface Trust {
  /** @param isOwnServer whether the client certificate may be shown */
  context(isOwnServer: boolean): Promise<SecureContext>;
}

/** Where distributions keep the authorities they trust, in one file. */
const SYSTEM_AUTHORITIES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** A hundred times what all authorities of the web take. */
const MAX_PEM_BYTES = 32 * 1024 * 1024;

type TrustSettings = Pick<DownloadSettings, "client" | "serverCertificatePath">;

/** Rejects with CONFIG_INVALID when a file that the configuration names cannot be used. */
export function createTrust(settings: TrustSettings, environment: Readonly<Record<string, string | undefined>>): Trust {
  const made = new Map<boolean, Promise<SecureContext>>();
  return {
    context: (isOwnServer) => {
      const context = made.get(isOwnServer) ?? makeContext(settings, environment, isOwnServer);
      made.set(isOwnServer, context);
      return context;
    },
  };
}

async function makeContext(
  { client, serverCertificatePath }: TrustSettings,
  environment: Readonly<Record<string, string | undefined>>,
  isOwnServer: boolean,
): Promise<SecureContext> {
  const tls = await import("node:tls");
  const ca = [...(systemAuthorities(environment) ?? tls.rootCertificates)];
  if (serverCertificatePath !== undefined) ca.push(readNamed(serverCertificatePath, "ServerCertificate"));
  const own = isOwnServer && client !== undefined ? readClient(client) : {};
  try {
    return tls.createSecureContext({ ca, ...own, minVersion: "TLSv1.2" });
  } catch (thrown) {
    throw unusable(`HttpsClient or ServerCertificate has no certificate or key that can be used`, thrown);
  }
}

/** SSL_CERT_FILE is OpenSSL's variable; other programs of the system heed it as well. */
function systemAuthorities(environment: Readonly<Record<string, string | undefined>>) {
  const named = environment["SSL_CERT_FILE"];
  for (const path of named ? [named, ...SYSTEM_AUTHORITIES] : SYSTEM_AUTHORITIES) {
    const text = textIfReadable(path);
    if (text?.includes("-----BEGIN ")) return [text];
  }
  return undefined;
}

function textIfReadable(path: string): string | undefined {
  try {
    return textOf(path);
  } catch {
    return undefined;
  }
}

function readClient({ certificatePath, keyPath }: NonNullable<TrustSettings["client"]>) {
  const cert = readNamed(certificatePath, "HttpsClient.Certificate");
  return { cert, key: readNamed(keyPath, "HttpsClient.Key") };
}

function readNamed(path: string, key: string): string {
  try {
    const text = textOf(path);
    if (text.includes("-----BEGIN ")) return text;
  } catch (thrown) {
    throw unusable(`${key}: ${path} cannot be read (${systemCodeOf(thrown) ?? messageOf(thrown)})`, thrown);
  }
  throw unusable(`${key}: ${path} is not a PEM file`);
}

function textOf(path: string): string {
  return readRegularFile(path, MAX_PEM_BYTES).toString("utf8");
}

/** OpenSSL's own words could quote the file. */
function unusable(message: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError({
    code: "CONFIG_INVALID",
    message: `the configuration cannot be used: ${message}`,
    hint: "Name PEM files that this user can read; the key must not need a passphrase.",
    cause,
  });
}
