// Signatures by keys that are listed, of OpenSSH and of OpenPGP, on commits and on tags; everything else is refused before the copy
// has it.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { commit, git, index, repositoryWith, sync } from "./repositories.js";

const INDEX = "modules/m/index.json";

function sshKey(folder: string, name: string) {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
  const publicKey = readFileSync(join(folder, `${name}.pub`), "utf8");
  writeFileSync(join(folder, `${name}.allowed`), `# ${name}\n${name}@example.org ${publicKey}`);
  const options = ["-c", "gpg.format=ssh", "-c", `user.signingKey=${join(folder, name)}`];
  return { options, publicKeyFile: join(folder, `${name}.pub`), signers: [join(folder, `${name}.allowed`)] };
}

function signedCommit(repository: string, options: readonly string[], version: string): string {
  writeFileSync(join(repository, INDEX), index(version));
  git(repository, ...options, "commit", "--quiet", "--all", "--gpg-sign", "--message", version);
  return git(repository, "rev-parse", "HEAD");
}

function place() {
  return { url: repositoryWith({ [INDEX]: index("1.0.0") }), folder: join(temporaryFolder(), "copy") };
}

const unsigned = { code: "MODULES_UNSIGNED" };

requirePrograms(["git", "flock", "ssh-keygen"], { package: ["git", "util-linux", "openssh-client"] })(
  "of OpenSSH",
  () => {
    const keys = temporaryFolder();
    let [alice, bob]: ReturnType<typeof sshKey>[] = [];
    beforeAll(() => {
      [alice, bob] = [sshKey(keys, "alice"), sshKey(keys, "bob")];
    });
    const signersOf = (key: typeof alice) => ({ files: key?.signers ?? [] });

    test("a commit by a key that is listed, and by no other", async () => {
      const { url, folder } = place();
      await expect(sync({ url, folder, signers: signersOf(alice) })).rejects.toMatchObject(unsigned);
      expect(existsSync(folder)).toBe(false);
      const good = signedCommit(url, alice?.options ?? [], "1.1.0");
      expect((await sync({ url, folder, signers: signersOf(alice) })).commit).toBe(good);
      await expect(sync({ url, folder, signers: signersOf(bob) })).rejects.toMatchObject(unsigned);
      signedCommit(url, bob?.options ?? [], "1.2.0");
      await expect(sync({ url, folder, signers: signersOf(alice) })).rejects.toMatchObject(unsigned);
      expect(git(folder, "rev-parse", "HEAD")).toBe(good);
      expect(readFileSync(join(folder, INDEX), "utf8")).toBe(index("1.1.0"));
      const both = { files: [...signersOf(alice).files, ...signersOf(bob).files] };
      expect((await sync({ url, folder, signers: both })).isChanged).toBe(true);
      expect(readdirSync(join(folder, ".git")).filter((name) => name.startsWith("keys-"))).toEqual([]);
    });

    test("a tag by a key that is listed vouches for a commit that is not signed", async () => {
      const { url, folder } = place();
      git(url, ...(alice?.options ?? []), "tag", "--sign", "--message", "released", "v1");
      git(url, ...(bob?.options ?? []), "tag", "--sign", "--message", "released", "v2");
      git(url, "tag", "--annotate", "--message", "noted", "v3");
      git(url, "update-ref", "refs/tags/v9", git(url, "rev-parse", "refs/tags/v1"));
      const signers = signersOf(alice);
      expect((await sync({ url, folder, ref: "v1", signers })).commit).toBe(git(url, "rev-parse", "HEAD"));
      const refused: Readonly<Record<string, string>> = {
        v2: "its tag none",
        v3: "its tag none",
        v9: "its tag none",
        main: "no signature",
      };
      for (const [ref, why] of Object.entries(refused)) {
        const message = expect.stringContaining(why);
        await expect(sync({ url, folder, ref, signers }), ref).rejects.toMatchObject({ ...unsigned, message });
      }
    });

    test("a copy that has it already is asked for its signature, too", async () => {
      const { url, folder } = place();
      await sync({ url, folder });
      await expect(sync({ url, folder, signers: signersOf(alice) })).rejects.toMatchObject(unsigned);
    });

    test("the copy's own configuration has no say", async () => {
      const { url, folder } = place();
      signedCommit(url, bob?.options ?? [], "1.1.0");
      await sync({ url, folder });
      const settings = {
        "gpg.ssh.allowedSignersFile": bob?.signers[0] ?? "",
        "gpg.ssh.program": "true",
        "gpg.program": "true",
        "gpg.format": "openpgp",
      };
      for (const [key, value] of Object.entries(settings)) git(folder, "config", key, value);
      commit(url, { [INDEX]: index("1.2.0") });
      await expect(sync({ url, folder, signers: signersOf(alice) })).rejects.toMatchObject(unsigned);
    });

    const wrong: Readonly<Record<string, () => string>> = {
      "is a key without a name": () => alice?.publicKeyFile ?? "",
      "is a private key": () => join(keys, "alice"),
      "is empty": () => "/dev/null",
      "is not there": () => join(keys, "nobody"),
    };
    test.each(Object.entries(wrong))("a file that %s is refused", async (_name, file) => {
      const { url, folder } = place();
      const refusal = sync({ url, folder, signers: { files: [file()] } });
      await expect(refusal).rejects.toMatchObject({ code: "MODULES_SIGNERS_INVALID" });
    });
  },
);

requirePrograms(["git", "flock", "gpg"], { package: ["git", "util-linux", "gnupg"] })("of OpenPGP", () => {
  test("a commit by a key that is listed, in armour or not, and by no other", async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, "g"), { mode: 0o700 });
    const gpg = (...args: readonly string[]) =>
      execFileSync("gpg", ["--homedir", join(home, "g"), "--batch", "--quiet", "--passphrase", "", ...args], {
        stdio: "pipe",
      });
    for (const name of ["alice", "bob"]) {
      gpg("--quick-generate-key", `${name} <${name}@example.org>`, "ed25519", "sign", "never");
      gpg("--armor", "--output", join(home, `${name}.asc`), "--export", `${name}@example.org`);
    }
    gpg("--output", join(home, "alice.gpg"), "--export", "alice@example.org");
    const program = join(home, "gpg");
    writeFileSync(program, `#!/bin/sh\nexec gpg --homedir ${join(home, "g")} --batch "$@"\n`, { mode: 0o755 });
    const { url, folder } = place();
    const options = ["-c", `gpg.program=${program}`, "-c", "user.signingKey=alice@example.org"];
    const good = signedCommit(url, options, "1.1.0");
    const signers = (name: string) => ({ files: [join(home, name)] });
    expect((await sync({ url, folder, signers: signers("alice.asc") })).commit).toBe(good);
    expect((await sync({ url, folder, signers: signers("alice.gpg") })).commit).toBe(good);
    const message = expect.stringContaining("No public key");
    await expect(sync({ url, folder, signers: signers("bob.asc") })).rejects.toMatchObject({ ...unsigned, message });
    writeFileSync(join(home, "broken.asc"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nnothing\n");
    await expect(sync({ url, folder, signers: signers("broken.asc") })).rejects.toMatchObject({
      code: "MODULES_SIGNERS_INVALID",
    });
    execFileSync("gpgconf", ["--homedir", join(home, "g"), "--kill", "all"]);
  });
});
