// No token in anything that could be printed: errors, reports, the client itself.

import { strict as assert } from "node:assert";
import { inspect } from "node:util";
import { checkImage } from "../../registry/checkImage";
import { RegistryClient } from "../../registry/client";
import { HttpClient } from "../../registry/http";
import { LOGIN } from "../support/imageCase";
import { Network } from "../support/network";
import { basic, PASSWORD, RegistryServer, sendJson, USERNAME } from "../support/registryServer";

const IMAGE = { registry: "ghcr.io", repository: "acme/web", tag: "main" };

/** The token as it is, and as it travels. */
const SECRETS = [PASSWORD, basic(USERNAME, PASSWORD).slice("Basic ".length), "bearer-0-"];

function assertNoSecret(value: unknown): void {
  const shown = inspect(value, { depth: Infinity, showHidden: true, getters: true }) + String(value);
  for (const secret of SECRETS) assert.ok(!shown.includes(secret), `${secret} shows in ${shown}`);
}

describe("the registry client's secrets", () => {
  let server: RegistryServer;
  let network: Network;

  beforeEach(async () => {
    server = await new RegistryServer("ghcr").start();
    server.putIndex("acme/web", "main", ["linux/amd64"]);
    network = new Network({ "https://ghcr.io": server.url }, { requestTimeoutMs: 200 });
  });
  afterEach(() => server.stop());

  it("do not show in a client that holds a token", async () => {
    const client = new RegistryClient("ghcr.io", new HttpClient(network.options), { credentials: LOGIN });
    await client.getManifest("acme/web", "main");
    assert.match(network.sent[2]!.authorization!, /^Bearer bearer-0-/);
    assertNoSecret(client);
  });

  it("do not show in a report", async () => {
    const report = await checkImage({ image: IMAGE, architecture: "amd64", credentials: LOGIN }, network.options);
    assertNoSecret(report);
    assertNoSecret(JSON.stringify(report));
  });

  const echo = { errors: [{ code: PASSWORD, message: `bad token ${PASSWORD}` }] };
  const ERRORS: readonly [title: string, path: RegExp, arrange: Parameters<RegistryServer["fail"]>[1]][] = [
    ["a token service that echoes the token", /^\/token/, (_, response) => sendJson(response, 403, echo)],
    ["a registry that echoes the token", /manifests/, (_, response) => sendJson(response, 404, echo)],
    [
      "a redirect whose address carries the token",
      /manifests/,
      (request, response) =>
        request.url?.includes("signature")
          ? response.writeHead(418).end()
          : response.writeHead(302, { location: `${request.url!}?signature=${PASSWORD}` }).end(),
    ],
    ["a cut connection", /./, (_, response) => response.destroy()],
    ["a token service that never answers", /^\/token/, () => undefined],
    [
      "a token that breaks the header",
      /^\/token/,
      (_, response) => sendJson(response, 200, { token: `${PASSWORD}\n` }),
    ],
  ];
  for (const [title, path, handle] of ERRORS)
    it(`do not show in the error of ${title}`, async () => {
      server.fail(path, handle);
      const client = new RegistryClient("ghcr.io", new HttpClient(network.options), { credentials: LOGIN });
      const error: unknown = await client.getManifest("acme/web", "main").catch((reason: unknown) => reason);
      assert.ok(error instanceof Error);
      assert.equal(error.name, "RegistryError");
      assertNoSecret(error);
    });

  it("do not show when a token holds a line break, which fetch would quote: GitHub is not asked", async () => {
    const credentials = { username: USERNAME, password: `${PASSWORD}\nx` };
    const report = await checkImage({ image: IMAGE, architecture: "amd64", credentials }, network.options);
    assert.deepEqual(
      report.findings.map(({ code }) => code),
      ["CREDENTIALS_REFUSED"],
    );
    assert.ok(network.sent.every(({ url }) => !url.includes("github")));
    assertNoSecret(report);
  });
});
