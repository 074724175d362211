// Certificates for a server on loopback, made by openssl for one test file: good, for another host, out of date, and of an
// authority that nobody knows.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

export function makeCertificates(): Certificates {
  const folder = join(temporaryFolder(), "certificates");
  mkdirSync(folder);
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  openssl("req", "-x509", ...KEY, "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=test authority");
  openssl("req", "-x509", ...KEY, "-keyout", "stranger.key", "-out", "stranger.pem", "-subj", "/CN=stranger");
  const signed = (name: string, subject: string, days: string): Identity => {
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
    return identity(folder, name);
  };
  return {
    folder,
    authorityPath: join(folder, "authority.pem"),
    server: signed("server", "IP:127.0.0.1,DNS:localhost", "30"),
    otherHost: signed("other-host", "DNS:elsewhere.example", "30"),
    expired: signed("expired", "IP:127.0.0.1", "-1"),
    client: signed("client", "DNS:gateway", "30"),
    stranger: identity(folder, "stranger"),
  };
}

function identity(folder: string, name: string): Identity {
  const [certPath, keyPath] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  return { certPath, keyPath, cert: readFileSync(certPath, "utf8"), key: readFileSync(keyPath, "utf8") };
}
