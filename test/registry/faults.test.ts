// What a faulty registry leads to, fault by fault: exact code, exact text. Not shown here: what a fault of TLS looks like.

import { strict as assert } from "node:assert";
import { checkImage } from "../../registry/checkImage";
import { ABSENT, type ImageCase, itFinds, renderFinding } from "../support/imageCase";
import { Network } from "../support/network";
import { sendJson } from "../support/registryServer";

const INVALID_FIX =
  "check that ghcr.io is a container registry that has acme/web, and what stands between (proxy, mirror)";

const FAULTS: readonly ImageCase[] = [
  {
    title: "a registry that never answers",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => server.fail(/manifests/, () => undefined),
    requestTimeoutMs: 100,
    findings: [
      "REGISTRY_UNREACHABLE warning registry: ghcr.io gave no answer within 0.1 seconds; check the network of this machine",
    ],
  },
  {
    title: "a registry that is too slow to finish",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) => {
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      }),
    requestTimeoutMs: 100,
    findings: [
      "REGISTRY_UNREACHABLE warning registry: ghcr.io gave no answer within 0.1 seconds; check the network of this machine",
    ],
  },
  {
    title: "an answer that is cut each time",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) => {
        response.writeHead(200, { "content-length": "1000" }).write("half of");
        setTimeout(() => response.destroy(), 5);
      }),
    findings: [
      "REGISTRY_UNREACHABLE warning registry: ghcr.io cut the connection 4 times; check the network and the proxy settings of this machine",
    ],
  },
  {
    title: "429 each time, with credentials",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => server.fail(/manifests/, (_, response) => response.writeHead(429).end()),
    findings: ["REGISTRY_UNAVAILABLE warning registry: ghcr.io has had too many requests (429); try again later"],
  },
  {
    title: "429 each time, without credentials",
    style: "ghcr",
    image: "acme/public:main",
    credentials: "none",
    arrange: (server) => server.fail(/manifests/, (_, response) => response.writeHead(429).end()),
    findings: [
      "REGISTRY_UNAVAILABLE warning registry: ghcr.io has had too many requests (429); pass credentials, which have higher limits, or wait",
    ],
  },
  {
    title: "503 each time, from the token service",
    style: "gitlab",
    image: "acme/web:main",
    arrange: (server) => server.fail(/jwt/, (_, response) => response.writeHead(503).end()),
    findings: ["REGISTRY_UNAVAILABLE warning registry: gitlab.com answered 503; try again later"],
  },
  {
    title: "HTML instead of a manifest",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) =>
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>Log in</html>"),
      ),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io sent text/html that is not a manifest; ${INVALID_FIX}`],
  },
  {
    title: "HTML instead of a token",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => server.fail(/^\/token/, (_, response) => response.end("<html>Log in</html>")),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io sent an answer without a token; ${INVALID_FIX}`],
  },
  {
    title: "a token that cannot stand in a header",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => server.fail(/^\/token/, (_, response) => sendJson(response, 200, { token: "a\nb" })),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io sent an answer without a token; ${INVALID_FIX}`],
  },
  {
    title: "a manifest over 4 MiB",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) => response.end(Buffer.alloc(4 * 1024 * 1024 + 1, " "))),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io sent more than 4194304 bytes; ${INVALID_FIX}`],
  },
  {
    title: "content that is not what its digest names",
    style: "ghcr",
    image: `acme/web@${ABSENT}`,
    arrange: (server) => server.fail(/manifests/, (_, response) => response.end("{}")),
    findings: [
      `REGISTRY_ANSWER_INVALID error registry: ghcr.io sent content with the digest sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a for ${ABSENT}; ${INVALID_FIX}`,
    ],
  },
  {
    title: "a tag's content that is not what the header says",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) => {
        response.setHeader("docker-content-digest", ABSENT);
        response.end("{}");
      }),
    findings: [
      `REGISTRY_ANSWER_INVALID error registry: ghcr.io sent content with the digest sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a for ${ABSENT}; ${INVALID_FIX}`,
    ],
  },
  {
    title: "a status that means nothing here",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => server.fail(/manifests/, (_, response) => response.writeHead(418).end()),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io answered 418; ${INVALID_FIX}`],
  },
  {
    title: "a circle of redirects",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/./, (request, response) => response.writeHead(302, { location: request.url }).end()),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io redirects more than 5 times; ${INVALID_FIX}`],
  },
  {
    title: "a redirect to plain HTTP",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/./, (_, response) => response.writeHead(302, { location: "http://ghcr.io/v2/" }).end()),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io redirects to plain HTTP at ghcr.io; ${INVALID_FIX}`],
  },
  {
    title: "a redirect to nowhere",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => server.fail(/./, (_, response) => response.writeHead(302, { location: "http://[" }).end()),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io redirects to an invalid address; ${INVALID_FIX}`],
  },
  {
    title: "a foreign token realm",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => (server.realm = "https://evil.example/token"),
    findings: [
      "TOKEN_REALM_REFUSED error registry: ghcr.io asks for the credentials to be sent to https://evil.example, another party; they were not sent; check the registry's name, and who runs it",
    ],
  },
  {
    title: "a token realm over plain HTTP",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => (server.realm = "http://ghcr.io/token"),
    findings: [
      "TOKEN_REALM_REFUSED error registry: ghcr.io asks for the credentials to be sent to http://ghcr.io, another party; they were not sent; check the registry's name, and who runs it",
    ],
  },
  {
    title: "a token realm that is no address",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) => (server.realm = "token"),
    findings: [`REGISTRY_ANSWER_INVALID error registry: ghcr.io names no token service to log in at; ${INVALID_FIX}`],
  },
];

describe("checkImage of a faulty registry", () => {
  itFinds("explains", FAULTS);

  it("explains a host that nobody knows", async () => {
    const image = { registry: "registry.example", repository: "acme/web" };
    const { findings } = await checkImage({ image, architecture: "amd64" }, new Network({}).options);
    assert.deepEqual(findings.map(renderFinding), [
      "REGISTRY_UNREACHABLE warning registry: registry.example cannot be reached from here (ENOTFOUND); check the registry's name and the network of this machine",
    ]);
  });

  it("explains a port that nobody listens on", async () => {
    const image = { registry: "127.0.0.1:1", repository: "acme/web" };
    const { findings } = await checkImage({ image, architecture: "amd64" }, { fetch: refusing("ECONNREFUSED") });
    assert.deepEqual(findings.map(renderFinding), [
      "REGISTRY_UNREACHABLE warning registry: 127.0.0.1:1 cannot be reached from here (ECONNREFUSED); check the registry's name and the network of this machine",
    ]);
  });

  it("explains a certificate that is not trusted", async () => {
    const image = { registry: "registry.example", repository: "acme/web" };
    const options = { fetch: refusing("SELF_SIGNED_CERT_IN_CHAIN") };
    const { findings } = await checkImage({ image, architecture: "amd64" }, options);
    assert.deepEqual(findings.map(renderFinding), [
      "REGISTRY_UNREACHABLE warning registry: registry.example shows a certificate that is not trusted here (SELF_SIGNED_CERT_IN_CHAIN); name the file of its certificate authority in NODE_EXTRA_CA_CERTS",
    ]);
  });
});

/** A fetch that fails as Node's does. */
function refusing(code: string): typeof fetch {
  return () => Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }));
}
