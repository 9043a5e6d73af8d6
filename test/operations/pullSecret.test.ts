// Which secret holds the token of a service's image. Not proven here: that ECR tells its rules so (test/engine/pullThroughCache.test.ts).

import { deepStrictEqual, rejects } from "node:assert";
import { parseImageReference } from "../../model/imageReference";
import type { Aws } from "../../operations/aws";
import { findPullSecret } from "../../operations/pullSecret";

const HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
const RULES = [
  { ecrRepositoryPrefix: "gh", upstreamRegistryUrl: "ghcr.io", credentialArn: `${ARN}ecr-pullthroughcache/gh-AbCdEf` },
  {
    ecrRepositoryPrefix: "gh/deep",
    upstreamRegistryUrl: "ghcr.io",
    credentialArn: `${ARN}ecr-pullthroughcache/deep-AbCdEf`,
  },
  { ecrRepositoryPrefix: "public", upstreamRegistryUrl: "public.ecr.aws" },
];

/** ECR that tells one rule at a time. */
const aws = {
  ecr: () =>
    Promise.resolve({
      describePullThroughCacheRules: ({ nextToken = "0" }: { nextToken?: string }) => {
        const at = Number(nextToken);
        const more = at + 1 < RULES.length;
        return Promise.resolve({ pullThroughCacheRules: [RULES[at]], ...(more && { nextToken: String(at + 1) }) });
      },
    }),
} as unknown as Aws;
const find = (image: string, secretArn?: string) =>
  findPullSecret(aws, {
    containerDefinitions: [
      {
        name: "app",
        image,
        ...(secretArn !== undefined && { repositoryCredentials: { credentialsParameter: secretArn } }),
      },
    ],
  });
const reference = (text: string) => parseImageReference(text).image;

describe("the secret of a service's image", () => {
  it("is the one that ECS pulls with", async () => {
    deepStrictEqual(await find("ghcr.io/acme/web:1", `${ARN}web-AbCdEf`), {
      secretArn: `${ARN}web-AbCdEf`,
      field: "password",
      image: reference("ghcr.io/acme/web:1"),
    });
  });

  it("is that of the cache's rule with the longest prefix, whose registry takes the token", async () => {
    deepStrictEqual(await find(`${HOST}/gh/acme/web:1`), {
      secretArn: `${ARN}ecr-pullthroughcache/gh-AbCdEf`,
      field: "accessToken",
      image: reference("ghcr.io/acme/web:1"),
    });
    deepStrictEqual((await find(`${HOST}/gh/deep/web:1`)).secretArn, `${ARN}ecr-pullthroughcache/deep-AbCdEf`);
  });

  for (const image of [`${HOST}/acme/web:1`, `${HOST}/github/web:1`, `${HOST}/public/nginx:1`, "ghcr.io/acme/web:1"])
    it(`does not exist for ${image}`, () =>
      rejects(find(image), /^Error: the service pulls its image without a secret: it has no token to rotate$/));
});
