// What a failing connection means for the user. TLS libraries and systems report codes; nothing here goes by a message.

import { OrchestratorError, systemCodeOf } from "../../base/index.js";
import { type DownloadErrorCode, downloadFault } from "./fault.js";

type Cause = readonly [code: DownloadErrorCode, words: string];

const CAUSES: Readonly<Record<string, Cause>> = {
  ENOTFOUND: ["DOWNLOAD_HOST_UNKNOWN", "the host name is not known"],
  EAI_AGAIN: ["DOWNLOAD_HOST_UNKNOWN", "the name servers do not answer"],
  ECONNREFUSED: ["DOWNLOAD_UNREACHABLE", "the connection was refused"],
  EHOSTUNREACH: ["DOWNLOAD_UNREACHABLE", "the host cannot be reached"],
  ENETUNREACH: ["DOWNLOAD_UNREACHABLE", "the network cannot be reached"],
  ENETDOWN: ["DOWNLOAD_UNREACHABLE", "the network is down"],
  ETIMEDOUT: ["DOWNLOAD_UNREACHABLE", "the host does not answer"],
  EADDRNOTAVAIL: ["DOWNLOAD_UNREACHABLE", "there is no address to connect from"],
  CERT_HAS_EXPIRED: ["DOWNLOAD_CERTIFICATE_EXPIRED", "the server's certificate has expired, by this system's clock"],
  CERT_NOT_YET_VALID: [
    "DOWNLOAD_CERTIFICATE_EXPIRED",
    "the server's certificate is not valid yet, by this system's clock",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ["DOWNLOAD_CERTIFICATE_HOST", "the server's certificate is for another host"],
};

/** OpenSSL's verdicts on a chain, as Node names them. */
const UNTRUSTED = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|INVALID_|PATH_LENGTH_|HOSTNAME_MISMATCH|CRL_)/;
/** The other side ended the handshake because of us. */
const CLIENT_ALERT =
  /_ALERT_(BAD_CERTIFICATE|CERTIFICATE_(REQUIRED|EXPIRED|REVOKED|UNKNOWN)|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** @param address as it may be shown */
export function connectionFault(address: string, thrown: unknown): unknown {
  if (thrown instanceof OrchestratorError) return thrown;
  const systemCode = systemCodeOf(thrown);
  if (systemCode === undefined) return thrown;
  const [code, words] = causeOf(systemCode);
  return downloadFault(code, `${address}: ${words}`, { cause: thrown, facts: { systemCode } });
}

function causeOf(systemCode: string): Cause {
  const known = CAUSES[systemCode];
  if (known !== undefined) return known;
  if (UNTRUSTED.test(systemCode)) {
    return ["DOWNLOAD_CERTIFICATE_UNTRUSTED", `the server's certificate is not trusted (${systemCode})`];
  }
  if (CLIENT_ALERT.test(systemCode)) {
    return ["DOWNLOAD_CLIENT_REFUSED", `the server does not accept this client's certificate, or that there is none`];
  }
  if (systemCode.startsWith("ERR_SSL_") || systemCode.startsWith("ERR_TLS_") || systemCode === "EPROTO") {
    return ["DOWNLOAD_TLS_FAILED", `no secure connection could be made (${systemCode})`];
  }
  if (systemCode.startsWith("HPE_")) {
    return ["DOWNLOAD_ANSWER_INVALID", `the answer is not proper HTTP (${systemCode})`];
  }
  return ["DOWNLOAD_INTERRUPTED", `the connection broke (${systemCode})`];
}
