// The keys of the configuration that are about downloads and their cache. A key inside of them that nobody knows is refused:
// misspelt, a server would be asked without its token.

import {
  type ArtifactServer,
  type CacheSettings,
  DEFAULT_DOWNLOADS,
  type DownloadSettings,
  type TokenSource,
  templateFault,
} from "../artifacts/index.js";
import { type ConfigReader, knownKeys, numberIn, objectIn, textIn, type Values } from "./config-reader.js";

export const KEYS_OF_DOWNLOADS = [
  "ArtifactServers",
  "ArtifactsCache",
  "DownloadMaxSizeBytes",
  "DownloadMinBytesPerSecond",
  "DownloadRetrySeconds",
  "DownloadStallSeconds",
  "HttpsClient",
  "ServerCertificate",
];

/** Undefined where nothing is configured. */
export function downloadSettings(reader: ConfigReader): DownloadSettings | undefined {
  const { values } = reader;
  if (!KEYS_OF_DOWNLOADS.some((key) => key !== "ArtifactsCache" && key in values)) return undefined;
  const client = clientIn(reader);
  const authority = textIn(reader, values["ServerCertificate"], "ServerCertificate");
  const number = (key: string, otherwise: number) => numberIn(reader, values[key], key) ?? otherwise;
  return {
    servers: serversIn(reader),
    ...(client && { client }),
    ...(authority && { serverCertificatePath: reader.absolute(authority) }),
    maxSizeBytes: number("DownloadMaxSizeBytes", DEFAULT_DOWNLOADS.maxSizeBytes),
    minBytesPerSecond: number("DownloadMinBytesPerSecond", DEFAULT_DOWNLOADS.minBytesPerSecond),
    retrySeconds: number("DownloadRetrySeconds", DEFAULT_DOWNLOADS.retrySeconds),
    stallSeconds: number("DownloadStallSeconds", DEFAULT_DOWNLOADS.stallSeconds),
  };
}

/** Undefined where it is off, which it is unless `Enabled` is true. */
export function cacheSettings(reader: ConfigReader): CacheSettings | undefined {
  const cache = objectIn(reader, "ArtifactsCache", ["Enabled", "Path", "MaxSizeBytes"]);
  const { Enabled: isEnabled = false, Path: path, MaxSizeBytes: size } = cache ?? {};
  if (typeof isEnabled !== "boolean") {
    return reader.refuse("ArtifactsCache.Enabled is not true or false", "Write it without quotes.");
  }
  const folder = textIn(reader, path, "ArtifactsCache.Path");
  const maxSizeBytes = numberIn(reader, size, "ArtifactsCache.MaxSizeBytes");
  if (!isEnabled) return undefined;
  return { ...(folder && { path: reader.absolute(folder) }), ...(maxSizeBytes && { maxSizeBytes }) };
}

function clientIn(reader: ConfigReader): DownloadSettings["client"] {
  const client = objectIn(reader, "HttpsClient", ["Certificate", "Key"]);
  const certificate = textIn(reader, client?.["Certificate"], "HttpsClient.Certificate");
  const key = textIn(reader, client?.["Key"], "HttpsClient.Key");
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    const message = `HttpsClient has only ${key === undefined ? "a Certificate" : "a Key"}`;
    return reader.refuse(message, "Name both, Certificate and Key.");
  }
  return { certificatePath: reader.absolute(certificate), keyPath: reader.absolute(key) };
}

function serversIn(reader: ConfigReader): readonly ArtifactServer[] {
  const servers = reader.values["ArtifactServers"];
  if (servers === undefined) return [];
  if (!Array.isArray(servers)) return reader.refuse("ArtifactServers is not a list", SERVER_EXAMPLE);
  return servers.map((server: unknown, i) => serverIn(reader, server, `ArtifactServers[${i}]`));
}

const SERVER_EXAMPLE = 'Write [{ "Url": "https://artifacts.example.com/{name}.mender" }], for example.';

function serverIn(reader: ConfigReader, server: unknown, where: string): ArtifactServer {
  const { Url: url, ...token } = knownKeys(reader, server, { where, keys: ["Url", "TokenFile", "TokenCommand"] });
  const urlTemplate = textIn(reader, url, `${where}.Url`);
  if (urlTemplate === undefined) return reader.refuse(`${where} has no Url`, SERVER_EXAMPLE);
  const wrong = templateFault(urlTemplate);
  if (wrong !== undefined) return reader.refuse(`${where}.Url ${wrong}`, SERVER_EXAMPLE);
  const source = tokenIn(reader, token, where);
  return { urlTemplate, ...(source && { token: source }) };
}

function tokenIn(reader: ConfigReader, token: Values, where: string): TokenSource | undefined {
  const file = textIn(reader, token["TokenFile"], `${where}.TokenFile`);
  const argv = token["TokenCommand"];
  if (argv === undefined) return file === undefined ? undefined : { kind: "file", path: reader.absolute(file) };
  if (file !== undefined) {
    return reader.refuse(`${where} has both, TokenFile and TokenCommand`, "Remove one of them.");
  }
  const isList = Array.isArray(argv) && argv.length > 0 && argv.every((word) => typeof word === "string");
  if (isList && argv[0] !== "") return { kind: "command", argv };
  return reader.refuse(
    `${where}.TokenCommand is not a list of words`,
    'Write the program and its arguments, ["/usr/bin/get-token", "--quiet"] for example; there is no shell.',
  );
}
