// The client against a registry and a copier that others wrote: Debian's docker-registry with htpasswd, filled by skopeo.
// Skipped where one of the programs is missing. Shows nothing about Bearer tokens: this registry logs in with Basic.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImageReference } from "../../model/imageReference";
import { checkImage, type ImageReport } from "../../registry/checkImage";
import { RegistryClient } from "../../registry/client";
import { HttpClient } from "../../registry/http";
import { listTags } from "../../registry/tags";
import { DockerRegistry, missingPrograms, skopeo } from "../support/dockerRegistry";
import { renderFinding } from "../support/imageCase";
import { writeOciLayout } from "../support/ociLayout";

const LOGIN = { username: "octo", password: "pull-password-of-a-test" };
/** The password by bcrypt, the only hash that this registry reads; four rounds, to be fast. */
const HTPASSWD = "octo:$2b$04$ZOGFoILEOGGBMbNFINvGKupRj4gVKBhV1FMrEhSzvvUnwLxknANjC\n";
const MISSING = missingPrograms("docker-registry", "skopeo");

describe("the client and Debian's docker-registry", () => {
  let directory: string;
  let registry: DockerRegistry;
  let host: string;
  let pushed: string;

  before(async function () {
    if (MISSING.length > 0) {
      console.log(`    skipped: ${MISSING.join(" and ")} not installed; see .ci/install-registry-tools`);
      this.skip();
    }
    directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-registry-"));
    registry = await DockerRegistry.start({ htpasswd: HTPASSWD });
    ({ host } = registry);
    pushed = writeOciLayout(join(directory, "layout"), "main", ["amd64", "arm64"]);
    const layout = `oci:${join(directory, "layout")}:main`;
    const copy = (tag: string, ...flags: string[]): Buffer =>
      skopeo(
        "copy",
        "--dest-tls-verify=false",
        "--dest-creds",
        `${LOGIN.username}:${LOGIN.password}`,
        ...flags,
        layout,
        at(tag),
      );
    copy("main", "--all", "--preserve-digests");
    copy("arm", "--override-arch", "arm64");
    copy("docker", "--override-arch", "amd64", "--format", "v2s2");
  });

  after(async () => {
    if (MISSING.length > 0) return;
    await registry.stop();
    rmSync(directory, { recursive: true });
  });

  const at = (tag: string): string => `docker://${host}/acme/web:${tag}`;
  const skopeoRead = (...argv: string[]): Buffer =>
    skopeo(argv[0]!, "--tls-verify=false", "--creds", `${LOGIN.username}:${LOGIN.password}`, ...argv.slice(1));
  const ask = (image: Partial<ImageReference>, credentials = LOGIN): Promise<ImageReport> =>
    checkImage({
      image: { registry: host, repository: "acme/web", ...image },
      architecture: "amd64",
      withSizes: true,
      credentials,
    });

  for (const tag of ["main", "arm", "docker"])
    it(`agrees with skopeo on the digest of ${tag}`, async () => {
      const raw = skopeoRead("inspect", "--raw", at(tag));
      const { digest, login } = await ask({ tag });
      assert.deepEqual([digest, login], [`sha256:${createHash("sha256").update(raw).digest("hex")}`, "accepted"]);
    });

  it("finds the index that was pushed, by tag, by digest and by HEAD", async () => {
    assert.equal((await ask({ tag: "main" })).digest, pushed);
    assert.equal((await ask({ digest: pushed })).digest, pushed);
    const client = new RegistryClient(host, new HttpClient(), { credentials: LOGIN });
    assert.equal(await client.headManifest("acme/web", "main"), pushed);
  });

  it("agrees with skopeo on the platforms and their digests", async () => {
    const raw = skopeoRead("inspect", "--raw", at("main")).toString();
    const { manifests } = JSON.parse(raw) as { manifests: { digest: string; platform: object }[] };
    const { platforms } = await ask({ tag: "main" });
    assert.deepEqual(
      platforms.map(({ os, architecture, digest }) => ({ digest, platform: { os, architecture } })),
      manifests.map(({ digest, platform }) => ({ digest, platform })),
    );
    assert.ok(platforms.every(({ sizeBytes }) => sizeBytes! > 0));
  });

  it("agrees with skopeo on the platform of single images", async () => {
    for (const tag of ["arm", "docker"]) {
      const { Os: os, Architecture: architecture } = JSON.parse(skopeoRead("inspect", at(tag)).toString()) as {
        Os: string;
        Architecture: string;
      };
      const { platforms } = await ask({ tag });
      assert.deepEqual(
        platforms.map((platform) => [platform.os, platform.architecture]),
        [[os, architecture]],
      );
    }
  });

  it("agrees with skopeo on the tags", async () => {
    const { Tags } = JSON.parse(skopeoRead("list-tags", `docker://${host}/acme/web`).toString()) as { Tags: string[] };
    const client = new RegistryClient(host, new HttpClient(), { credentials: LOGIN });
    assert.deepEqual((await listTags(client, "acme/web", 2)).length, 2);
    assert.deepEqual((await listTags(client, "acme/web", 100)).sort(), Tags.sort());
  });

  it("tells its refusals apart", async () => {
    const findings = async (...asked: Parameters<typeof ask>): Promise<string[]> =>
      (await ask(...asked)).findings.map(renderFinding);
    assert.deepEqual(await findings({ tag: "main" }), []);
    assert.deepEqual(await findings({ tag: "arm" }), [
      "PLATFORM_MISSING error architecture: acme/web:arm was not built for linux/amd64, only for linux/arm64; build it for linux/amd64 too, or choose an architecture that it has",
    ]);
    assert.deepEqual(await findings({ tag: "mian" }), [
      `TAG_NOT_FOUND error image: ${host} has no tag "mian" in acme/web; push it, or use a tag that exists: "arm", "docker", "main"`,
    ]);
    assert.deepEqual(await findings({ repository: "acme/wbe", tag: "main" }), [
      `IMAGE_NOT_FOUND error image: ${host} has no repository acme/wbe; correct the name, or push the image`,
    ]);
    assert.deepEqual(await findings({ tag: "main" }, { ...LOGIN, password: "wrong" }), [
      `CREDENTIALS_REFUSED error credentials: ${host} refuses the credentials of "octo"; correct the user name and the password or token; it may have expired or been revoked`,
    ]);
    const anonymous = await checkImage({ image: { registry: host, repository: "acme/web" }, architecture: "amd64" });
    assert.deepEqual(anonymous.findings.map(renderFinding), [
      `CREDENTIALS_MISSING error credentials: ${host} does not show acme/web without credentials: it is private or does not exist; pass credentials that may read it, or correct the name`,
    ]);
  });
});
