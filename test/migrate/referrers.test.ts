// Signatures and SBOMs that a source lists by the referrers API of OCI's distribution specification 1.1. Both ends are stand-ins.

import { strict as assert } from "node:assert";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ECR_LOGIN, EcrFront } from "../support/ecrFront";
import { migrate } from "../support/migrateRun";
import { CONFIG_TYPE, IMAGE_TYPE, INDEX_TYPE, LAYER_TYPE, RegistryServer, sendJson } from "../support/registryServer";

const LOGIN = { MIGRATE_TARGET_USERNAME: ECR_LOGIN.username, MIGRATE_TARGET_PASSWORD: ECR_LOGIN.password };

describe("what describes an image", () => {
  let source: RegistryServer;
  let target: EcrFront;
  let image: { digest: string; size: number };
  let sbom: { digest: string; size: number };
  let signature: { digest: string; size: number };

  beforeEach(async () => {
    source = await new RegistryServer("open").start();
    target = await new EcrFront().start();
    target.createOnPush = true;
    image = describing("an image");
    source.tag("acme/web", "1.0", image.digest);
    sbom = describing("an SBOM", image.digest);
    signature = describing("the SBOM's signature", sbom.digest);
  });
  afterEach(() => Promise.all([source.stop(), target.stop()]));

  /** Stores a manifest, of another one where `subject` names it. */
  function describing(content: string, subject?: string): { digest: string; size: number } {
    return source.put(IMAGE_TYPE, {
      schemaVersion: 2,
      mediaType: IMAGE_TYPE,
      config: { mediaType: CONFIG_TYPE, ...source.put(CONFIG_TYPE, { content }) },
      layers: [{ mediaType: LAYER_TYPE, ...source.put(LAYER_TYPE, content) }],
      ...(subject !== undefined && { subject: { mediaType: IMAGE_TYPE, digest: subject, size: 1 } }),
    });
  }

  /** Lets the source answer the referrers API, one referrer a page. */
  function listReferrers(lists: Readonly<Record<string, readonly { digest: string; size: number }[]>>): void {
    source.fail(/\/referrers\//, (request, response) => {
      const url = new URL(request.url ?? "", source.url);
      const listed = lists[url.pathname.slice(url.pathname.lastIndexOf("/") + 1)] ?? [];
      const at = Number(url.searchParams.get("at") ?? 0);
      if (at + 1 < listed.length) response.setHeader("link", `<${url.pathname}?at=${at + 1}>; rel="next"`);
      const manifests = listed.slice(at, at + 1).map((each) => ({ mediaType: IMAGE_TYPE, ...each }));
      sendJson(response, 200, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests });
    });
  }

  const copy = (command = "copy") =>
    migrate([command, `registry:${source.host}/acme/web`, `${target.host}/shop`], { env: LOGIN });
  const arrived = () => target.repositories.get("shop/web");

  it("is copied with it, page by page, and what describes that in turn", async () => {
    target.listsReferrers = true;
    const other = describing("another SBOM", image.digest);
    listReferrers({ [image.digest]: [sbom, other], [sbom.digest]: [signature] });
    assert.equal((await copy()).exitCode, 0);
    assert.deepEqual(
      [...(arrived()?.manifests.keys() ?? [])].sort(),
      [image, sbom, other, signature].map(({ digest }) => digest).sort(),
    );
    assert.deepEqual([...(arrived()?.tags.keys() ?? [])], ["1.0"]);
    assert.equal((await copy("verify")).exitCode, 0);
  });

  it("is listed under the tag of its subject where the target has no such API", async () => {
    const listed = { ...sbom, artifactType: "application/spdx+json", annotations: { tool: "made up" } };
    listReferrers({ [image.digest]: [listed] });
    assert.equal((await copy()).exitCode, 0);
    const list = `sha256-${image.digest.slice("sha256:".length)}`;
    const stored = arrived();
    assert.deepEqual([...(stored?.tags.keys() ?? [])].sort(), ["1.0", list].sort());
    const { body = Buffer.from("{}"), type } = stored?.manifests.get(stored.tags.get(list) ?? "") ?? {};
    assert.deepEqual(
      [type, JSON.parse(body.toString())],
      [INDEX_TYPE, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [{ mediaType: IMAGE_TYPE, ...listed }] }],
    );
  });

  it("comes later too, for an image that is there already", async () => {
    target.listsReferrers = true;
    listReferrers({});
    assert.equal((await copy()).output, "1 tag: 1 copied\n");
    await source.stop();
    const host = new URL(source.url).port;
    source = new RegistryServer("open");
    await source.start();
    assert.notEqual(host, new URL(source.url).port);
    image = describing("an image");
    source.tag("acme/web", "1.0", image.digest);
    sbom = describing("an SBOM", image.digest);
    listReferrers({ [image.digest]: [sbom] });
    assert.equal((await copy()).output, "1 tag: 1 same\n");
    assert.ok(arrived()?.manifests.has(sbom.digest));
  });

  it("is copied, and verified, in every repository, also where the source refuses to list it in another", async () => {
    target.listsReferrers = true;
    source.tag("acme/api", "1.0", describing("another image").digest);
    source.fail(/acme\/api\/referrers\//, (_, response) => void response.writeHead(403).end());
    listReferrers({ [image.digest]: [sbom] });
    const list = join(mkdtempSync(join(tmpdir(), "referrers-")), "list.txt");
    writeFileSync(list, ["api", "web"].map((name) => `${source.host}/acme/${name}\n`).join(""));
    const both = (command: string) => migrate([command, `list:${list}`, `${target.host}/shop`], { env: LOGIN });
    assert.equal((await both("copy")).exitCode, 0);
    const stored = target.repositories.get("shop/acme/web");
    assert.equal(stored?.manifests.delete(sbom.digest), true);
    const { exitCode, output } = await both("verify");
    assert.equal(exitCode, 1);
    assert.match(output, /the target does not have sha256:\w+, which describes the image/);
  });

  it("is asked for once where the source has no such API", async () => {
    for (const tag of ["1.1", "1.2", "1.3"]) source.tag("acme/web", tag, describing(`image ${tag}`).digest);
    assert.equal((await copy()).exitCode, 0);
    const asked = source.seen.filter(({ path }) => path.includes("/referrers/"));
    assert.ok(asked.length >= 1 && asked.length <= 4, `${asked.length} requests`);
    source.seen.length = 0;
    assert.equal(arrived()?.tags.size, 4);
  });
});
