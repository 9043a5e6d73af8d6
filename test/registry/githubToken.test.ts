// What a GitHub token's answer means. A local server stands in for GitHub's API.

import { strict as assert } from "node:assert";
import { checkImage } from "../../registry/checkImage";
import { checkTokenExpiry, parseExpiry, readGithubToken } from "../../registry/githubToken";
import { LOGIN, renderFinding } from "../support/imageCase";
import { Network } from "../support/network";
import { PASSWORD, RegistryServer, USERNAME } from "../support/registryServer";

const IMAGE = { registry: "ghcr.io", repository: "acme/web", tag: "main" };
const NEW_TOKEN = "pass a personal access token (classic) with the scope read:packages";
const SCOPES = "repo, read:packages";
const EXPIRES = "github-authentication-token-expiration";

interface Case {
  readonly title: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly password?: string;
  readonly token: object | undefined;
  readonly findings: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: "accepts a classic token that never expires",
    headers: { "x-oauth-scopes": SCOPES },
    token: { kind: "classic", scopes: ["repo", "read:packages"] },
    findings: [],
  },
  {
    title: "accepts write:packages, which includes reading",
    headers: { "x-oauth-scopes": "write:packages" },
    token: { kind: "classic", scopes: ["write:packages"] },
    findings: [],
  },
  {
    title: "accepts a token with more than 14 days left",
    headers: { "x-oauth-scopes": SCOPES, [EXPIRES]: "2026-12-06 12:00:01 UTC" },
    token: { kind: "classic", scopes: ["repo", "read:packages"], expiresAt: "2026-12-06T12:00:01.000Z" },
    findings: [],
  },
  {
    title: "warns of a token with 14 days left",
    headers: { "x-oauth-scopes": SCOPES, [EXPIRES]: "2026-12-06 21:00:00 +0900" },
    token: { kind: "classic", scopes: ["repo", "read:packages"], expiresAt: "2026-12-06T12:00:00.000Z" },
    findings: [
      "TOKEN_EXPIRES_SOON warning credentials: the token expires on 2026-12-06, in 14 days; replace it before: no task can start with an expired token",
    ],
  },
  {
    title: "names a token without read:packages",
    headers: { "x-oauth-scopes": "repo, gist" },
    token: { kind: "classic", scopes: ["repo", "gist"] },
    findings: [
      `TOKEN_LACKS_SCOPE error credentials: the token lacks the scope read:packages; it has repo, gist; ${NEW_TOKEN}`,
    ],
  },
  {
    title: "names a token without any scope",
    headers: { "x-oauth-scopes": "" },
    token: { kind: "classic", scopes: [] },
    findings: [
      `TOKEN_LACKS_SCOPE error credentials: the token lacks the scope read:packages; it has none; ${NEW_TOKEN}`,
    ],
  },
  {
    title: "names a fine-grained token by GitHub's answer",
    token: { kind: "fine-grained" },
    findings: [
      `TOKEN_FINE_GRAINED error credentials: the token is a fine-grained one, which ghcr.io does not accept; ${NEW_TOKEN}`,
    ],
  },
  {
    title: "names a fine-grained token by its prefix, instead of the registry's refusal",
    password: "github_pat_11TestTestTest",
    token: { kind: "fine-grained" },
    findings: [
      `TOKEN_FINE_GRAINED error credentials: the token is a fine-grained one, which ghcr.io does not accept; ${NEW_TOKEN}`,
    ],
  },
  {
    title: "names an expired token, instead of the registry's refusal",
    status: 401,
    password: "ghp_expired",
    token: { kind: "refused" },
    findings: [
      `TOKEN_EXPIRED error credentials: GitHub does not accept the token: it has expired or was revoked; ${NEW_TOKEN}`,
    ],
  },
  {
    title: "takes the registry's refusal of a token that GitHub accepts for a missing right",
    headers: { "x-oauth-scopes": SCOPES },
    password: "ghp_good",
    token: { kind: "classic", scopes: ["repo", "read:packages"] },
    findings: [
      'IMAGE_NOT_FOUND_OR_NO_ACCESS error image: ghcr.io has no acme/web, or "octo" may not read it; the registry does not tell which; correct the name, or give the user read access to the package; where the organization has single sign-on, authorize the token for it',
    ],
  },
  {
    title: "warns of a workflow run's token",
    password: "ghs_TestTestTest",
    token: { kind: "installation" },
    findings: [
      'CREDENTIALS_REFUSED error credentials: ghcr.io refuses the credentials of "octo"; pass a personal access token (classic) with read:packages that has not expired',
      `TOKEN_TEMPORARY warning credentials: the token is a workflow run's and ends with it, but tasks need it each time they start; ${NEW_TOKEN}`,
    ],
  },
  { title: "says nothing where GitHub limits requests", status: 403, token: undefined, findings: [] },
  { title: "says nothing where GitHub is broken", status: 500, token: undefined, findings: [] },
];

