// What the client sends, to whom and how often.

import { strict as assert } from "node:assert";
import { RegistryClient } from "../../registry/client";
import { HttpClient } from "../../registry/http";
import { listTags } from "../../registry/tags";
import { LOGIN } from "../support/imageCase";
import { Network } from "../support/network";
import { basic, PASSWORD, RegistryServer, type Style, USERNAME } from "../support/registryServer";

describe("RegistryClient", () => {
  let server: RegistryServer;
  let network: Network;

  async function connect(style: Style, host = "ghcr.io"): Promise<RegistryClient> {
    server = await new RegistryServer(style).start();
    const hosts = ["ghcr.io", "registry.gitlab.com", "gitlab.com", "registry-1.docker.io", "auth.docker.io"];
    network = new Network(Object.fromEntries(hosts.map((name) => [`https://${name}`, server.url])), {
      totalTimeoutMs: 3_600_000,
    });
    const http = new HttpClient({ ...network.options, allowedHosts: ["127.0.0.1"] });
    return new RegistryClient(host, http, style === "open" ? {} : { credentials: LOGIN });
  }

  /** Method and address of what was sent, with the kind of authorization. */
  const sent = (): string[] =>
    network.sent.map(({ method, url, authorization }) => `${method} ${url} ${authorization?.split(" ")[0] ?? "-"}`);

  afterEach(() => server.stop());

  const MANIFEST = "https://ghcr.io/v2/acme/web/manifests/main";
  const TOKEN = "https://ghcr.io/token?service=ghcr.io&scope=repository%3Aacme%2Fweb%3Apull";

  it("logs in as ghcr.io wants it: credentials to the token service only, its token to the registry", async () => {
    const client = await connect("ghcr");
    const digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
    assert.equal((await client.getManifest("acme/web", "main")).digest, digest);
    assert.deepEqual(sent(), [`GET ${MANIFEST} -`, `GET ${TOKEN} Basic`, `GET ${MANIFEST} Bearer`]);
    assert.equal(network.sent[1]!.authorization, basic(USERNAME, PASSWORD));
  });

  it("logs in as GitLab wants it: at another host of the same domain", async () => {
    const client = await connect("gitlab", "registry.gitlab.com");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await client.getManifest("acme/web", "main");
    assert.equal(
      sent()[1],
      "GET https://gitlab.com/jwt/auth?service=container_registry&scope=repository%3Aacme%2Fweb%3Apull Basic",
    );
  });

  it("logs in with Basic where a registry wants that, and from then on at once", async () => {
    const client = await connect("basic");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await client.getManifest("acme/web", "main");
    await client.getManifest("acme/web", "main");
    assert.deepEqual(sent(), [`GET ${MANIFEST} -`, `GET ${MANIFEST} Basic`, `GET ${MANIFEST} Basic`]);
    assert.equal(client.credentialsAccepted, true);
  });

  it("refuses to go on where Basic credentials are refused", async () => {
    await connect("basic");
    const client = new RegistryClient("ghcr.io", new HttpClient(network.options), {
      credentials: { ...LOGIN, password: "wrong" },
    });
    await assert.rejects(client.getManifest("acme/web", "main"), {
      code: "LOGIN_REFUSED",
      status: 401,
      request: `GET ${MANIFEST}`,
      message: `GET ${MANIFEST}: ghcr.io refuses the login (401)`,
    });
    assert.equal(client.credentialsAccepted, false);
  });

  it("asks Docker Hub where Docker Hub is", async () => {
    const client = await connect("ghcr", "docker.io");
    server.realm = "https://auth.docker.io/token";
    server.putIndex("library/nginx", "latest", ["linux/amd64"]);
    await client.getManifest("library/nginx", "latest");
    assert.deepEqual(
      network.sent.map(({ url }) => new URL(url).host),
      ["registry-1.docker.io", "auth.docker.io", "registry-1.docker.io"],
    );
  });

  it("takes an anonymous token from a foreign realm: nothing secret goes there", async () => {
    server = await new RegistryServer("ghcr").start();
    network = new Network({ "https://mirror.example": server.url, "https://ghcr.io": server.url });
    server.publicRepositories.add("acme/web");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await new RegistryClient("mirror.example", new HttpClient(network.options)).getManifest("acme/web", "main");
    assert.deepEqual(sent()[1], `GET ${TOKEN} -`);
  });

  it("keeps a token for as long as it lives: 60 seconds where the service does not say", async () => {
    const client = await connect("ghcr");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    const tokens = (): number => network.sent.filter(({ url }) => url.includes("/token")).length;
    await client.getManifest("acme/web", "main");
    network.clock.advance(54_000);
    await client.getManifest("acme/web", "main");
    assert.equal(tokens(), 1);
    network.clock.advance(1_000);
    await client.getManifest("acme/web", "main");
    assert.equal(tokens(), 2);
  });

  it("keeps a token for as long as the service says", async () => {
    const client = await connect("ghcr");
    server.expiresIn = 300;
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await client.headManifest("acme/web", "main");
    network.clock.advance(200_000);
    const later = network.sent.length;
    await client.headManifest("acme/web", "main");
    assert.deepEqual(sent().slice(later), [`HEAD ${MANIFEST} Bearer`]);
  });

  it("keeps one token for each repository", async () => {
    const client = await connect("ghcr");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    server.putIndex("acme/api", "main", ["linux/amd64"]);
    for (const name of ["acme/web", "acme/api", "acme/web", "acme/api"]) await client.headManifest(name, "main");
    assert.equal(network.sent.filter(({ url }) => url.includes("/token")).length, 2);
  });

  it("fetches a new token when the registry no longer takes the old one", async () => {
    const client = await connect("ghcr");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await client.headManifest("acme/web", "main");
    server.endTokens();
    const later = network.sent.length;
    await client.headManifest("acme/web", "main");
    assert.deepEqual(sent().slice(later), [`HEAD ${MANIFEST} Bearer`, `GET ${TOKEN} Basic`, `HEAD ${MANIFEST} Bearer`]);
  });

  it("reads the digest by HEAD, and by GET where the registry leaves the header out", async () => {
    const client = await connect("open");
    const digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
    assert.equal(await client.headManifest("acme/web", "main"), digest);
    server.fail(/manifests/, (_, response) => response.end(), 1);
    assert.equal(await client.headManifest("acme/web", "main"), digest);
    assert.deepEqual(
      network.sent.map(({ method }) => method),
      ["HEAD", "HEAD", "GET"],
    );
  });

  it("follows a redirect to another host without the authorization, to the same host with it", async () => {
    const client = await connect("ghcr");
    const { digest } = server.putImage("linux/arm64/v8");
    server.tag("acme/web", "main", digest);
    const fetched = await client.getManifest("acme/web", "main");
    assert.ok(fetched.manifest.kind === "image");
    const config = fetched.manifest.config.digest;
    const storage = await new RegistryServer("open").start();
    try {
      storage.putImage("linux/arm64/v8");
      storage.tag("acme/web", "main", digest);
      server.fail(/blobs/, (_, response) => response.writeHead(307, { location: "/moved/blobs/" }).end(), 1);
      const location = `${storage.url}/v2/acme/web/blobs/${config}?signature=secret`;
      server.fail(/blobs/, (_, response) => response.writeHead(307, { location }).end(), 1);
      assert.deepEqual(await client.getPlatform("acme/web", config), {
        os: "linux",
        architecture: "arm64",
        variant: "v8",
      });
      assert.deepEqual(sent().slice(3), [
        `GET https://ghcr.io/v2/acme/web/blobs/${config} Bearer`,
        "GET https://ghcr.io/moved/blobs/ Bearer",
        `GET ${location} -`,
      ]);
      assert.deepEqual(
        storage.seen.map(({ authorization }) => authorization),
        [undefined],
      );
    } finally {
      await storage.stop();
    }
  });

  it("takes another port of the same host for another host", async () => {
    const client = await connect("ghcr");
    server.publicRepositories.add("acme/web");
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    await client.headManifest("acme/web", "main");
    const location = "https://ghcr.io:8443/v2/acme/web/manifests/main";
    server.fail(/manifests/, (_, response) => response.writeHead(307, { location }).end(), 1);
    await assert.rejects(client.headManifest("acme/web", "main"), { code: "UNREACHABLE" });
    assert.deepEqual(sent().slice(-2), [`HEAD ${MANIFEST} Bearer`, `HEAD ${location} -`]);
  });

  it("reads tags page by page, to the end or to the limit", async () => {
    const client = await connect("open");
    const all = Array.from({ length: 250 }, (_, i) => `v${i}`);
    for (const tag of all) server.tag("acme/web", tag, "sha256:0");
    assert.deepEqual(await listTags(client, "acme/web", 1000), all);
    assert.equal(network.sent.length, 3);
    assert.deepEqual(await listTags(client, "acme/web", 5), all.slice(0, 5));
  });

  it("leaves a circle of pages, and never follows a page to another host", async () => {
    const client = await connect("open");
    server.fail(/tags/, (_, response) => {
      response.setHeader("link", '<https://evil.example/v2/acme/web/tags/list?n=100>; rel="next"');
      response.end(JSON.stringify({ tags: ["v1"] }));
    });
    assert.deepEqual(await listTags(client, "acme/web", 1000), ["v1"]);
    assert.deepEqual(sent(), ["GET https://ghcr.io/v2/acme/web/tags/list?n=100 -"]);
  });

  it("reads a repository without tags as an empty list, and refuses what is no list", async () => {
    const client = await connect("open");
    server.fail(/tags/, (_, response) => response.end('{"tags":null}'), 1);
    assert.deepEqual(await listTags(client, "acme/web", 10), []);
    server.fail(/tags/, (_, response) => response.end('{"tags":1}'), 1);
    await assert.rejects(listTags(client, "acme/web", 10), { code: "MALFORMED" });
  });
});
