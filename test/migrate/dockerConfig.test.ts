// Credentials as `docker login` stores them; the credential helper is a real program.

import { strict as assert } from "node:assert";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDockerCredentials, runCredentialHelper } from "../../migrate/dockerConfig";
import type { Credentials } from "../../registry/credentials";

const AUTH = Buffer.from("octo:a:password").toString("base64");
const LOGIN = { username: "octo", password: "a:password" };

describe("credentials of Docker", () => {
  let directory: string;

  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-docker-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const read = (registry: string, config?: object): Promise<Credentials | undefined> => {
    if (config !== undefined) writeFileSync(join(directory, "config.json"), JSON.stringify(config));
    return readDockerCredentials(registry, {
      env: { DOCKER_CONFIG: directory },
      readFile: (path) => readFile(path, "utf8").catch(() => undefined),
      runHelper: (program, host) => runCredentialHelper(join(directory, program), host),
    });
  };
  const helper = (script: string): void => {
    writeFileSync(join(directory, "docker-credential-test"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, "docker-credential-test"), 0o755);
  };

  it("are none without a file", async () => assert.equal(await read("registry.example.com"), undefined));

  for (const [title, key, registry] of [
    ["a host", "registry.example.com:5000", "registry.example.com:5000"],
    ["an address of old", "https://registry.example.com/v2/", "registry.example.com"],
    ["Docker Hub", "https://index.docker.io/v1/", "docker.io"],
  ] as const)
    it(`are read of an entry for ${title}, up to the first colon`, async () => {
      assert.deepEqual(await read(registry, { auths: { [key]: { auth: AUTH } } }), LOGIN);
      assert.equal(await read("other.example.com"), undefined);
    });

  it("come from the helper of the registry, which is told its name", async () => {
    helper('[ "$1" = get ] && printf \'{"Username":"octo","Secret":"for %s"}\' "$(cat)"');
    const config = {
      credHelpers: { "registry.example.com": "test" },
      auths: { "registry.example.com": { auth: AUTH } },
    };
    assert.deepEqual(await read("registry.example.com", config), {
      username: "octo",
      password: "for registry.example.com",
    });
  });

  it("are none where the store knows nothing of the registry", async () => {
    helper("echo credentials not found in native keychain; exit 1");
    assert.equal(await read("registry.example.com", { credsStore: "test" }), undefined);
  });

  it("are refused where a helper fails, without what it printed", async () => {
    helper("echo a-secret; exit 3");
    await assert.rejects(read("registry.example.com", { credsStore: "test" }), {
      message: "docker-credential-test: gave no credentials for registry.example.com; log in again",
    });
  });

  it("are refused where a helper is missing or is no name", async () => {
    await assert.rejects(read("registry.example.com", { credsStore: "test" }), {
      message: "docker-credential-test: cannot be run; install it, or log in again without it",
    });
    await assert.rejects(read("registry.example.com", { credsStore: "../test" }), {
      message: 'the credential helper "../test" of Docker\'s config is not a name',
    });
  });

  it("leave no timer behind, which would keep the process, where a helper is missing", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
    await new Promise(setImmediate); // mocha has set its own by then
    const before = timers();
    await assert.rejects(read("registry.example.com", { credsStore: "test" }));
    assert.equal(timers(), before);
  });

  it("are refused where Docker holds an identity token, which is not a password", async () => {
    await assert.rejects(read("registry.example.com", { auths: { "registry.example.com": { identitytoken: "t" } } }), {
      message: "Docker holds an identity token for registry.example.com; log in with a user name and an access token",
    });
  });
});
