// Certificates for a server on loopback, made by openssl for one test file: good, for another host, out of date, and of an
// authority that nobody knows.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { temporaryFolder } from "../../support/index.js";

export interface Certificates {
  readonly folder: string;
  /** The authority's own, as `ServerCertificate` names it. */
  readonly authorityPath: string;
  readonly server: Identity;
  readonly otherHost: Identity;
  readonly expired: Identity;
  readonly client: Identity;
  /** Not signed by the authority. */
  readonly stranger: Identity;
}

export interface Identity {
  readonly certPath: string;
  readonly keyPath: string;
  readonly cert: string;
  readonly key: string;
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** To be called while a suite is described: they are made before its first test. */
export function makeCertificates(): Certificates {
  const folder = temporaryFolder();
  beforeAll(() => writeCertificates(folder));
  return {
    folder,
    authorityPath: join(folder, "authority.pem"),
    get server() {
      return identity(folder, "server");
    },
    get otherHost() {
      return identity(folder, "other-host");
    },
    get expired() {
      return identity(folder, "expired");
    },
    get client() {
      return identity(folder, "client");
    },
    get stranger() {
      return identity(folder, "stranger");
    },
  };
}

function writeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  openssl("req", "-x509", ...KEY, "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=test authority");
  openssl("req", "-x509", ...KEY, "-keyout", "stranger.key", "-out", "stranger.pem", "-subj", "/CN=stranger");
  for (const [name, subject, days] of SIGNED) {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${subject}`);
    openssl("req", ...KEY, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    const by = ["-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial"];
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...by,
      "-days",
      days,
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.pem`,
    );
  }
}

const SIGNED = [
  ["server", "IP:127.0.0.1,DNS:localhost", "30"],
  ["other-host", "DNS:elsewhere.example", "30"],
  ["expired", "IP:127.0.0.1", "-1"],
  ["client", "DNS:gateway", "30"],
] as const;

function identity(folder: string, name: string): Identity {
  const [certPath, keyPath] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  return { certPath, keyPath, cert: readFileSync(certPath, "utf8"), key: readFileSync(keyPath, "utf8") };
}
