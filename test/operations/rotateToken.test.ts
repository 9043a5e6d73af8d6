// A new token for the registry. Not proven here: what ECS pulls with it afterwards (test/engine/commandChanges.test.ts).

import { deepStrictEqual } from "node:assert";
import type { Aws } from "../../operations/aws";
import { rotateToken } from "../../operations/rotateToken";
import { LOGIN } from "../support/imageCase";
import { Network } from "../support/network";
import { RegistryServer } from "../support/registryServer";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf";

describe("a new token", () => {
  let server: RegistryServer;

  beforeEach(async () => {
    server = await new RegistryServer("ghcr").start();
  });
  afterEach(() => server.stop());

  /** Rotates to a token; gives what was stored, and what the registry said. */
  async function rotateTo(token: string) {
    const digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
    const stored: unknown[] = [];
    const container = {
      name: "app",
      image: `ghcr.io/acme/web:main@${digest}`,
      repositoryCredentials: { credentialsParameter: SECRET },
    };
    const aws = {
      ecs: () =>
        Promise.resolve({
          describeServices: () => Promise.resolve({ services: [{ taskDefinition: "web:1", status: "ACTIVE" }] }),
          describeTaskDefinition: () => Promise.resolve({ taskDefinition: { containerDefinitions: [container] } }),
        }),
      secrets: () =>
        Promise.resolve({
          getSecretValue: () => Promise.resolve({ SecretString: JSON.stringify({ ...LOGIN, password: "old" }) }),
          putSecretValue: ({ SecretString }: { SecretString: string }) => {
            stored.push(JSON.parse(SecretString));
            return Promise.resolve({});
          },
        }),
    } as unknown as Aws;
    const { options } = new Network({ "https://ghcr.io": server.url, "https://api.github.com": server.url });
    const ref = { cluster: "web", service: "web" };
    const { findings } = await rotateToken(aws, ref, { token, registry: options });
    return { stored, codes: findings.map(({ code }) => code) };
  }

  it("is stored where the registry gives it the image, which is pinned by its digest", async () => {
    deepStrictEqual(await rotateTo(LOGIN.password), { stored: [LOGIN], codes: [] });
  });

  it("is not stored where the registry does not", async () => {
    const { stored, codes } = await rotateTo("ghp_wrong");
    deepStrictEqual(stored, []);
    deepStrictEqual(codes, ["CREDENTIALS_REFUSED"]);
  });
});
