// What is wrong with an image, case by case: exact code, exact text. A real HTTP server answers; only host names are rerouted.

import { strict as assert } from "node:assert";
import { ABSENT, checkCase, type ImageCase, itFinds } from "../support/imageCase";
import { CONFIG_TYPE, IMAGE_TYPE, INDEX_TYPE, sendJson, USERNAME } from "../support/registryServer";

const ACCEPTED: readonly ImageCase[] = [
  { title: "an image that is there, on ghcr.io", style: "ghcr", image: "acme/web:main", findings: [] },
  { title: "an image that is there, on GitLab", style: "gitlab", image: "acme/web:main", findings: [] },
  {
    title: "a public image without credentials",
    style: "ghcr",
    image: "acme/public:main",
    credentials: "none",
    findings: [],
  },
];

const REFUSED: readonly ImageCase[] = [
  {
    title: "a refused token, on ghcr.io",
    style: "ghcr",
    image: "acme/web:main",
    credentials: { username: USERNAME, password: "ghp_wrong" },
    findings: [
      'CREDENTIALS_REFUSED error credentials: ghcr.io refuses the credentials of "octo"; pass a personal access token (classic) with read:packages that has not expired',
    ],
  },
  {
    title: "a refused token for a public image: ghcr.io refuses all the same",
    style: "ghcr",
    image: "acme/public:main",
    credentials: { username: USERNAME, password: "ghp_wrong" },
    findings: [
      'CREDENTIALS_REFUSED error credentials: ghcr.io refuses the credentials of "octo"; pass a personal access token (classic) with read:packages that has not expired',
    ],
  },
  {
    title: "a refused token, on GitLab",
    style: "gitlab",
    image: "acme/web:main",
    credentials: { username: USERNAME, password: "glpat-wrong" },
    findings: [
      'CREDENTIALS_REFUSED error credentials: registry.gitlab.com refuses the credentials of "octo"; correct the user name and the password or token; it may have expired or been revoked',
    ],
  },
  {
    title: "a private image without credentials, on ghcr.io",
    style: "ghcr",
    image: "acme/web:main",
    credentials: "none",
    findings: [
      "CREDENTIALS_MISSING error credentials: ghcr.io does not show acme/web without credentials: it is private or does not exist; pass credentials that may read it, or correct the name",
    ],
  },
  {
    title: "a private image without credentials, on GitLab",
    style: "gitlab",
    image: "acme/web:main",
    credentials: "none",
    findings: [
      "CREDENTIALS_MISSING error credentials: registry.gitlab.com does not show acme/web without credentials: it is private or does not exist; pass credentials that may read it, or correct the name",
    ],
  },
  {
    title: "an absent repository, on ghcr.io",
    style: "ghcr",
    image: "acme/wbe:main",
    findings: [
      'IMAGE_NOT_FOUND_OR_NO_ACCESS error image: ghcr.io has no acme/wbe, or "octo" may not read it; the registry does not tell which; correct the name, or give the user read access to the package; where the organization has single sign-on, authorize the token for it',
    ],
  },
  {
    title: "a repository that the user may not read, on GitLab",
    style: "gitlab",
    image: "acme/hidden:main",
    findings: [
      'IMAGE_NOT_FOUND_OR_NO_ACCESS error image: registry.gitlab.com has no acme/hidden, or "octo" may not read it; the registry does not tell which; correct the name, or give the user read access',
    ],
  },
  {
    title: "a missing tag, with the tags that exist",
    style: "ghcr",
    image: "acme/web:mian",
    findings: [
      'TAG_NOT_FOUND error image: ghcr.io has no tag "mian" in acme/web; push it, or use a tag that exists: "amd64-only", "main", "single"',
    ],
  },
  {
    title: "no tag given and none called latest",
    style: "ghcr",
    image: "acme/web",
    findings: [
      'TAG_NOT_FOUND error image: ghcr.io has no tag "latest" in acme/web, which is meant where no tag is given; push it, or use a tag that exists: "amd64-only", "main", "single"',
    ],
  },
  {
    title: "a missing tag among many",
    style: "ghcr",
    image: "acme/web:mian",
    arrange: (server) => {
      for (const tag of ["v1", "v2", "v3", "v4", "v5"]) server.tag("acme/web", tag, ABSENT);
    },
    findings: [
      'TAG_NOT_FOUND error image: ghcr.io has no tag "mian" in acme/web; push it, or use a tag that exists: "amd64-only", "main", "single", "v1", "v2", "v3", "v4" and others',
    ],
  },
  {
    title: "a missing tag where the tags may not be listed",
    style: "ghcr",
    image: "acme/web:mian",
    arrange: (server) => server.fail(/tags\/list/, (_, response) => sendJson(response, 403, {})),
    findings: ['TAG_NOT_FOUND error image: ghcr.io has no tag "mian" in acme/web; push it, or use a tag that exists'],
  },
  {
    title: "a missing digest",
    style: "ghcr",
    image: `acme/web@${ABSENT}`,
    findings: [
      `DIGEST_NOT_FOUND error image: ghcr.io has no ${ABSENT} in acme/web; push it, or use a tag or digest that exists: "amd64-only", "main", "single"`,
    ],
  },
  {
    title: "a registry that calls a repository unknown",
    style: "gitlab",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) => sendJson(response, 404, { errors: [{ code: "NAME_UNKNOWN" }] })),
    findings: [
      "IMAGE_NOT_FOUND error image: registry.gitlab.com has no repository acme/web; correct the name, or push the image",
    ],
  },
  {
    title: "ghcr.io calling a repository unknown, which may hide it",
    style: "ghcr",
    image: "acme/web:main",
    arrange: (server) =>
      server.fail(/manifests/, (_, response) => sendJson(response, 404, { errors: [{ code: "NAME_UNKNOWN" }] })),
    findings: [
      'IMAGE_NOT_FOUND_OR_NO_ACCESS error image: ghcr.io has no acme/web, or "octo" may not read it; the registry does not tell which; correct the name, or give the user read access to the package; where the organization has single sign-on, authorize the token for it',
    ],
  },
  {
    title: "an index without the platform",
    style: "ghcr",
    image: "acme/web:amd64-only",
    architecture: "arm64",
    findings: [
      "PLATFORM_MISSING error architecture: acme/web:amd64-only was not built for linux/arm64, only for linux/amd64; build it for linux/arm64 too, or choose an architecture that it has",
    ],
  },
  {
    title: "a single image for another platform",
    style: "ghcr",
    image: "acme/web:single",
    findings: [
      "PLATFORM_MISSING error architecture: acme/web:single was not built for linux/amd64, only for linux/arm64/v8; build it for linux/amd64 too, or choose an architecture that it has",
    ],
  },
  {
    title: "an index without any image",
    style: "ghcr",
    image: "acme/web:empty",
    arrange: (server) => server.putIndex("acme/web", "empty", []),
    findings: [
      "PLATFORM_MISSING error architecture: acme/web:empty was not built for linux/amd64, only for no platform at all; build it for linux/amd64 too, or choose an architecture that it has",
    ],
  },
  {
    title: "schema 1",
    style: "ghcr",
    image: "acme/web:old",
    arrange: (server) => {
      const type = "application/vnd.docker.distribution.manifest.v1+prettyjws";
      server.tag("acme/web", "old", server.put(type, { schemaVersion: 1, architecture: "amd64" }).digest);
    },
    findings: [
      "IMAGE_FORMAT_UNSUPPORTED error image: acme/web:old is a manifest of the retired schema 1, not an image that can be run; name a container image, built with a current builder",
    ],
  },
  {
    title: "a chart instead of an image",
    style: "ghcr",
    image: "acme/web:chart",
    arrange: (server) => {
      const config = { mediaType: "application/vnd.cncf.helm.config.v1+json", ...server.put("x", {}) };
      server.tag("acme/web", "chart", server.put(IMAGE_TYPE, { schemaVersion: 2, config, layers: [] }).digest);
    },
    findings: [
      "IMAGE_FORMAT_UNSUPPORTED error image: acme/web:chart is an artifact of type application/vnd.cncf.helm.config.v1+json, not an image that can be run; name a container image, built with a current builder",
    ],
  },
  {
    title: "an image whose config is gone",
    style: "ghcr",
    image: "acme/web:torn",
    arrange: (server) => {
      const config = { mediaType: CONFIG_TYPE, digest: ABSENT, size: 2 };
      server.tag("acme/web", "torn", server.put(IMAGE_TYPE, { schemaVersion: 2, config, layers: [] }).digest);
    },
    findings: [
      `IMAGE_INCOMPLETE error image: acme/web:torn names content that ghcr.io does not have (GET https://ghcr.io/v2/acme/web/blobs/${ABSENT}); push the image again`,
    ],
  },
];

