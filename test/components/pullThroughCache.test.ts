// Images of ghcr.io that come through ECR's pull-through cache. Not proven here: that ECR fetches them, which no emulator does.

import assert from "node:assert/strict";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { RegistryCredentials } from "../../components/registryCredentials";
import { pullThroughPrefix } from "../../model/pullThrough";
import { deploy } from "../support/deploy";
import { isSecret } from "../support/leaks";
import { containerIn, deployService, policyOf, PRIVATE, refusal, TOKEN } from "./serviceFixture";

const HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const CACHED: GhcrFargateServiceArgs = { ...PRIVATE, registry: { pullThroughCache: true } };
// Of the project and stack of a unit test. Another one would replace the rule of everybody.
const PREFIX = "web-4ea21505";
const REPOSITORIES = "arn:aws:ecr:eu-central-1:123456789012:repository";
const OFFLINE_ENDPOINTS = { ecr: true, s3: true, logs: true } as const;

describe("registry.pullThroughCache", () => {
  it("creates a rule, its secret and a template, and neither key nor secret for ECS", async () => {
    const deployment = await deployService(CACHED);
    const made = deployment.resources.filter(({ type }) => /^aws:(ecr|kms|secretsmanager)\//.test(type));
    assert.deepEqual(
      made.map(({ name, type }) => [name, type.split(":").at(-1)]),
      [
        ["web-pull-through-secret", "Secret"],
        ["web-pull-through-template", "RepositoryCreationTemplate"],
        ["web-pull-through-secret-version", "SecretVersion"],
        ["web-pull-through", "PullThroughCacheRule"],
      ],
    );
    const { inputs: rule } = deployment.find("web-pull-through");
    assert.equal(rule.ecrRepositoryPrefix, PREFIX);
    assert.equal(rule.upstreamRegistryUrl, "ghcr.io");
    const { inputs: secret } = deployment.find("web-pull-through-secret");
    assert.equal(secret.namePrefix, "ecr-pullthroughcache/web-");
    assert.equal(secret.kmsKeyId, undefined);
    const { raw, inputs: version } = deployment.find("web-pull-through-secret-version");
    assert.deepEqual(JSON.parse(String(version.secretString)), { username: "acme-bot", accessToken: TOKEN });
    assert.equal(isSecret(raw.secretString), true);
    const { inputs: template } = deployment.find("web-pull-through-template");
    assert.deepEqual([template.prefix, template.appliedFors], [PREFIX, ["PULL_THROUGH_CACHE"]]);
    assert.equal(deployment.outputs.secretArn, undefined);
    assert.deepEqual(deployment.leaks(TOKEN), []);
  });

  it("pulls the image from the account's own registry, without credentials", async () => {
    const deployment = await deployService(CACHED);
    const { image, repositoryCredentials } = containerIn(deployment);
    assert.equal(image, `${HOST}/${PREFIX}/acme/web:1.0`);
    assert.equal(repositoryCredentials, undefined);
    assert.equal(deployment.outputs.imageUri, image);
  });

  it("lets the execution role import the image's repository, and no other", async () => {
    const imports = {
      Sid: "PullThroughCache",
      Effect: "Allow",
      Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      Resource: [`${REPOSITORIES}/${PREFIX}/acme/web`],
    };
    const usual = policyOf(await deployService(CACHED), "web-execution-role-policy") as { Statement: object[] };
    assert.deepEqual(usual.Statement, [imports]);
    const tight = policyOf(
      await deployService({ ...CACHED, executionRole: { tight: true } }),
      "web-execution-role-policy",
    ) as { Statement: { Sid: string; Resource: unknown }[] };
    assert.deepEqual(
      tight.Statement.map(({ Sid, Resource }) => [Sid, Sid === "WriteLogs" ? "" : Resource]),
      [
        ["WriteLogs", ""],
        ["LogInToEcr", "*"],
        ["PullFromEcr", [`${REPOSITORIES}/${PREFIX}/acme/web`]],
        ["PullThroughCache", [`${REPOSITORIES}/${PREFIX}/acme/web`]],
      ],
    );
  });

  it("brings sidecars of ghcr.io that share the credentials, and no others", async () => {
    const sidecars = [
      { name: "proxy", image: "ghcr.io/acme/proxy:2", shareCredentials: true },
      { name: "public", image: "ghcr.io/other/tool:3" },
      { name: "agent", image: "registry.gitlab.com/acme/agent:1", credentials: { username: "x", token: "glpat-x" } },
    ];
    const deployment = await deployService({ ...CACHED, sidecars });
    assert.deepEqual(
      sidecars.map(({ name }) => containerIn(deployment, name).image),
      [`${HOST}/${PREFIX}/acme/proxy:2`, "ghcr.io/other/tool:3", "registry.gitlab.com/acme/agent:1"],
    );
    assert.equal(containerIn(deployment, "proxy").repositoryCredentials, undefined);
    assert.notEqual(containerIn(deployment, "agent").repositoryCredentials, undefined);
  });

  it("shares one rule and one secret between services", async () => {
    const deployment = await deploy(() => {
      const credentials = new RegistryCredentials("ghcr", {
        username: "acme-bot",
        token: TOKEN,
        pullThroughPrefix: "ghcr",
      });
      const { secretArn, keyArn, pullThroughPrefix: prefix } = credentials;
      const registry = { pullThroughPrefix: prefix };
      for (const name of ["one", "two"])
        new GhcrFargateService(name, { ...PRIVATE, credentials: { secretArn, keyArn }, registry });
      return { prefix };
    }, {});
    const rules = deployment.resources.filter(
      ({ type }) => type === "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    );
    assert.deepEqual(
      rules.map(({ name, inputs }) => [name, inputs.ecrRepositoryPrefix]),
      [["ghcr-pull-through", "ghcr"]],
    );
    assert.equal(deployment.outputs.prefix, "ghcr");
    for (const name of ["one", "two"]) {
      const definitions = JSON.parse(String(deployment.find(`${name}-task`).inputs.containerDefinitions)) as object[];
      assert.deepEqual(
        definitions.map((container) => "image" in container && container.image),
        [`${HOST}/ghcr/acme/web:1.0`],
      );
      const { Statement } = policyOf(deployment, `${name}-execution-role-policy`) as { Statement: { Sid: string }[] };
      assert.deepEqual(
        Statement.map(({ Sid }) => Sid),
        ["PullThroughCache"],
      );
    }
  });

  it("needs no route to ghcr.io, and says what AWS says of the first pull", async () => {
    const network = { mode: "new", assignPublicIp: false, endpoints: OFFLINE_ENDPOINTS } as const;
    assert.match(await refusal({ ...PRIVATE, network }), /network\.assignPublicIp: .* cannot reach ghcr\.io/);
    const { warnings } = await deployService({ ...CACHED, network });
    assert.deepEqual(
      warnings.filter((text) => text.includes("pull")),
      [
        "network.endpoints: through VPC endpoints of ECR, the first pull of an image through the cache needs a route to the internet by a NAT gateway; later pulls need none (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html)",
      ],
    );
  });

  const refusals: readonly [title: string, args: Partial<GhcrFargateServiceArgs>, expected: string][] = [
    [
      "another registry",
      { image: "registry.gitlab.com/acme/web:1" },
      "registry.pullThroughCache: the cache is of ghcr.io, but the image is in registry.gitlab.com; use an image of ghcr.io, or no cache",
    ],
    [
      "a secret that ECR cannot read",
      { credentials: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf" } },
      "registry.pullThroughCache: needs the user and the token that ECR fetches the image with; set credentials.username and credentials.token, or name a cache that exists in registry.pullThroughPrefix",
    ],
    [
      "a key that ECR cannot use",
      {
        credentials: {
          username: "acme-bot",
          token: TOKEN,
          keyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        },
      },
      "credentials.keyArn: cannot be set with registry.pullThroughCache: ECR reads secrets under AWS's own key only; leave it unset",
    ],
    [
      "two caches",
      { registry: { pullThroughCache: true, pullThroughPrefix: "ghcr" } },
      "registry.pullThroughPrefix: cannot be set with registry.pullThroughCache; use a cache that exists, or create one",
    ],
    [
      "a prefix that is too long",
      { registry: { pullThroughPrefix: "a".repeat(31) } },
      `registry.pullThroughPrefix: "${"a".repeat(31)}" has 31 characters; use 2 to 30`,
    ],
    [
      "a name that ECR does not take",
      { image: "ghcr.io/acme/my__web:1" },
      'registry.pullThroughCache: ECR takes no repository with the name "acme/my__web"; rename the package, or leave it unset',
    ],
  ];
  for (const [title, args, expected] of refusals)
    it(`refuses ${title}`, async () => {
      assert.equal(await refusal({ ...CACHED, ...args }), `GhcrFargateService "web": ${expected}`);
    });

  it("has a prefix of its own in each stack, of 30 characters at the most", () => {
    const prefixes = ["web", "Web_Shop", "a-very-long-name-of-a-service-that-nobody-types"].map((name) =>
      pullThroughPrefix(name, ["shop", "prod"]),
    );
    for (const prefix of prefixes) assert.match(prefix, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    assert.deepEqual(
      prefixes.map((prefix) => prefix.slice(0, -9)),
      ["web", "web-shop", "a-very-long-name-of-a"],
    );
    assert.notEqual(prefixes[0], pullThroughPrefix("web", ["shop", "dev"]));
  });
});
