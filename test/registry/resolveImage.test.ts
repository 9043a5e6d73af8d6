import { strict as assert } from "node:assert";
import { inspect } from "node:util";
import { PromiseCache } from "../../registry/promiseCache";
import { forgetResolvedImages, resolveImage } from "../../registry/resolveImage";
import { ABSENT, LOGIN } from "../support/imageCase";
import { Network } from "../support/network";
import { PASSWORD, RegistryServer } from "../support/registryServer";

const IMAGE = { registry: "ghcr.io", repository: "acme/web", tag: "main" };

describe("resolveImage", () => {
  let server: RegistryServer;
  let network: Network;

  beforeEach(async () => {
    forgetResolvedImages();
    server = await new RegistryServer("ghcr").start();
    network = new Network({ "https://ghcr.io": server.url, "https://api.github.com": server.url });
  });
  afterEach(() => server.stop());

  it("asks once for the same image and credentials, however many ask", async () => {
    const digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
    const request = { image: IMAGE, credentials: LOGIN, architecture: "amd64" } as const;
    const reports = await Promise.all([1, 2, 3].map(() => resolveImage(request, network.options)));
    reports.push(await resolveImage({ ...request }, network.options));
    for (const report of reports) assert.equal(report.resolved?.digest, digest);
    assert.deepEqual(network.sent.map(({ url }) => new URL(url).pathname).sort(), [
      "/token",
      "/user",
      "/v2/acme/web/manifests/main",
      "/v2/acme/web/manifests/main",
    ]);
  });

  it("asks again for another image, but not again about the same token", async () => {
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    server.putIndex("acme/api", "main", ["linux/amd64"]);
    const request = { credentials: LOGIN, architecture: "amd64" } as const;
    await resolveImage({ ...request, image: IMAGE }, network.options);
    await resolveImage({ ...request, image: { ...IMAGE, repository: "acme/api" } }, network.options);
    const count = (path: string): number => server.seen.filter((seen) => seen.path.startsWith(path)).length;
    assert.equal(count("/v2/acme/api"), 2);
    assert.equal(count("/user"), 1);
  });

  it("does not give one user's answer to another", async () => {
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    const request = { image: IMAGE, architecture: "amd64" } as const;
    const mine = await resolveImage({ ...request, credentials: LOGIN }, network.options);
    const others = await resolveImage({ ...request, credentials: { ...LOGIN, password: "ghp_x" } }, network.options);
    const nobodys = await resolveImage(request, network.options);
    assert.deepEqual([mine.login, others.login, nobodys.login], ["accepted", "refused", "none"]);
  });

  it("does not answer for another architecture", async () => {
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    const codes = async (architecture: "amd64" | "arm64"): Promise<string[]> =>
      (await resolveImage({ image: IMAGE, credentials: LOGIN, architecture }, network.options)).findings.map(
        ({ code }) => code,
      );
    assert.deepEqual(await codes("amd64"), []);
    assert.deepEqual(await codes("arm64"), ["PLATFORM_MISSING"]);
  });

  it("sees that a tag has moved once the answers are forgotten", async () => {
    const first = server.putIndex("acme/web", "main", ["linux/amd64"]);
    const request = { image: IMAGE, credentials: LOGIN };
    assert.equal((await resolveImage(request, network.options)).digest, first);
    const second = server.putIndex("acme/web", "main", ["linux/amd64"], "moved");
    assert.notEqual(second, first);
    assert.equal((await resolveImage(request, network.options)).digest, first);
    forgetResolvedImages();
    assert.equal((await resolveImage(request, network.options)).digest, second);
  });

  it("asks by HEAD alone where no architecture is to be checked", async () => {
    server.publicRepositories.add("acme/web");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await resolveImage({ image: IMAGE }, network.options);
    assert.deepEqual(
      network.sent.map(({ method }) => method),
      ["HEAD", "GET", "HEAD"],
    );
  });

  it("asks nobody about a digest where no architecture is to be checked", async () => {
    const { resolved, findings } = await resolveImage({ image: { ...IMAGE, digest: ABSENT } }, network.options);
    assert.deepEqual(resolved, { ...IMAGE, digest: ABSENT });
    assert.deepEqual([findings, network.sent], [[], []]);
  });

  it("resolves a digest to itself even where the registry cannot be reached", async () => {
    const request = { image: { ...IMAGE, digest: ABSENT }, architecture: "amd64" } as const;
    const { resolved, findings } = await resolveImage(request, new Network({}).options);
    assert.deepEqual(resolved, { ...IMAGE, digest: ABSENT });
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["REGISTRY_UNREACHABLE"],
    );
  });
});

describe("PromiseCache", () => {
  it("forgets a failure", async () => {
    const cache = new PromiseCache<number>();
    await assert.rejects(
      cache.get(["q"], () => Promise.reject(new Error("no"))),
      { message: "no" },
    );
    assert.equal(await cache.get(["q"], () => Promise.resolve(1)), 1);
    assert.equal(await cache.get(["q"], () => Promise.resolve(2)), 1);
  });

  it("tells keys apart by their parts, not by their joined text", async () => {
    const cache = new PromiseCache<number>();
    await cache.get(["a", "b"], () => Promise.resolve(1));
    assert.equal(await cache.get(["ab", undefined], () => Promise.resolve(2)), 2);
    assert.equal(await cache.get([undefined, "ab"], () => Promise.resolve(3)), 3);
  });

  it("does not show a secret part of a key", async () => {
    const cache = new PromiseCache<number>();
    await cache.get([PASSWORD], () => Promise.resolve(1));
    assert.ok(!inspect(cache, { depth: Infinity }).includes(PASSWORD));
  });
});