describe("checkImage", () => {
  itFinds("accepts", ACCEPTED);
  itFinds("names", REFUSED);

  it("reports the index digest, the reference to deploy and the platforms without attestations", async () => {
    let digest = "";
    const report = await checkCase({
      style: "ghcr",
      image: "acme/web:v1",
      arrange: (server) => (digest = server.putIndex("acme/web", "v1", ["linux/amd64", "linux/arm64/v8"])),
    });
    const image = { registry: "ghcr.io", repository: "acme/web", tag: "v1" };
    assert.deepEqual(
      { ...report, platforms: report.platforms.map(({ digest, ...platform }) => [digest.length, platform]) },
      {
        image,
        digest,
        resolved: { ...image, digest },
        platforms: [
          [71, { os: "linux", architecture: "amd64" }],
          [71, { os: "linux", architecture: "arm64", variant: "v8" }],
        ],
        login: "accepted",
        findings: [],
      },
    );
  });

  it("learns the platform of index entries that name none from their configs", async () => {
    const { platforms, findings } = await checkCase({
      style: "ghcr",
      image: "acme/web:bare",
      architecture: "arm64",
      arrange: (server) => {
        const manifests = [{ mediaType: IMAGE_TYPE, ...server.putImage("linux/arm64") }];
        server.tag("acme/web", "bare", server.put(INDEX_TYPE, { schemaVersion: 2, manifests }).digest);
      },
    });
    assert.deepEqual(findings, []);
    assert.deepEqual(
      platforms.map(({ os, architecture }) => [os, architecture]),
      [["linux", "arm64"]],
    );
  });

  it("keeps the digest it learnt when a later request fails", async () => {
    const { digest, findings } = await checkCase({
      style: "ghcr",
      image: "acme/web:single",
      arrange: (server) => server.fail(/blobs/, (_, response) => response.writeHead(503).end()),
    });
    assert.match(digest!, /^sha256:/);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["REGISTRY_UNAVAILABLE"],
    );
  });

  const LOGINS = [
    { login: "accepted", given: {} },
    { login: "refused", given: { credentials: { username: USERNAME, password: "ghp_wrong" } } },
    { login: "none", given: { credentials: "none", image: "acme/public:main" } },
    {
      login: "unused",
      given: { arrange: (server) => server.fail(/./, (_, response) => response.writeHead(503).end()) },
    },
  ] as const satisfies { login: string; given: Partial<ImageCase> }[];
  for (const { login, given } of LOGINS)
    it(`reports that the credentials are ${login}`, async () => {
      assert.equal((await checkCase({ style: "ghcr", image: "acme/web:main", ...given })).login, login);
    });
});