describe("a token for ghcr.io", () => {
  let registry: RegistryServer;
  let github: RegistryServer;
  let network: Network;

  beforeEach(async () => {
    registry = await new RegistryServer("ghcr").start();
    registry.putIndex("acme/web", "main", ["linux/amd64"]);
    github = await new RegistryServer("open").start();
    network = new Network({ "https://ghcr.io": registry.url, "https://api.github.com": github.url });
  });
  afterEach(() => Promise.all([registry.stop(), github.stop()]));

  for (const { title, status = 200, headers = {}, password = PASSWORD, token, findings } of CASES)
    it(title, async () => {
      github.fail(/^\/user$/, (_, response) => response.writeHead(status, headers).end("{}"));
      const credentials = { username: USERNAME, password };
      const report = await checkImage({ image: IMAGE, architecture: "amd64", credentials }, network.options);
      assert.deepEqual(report.token, token);
      assert.deepEqual(report.findings.map(renderFinding), findings);
    });

  it("is sent to GitHub as its own, and to nobody where GitHub need not be asked", async () => {
    await readGithubToken(PASSWORD, network.options);
    assert.deepEqual(network.sent, [
      { method: "GET", url: "https://api.github.com/user", authorization: `Bearer ${PASSWORD}` },
    ]);
    await readGithubToken("github_pat_x", network.options);
    await readGithubToken("ghs_x", network.options);
    assert.equal(network.sent.length, 1);
  });

  it("is not judged where GitHub cannot be reached", async () => {
    const alone = new Network({ "https://ghcr.io": registry.url });
    const report = await checkImage({ image: IMAGE, architecture: "amd64", credentials: LOGIN }, alone.options);
    assert.deepEqual([report.token, report.findings], [undefined, []]);
  });

  it("is not shown to GitHub when it belongs to another registry", async () => {
    const image = { ...IMAGE, registry: registry.host };
    registry.realm = `${registry.url}/token`;
    const report = await checkImage({ image, architecture: "amd64", credentials: LOGIN }, network.options);
    assert.deepEqual(report.findings, []);
    assert.deepEqual(github.seen, []);
  });
});

describe("checkTokenExpiry", () => {
  const NOW = Date.parse("2026-11-22T12:00:00Z");
  const DAYS = [
    ["2026-11-22T12:00:00Z", "the token expired on 2026-11-22"],
    ["2026-11-22T12:00:01Z", "the token expires on 2026-11-22, within a day"],
    ["2026-11-23T12:00:00Z", "the token expires on 2026-11-23, in 1 day"],
    ["2026-11-25T11:00:00Z", "the token expires on 2026-11-25, in 2 days"],
    ["2026-12-06T12:00:00Z", "the token expires on 2026-12-06, in 14 days"],
    ["2026-12-06T12:00:01Z", undefined],
  ] as const;
  for (const [expiresAt, wrong] of DAYS)
    it(`says of ${expiresAt}: ${wrong ?? "nothing"}`, () => {
      assert.equal(checkTokenExpiry(new Date(expiresAt), NOW)[0]?.wrong, wrong);
    });
});

describe("parseExpiry", () => {
  const HEADERS = [
    ["2027-10-12 09:00:00 UTC", "2027-10-12T09:00:00.000Z"],
    ["2027-10-12 09:00:00 +0900", "2027-10-12T00:00:00.000Z"],
    ["2027-10-12 09:00:00 -0330", "2027-10-12T12:30:00.000Z"],
    ["2027-13-12 09:00:00 UTC", undefined],
    ["tomorrow", undefined],
    [null, undefined],
  ] as const;
  for (const [header, expected] of HEADERS)
    it(`reads ${header ?? "no header"}`, () => assert.equal(parseExpiry(header)?.toISOString(), expected));
});
