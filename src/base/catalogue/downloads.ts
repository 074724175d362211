// Faults of downloads. What the manifest, the artifact's server or the configuration must put right is bad input; what may be
// different tomorrow (a network, a server in trouble) is a failure.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

const SERVER_REMEDY = "Look at the server's own log; if it lies behind a proxy or a cache, at theirs.";
const AGAIN_REMEDY = "Check the network and the server, then install again: what the cache holds is not fetched twice.";

export const DOWNLOAD_ERRORS = {
  DOWNLOAD_URL_INVALID: {
    meaning: "An address to download from is not a plain https URL.",
    remedy: "Write https://HOST/PATH, without a user name; credentials belong into `ArtifactServers`.",
    exitCode: EXIT.badInput,
  },
  DOWNLOAD_NAME_INVALID: {
    meaning: "An artifact_name cannot stand in the URL of an artifact server.",
    remedy: "Give the artifact a name that is more than dots.",
    exitCode: EXIT.badInput,
  },
  DOWNLOAD_NOT_FOUND: {
    meaning: "The server does not have the artifact.",
    remedy: "Check artifact_name or artifact_path in the manifest, and `ArtifactServers` in the configuration.",
    exitCode: EXIT.badInput,
  },
  DOWNLOAD_DENIED: {
    meaning: "The server does not let this system have the artifact.",
    remedy: "Check `TokenFile` or `TokenCommand` of the server, or the certificate in `HttpsClient`.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_TOKEN_UNAVAILABLE: {
    meaning: "The token for an artifact server could not be had.",
    remedy: "Check the file of `TokenFile`, or run the command of `TokenCommand` by hand.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_BUSY: {
    meaning: "The server asks to wait longer than a download waits (429, Retry-After).",
    remedy: "Install again later, or raise `DownloadRetrySeconds`.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_SERVER_FAILED: {
    meaning: "The server answers that it has failed (5xx), and did so until the attempts were used up.",
    remedy: SERVER_REMEDY,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_ANSWER_INVALID: {
    meaning: "The server's answer is not one that a download can have.",
    remedy: SERVER_REMEDY,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_RANGE_WRONG: {
    meaning: "Asked for the rest of an artifact, the server sent another part of it.",
    remedy: SERVER_REMEDY,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_CHANGED: {
    meaning: "The artifact on the server was replaced while it was downloaded.",
    remedy: "Do not replace artifacts that are being deployed, give them new names; install again.",
    exitCode: EXIT.badInput,
  },
  DOWNLOAD_ENCODED: {
    meaning: "The server sends the artifact in an encoding (Content-Encoding) that was not asked for.",
    remedy: "Switch off the server's compression for artifacts: they are compressed already.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_SIZE_UNKNOWN: {
    meaning: "The server does not say how large the artifact is (Content-Length).",
    remedy: "Let the server send artifacts as plain files.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_TOO_LARGE: {
    meaning: "The artifact is larger than a download may be, or more came than the server had announced.",
    remedy: "If the artifact may be that large, raise `DownloadMaxSizeBytes`.",
    exitCode: EXIT.badInput,
  },
  DOWNLOAD_INTERRUPTED: {
    meaning: "The connection broke before the artifact was complete, and could not be taken up again.",
    remedy: AGAIN_REMEDY,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_STALLED: {
    meaning: "The server stopped sending, or did not answer at all.",
    remedy: `${AGAIN_REMEDY} On a slow line raise \`DownloadStallSeconds\`.`,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_TOO_SLOW: {
    meaning: "The server sends, but slower than a download may be.",
    remedy: `${AGAIN_REMEDY} On a slow line lower \`DownloadMinBytesPerSecond\`.`,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_REDIRECT_LOOP: {
    meaning: "The server's redirections lead back to where they began.",
    remedy: SERVER_REMEDY,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_REDIRECT_LIMIT: {
    meaning: "The server redirects more often than a download follows.",
    remedy: SERVER_REMEDY,
    exitCode: EXIT.failed,
  },
  DOWNLOAD_REDIRECT_REFUSED: {
    meaning: "The server redirects to an address that is not https, or no address.",
    remedy: "Let the server redirect to https://…; artifacts are never fetched in the clear.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_HOST_UNKNOWN: {
    meaning: "The name of the server, or of the proxy, could not be resolved.",
    remedy: "Check the name in the URL, and the name servers of this system.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_UNREACHABLE: {
    meaning: "No connection to the server could be made.",
    remedy: "Check host and port of the URL, the network, and the proxy variables.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_PROXY_FAILED: {
    meaning: "The proxy did not make the connection.",
    remedy: "Check `HTTPS_PROXY` and `NO_PROXY`; for a proxy that wants a password, put it into the variable.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_CERTIFICATE_UNTRUSTED: {
    meaning: "The server's certificate was not issued by an authority that this system trusts.",
    remedy: "Name the authority's certificate in `ServerCertificate`.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_CERTIFICATE_EXPIRED: {
    meaning: "The server's certificate is not valid at this time.",
    remedy: "Check this system's clock; else the server needs a new certificate.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_CERTIFICATE_HOST: {
    meaning: "The server's certificate is for another host.",
    remedy: "Use the name in the URL that the certificate is for.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_CLIENT_REFUSED: {
    meaning: "The server wants a client certificate, or does not take the one it got.",
    remedy: "Check `Certificate` and `Key` of `HttpsClient`, and that the server trusts their authority.",
    exitCode: EXIT.failed,
  },
  DOWNLOAD_TLS_FAILED: {
    meaning: "No secure connection could be agreed on.",
    remedy: "Check that the port speaks TLS 1.2 or newer.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
