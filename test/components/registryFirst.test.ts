// The component asks the image's registry before AWS: with a registry of the test's own, and an engine's stand-in.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { RegistryCredentials } from "../../components/registryCredentials";
import { forgetResolvedImages } from "../../registry/resolveImage";
import { deploy, type DeployOptions } from "../support/deploy";
import { isSecret } from "../support/leaks";
import { PASSWORD, RegistryServer, USERNAME } from "../support/registryServer";
import { containerIn, deployService, PRIVATE, PUBLIC } from "./serviceFixture";

const SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf";
const GET_SECRET = "aws:secretsmanager/getSecretVersion:getSecretVersion";
const CREDENTIALS = { username: USERNAME, token: PASSWORD };

describe("a component with an engine attached", () => {
  let server: RegistryServer;
  let image: string;
  let digest: string;

  beforeEach(async () => {
    forgetResolvedImages();
    server = await new RegistryServer("basic").start();
    server.realm = `${server.url}/token`;
    digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
    image = `${server.host}/acme/web:main`;
  });
  afterEach(() => server.stop());

  const service = (args: Partial<GhcrFargateServiceArgs>, options?: DeployOptions) =>
    deployService(
      { ...PRIVATE, image, credentials: CREDENTIALS, rollout: { wait: false }, ...args },
      { engine: true, ...options },
    );
  const failure = async (args: Partial<GhcrFargateServiceArgs>, options?: DeployOptions) => {
    const { errors } = await service(args, { ...options, mayFail: true });
    return errors.map(({ message }) => message);
  };
  const TASK = "aws:ecs/taskDefinition:TaskDefinition";

  it("pins the tag to the digest that it means now, and keeps the tag readable", async () => {
    const deployment = await service({ tags: { team: "web" } });
    const pinned = `${server.host}/acme/web@${digest}`;
    strictEqual(containerIn(deployment).image, pinned);
    strictEqual(deployment.outputs.imageUri, pinned);
    deepStrictEqual(deployment.only(TASK).inputs.tags, { team: "web", "ghcr-fargate:image": image });
    deepStrictEqual(deployment.leaks(PASSWORD), []);
  });

  it("leaves the pinned image readable in a diff, although a token was used to find it", async () => {
    const { raw } = (await service({})).only(TASK);
    strictEqual(isSecret(raw.containerDefinitions), false);
    strictEqual(isSecret((await service({})).find("web-secret-version").raw.secretString), true);
  });

  it("does so in a preview, so that a tag that moved shows as a change", async () => {
    const before = await service({}, { preview: true });
    strictEqual(before.outputs.imageUri, `${server.host}/acme/web@${digest}`);
    const moved = server.putIndex("acme/web", "main", ["linux/amd64"], "next");
    forgetResolvedImages(); // the next run is another process
    strictEqual((await service({}, { preview: true })).outputs.imageUri, `${server.host}/acme/web@${moved}`);
  });

  it("changes nothing when the tag did not move", async () => {
    const inputs = async () => {
      forgetResolvedImages();
      return (await service({})).resources.map((resource) => [resource.name, resource.inputs]);
    };
    deepStrictEqual(await inputs(), await inputs());
  });

  it("deploys the tag as it is with pin: false", async () => {
    const deployment = await service({ registry: { pin: false } });
    strictEqual(containerIn(deployment).image, image);
    deepStrictEqual(deployment.only(TASK).inputs.tags, {});
    strictEqual(server.seen.length > 0, true); // checked all the same
  });

  it("asks for nothing with pin and preflight off", async () => {
    await service({ registry: { pin: false, preflight: false } });
    deepStrictEqual(server.seen, []);
  });

  it("asks for the digest alone with preflight: false", async () => {
    await service({ registry: { preflight: false } });
    deepStrictEqual([...new Set(server.seen.map(({ method }) => method))], ["HEAD"]);
  });

  it("asks nobody about a digest without preflight", async () => {
    const byDigest = `${server.host}/acme/web@${digest}`;
    const deployment = await service({ image: byDigest, registry: { preflight: false } });
    strictEqual(containerIn(deployment).image, byDigest);
    deepStrictEqual([deployment.only(TASK).inputs.tags, server.seen], [{}, []]);
  });

  it("asks nothing in a unit test, that is without an engine", async () => {
    await service({}, { engine: false });
    deepStrictEqual(server.seen, []);
  });

  it("asks once for an image that two services share", async () => {
    const program = () => {
      const args = { ...PRIVATE, image, credentials: CREDENTIALS, rollout: { wait: false } };
      new GhcrFargateService("one", args);
      new GhcrFargateService("two", args);
    };
    await deploy(program, { engine: true });
    const manifests = server.seen.filter(({ path }) => path.includes("/manifests/main"));
    deepStrictEqual(manifests.length <= 2, true, JSON.stringify(manifests)); // the challenge, and the answer to it
  });

  it("refuses, in a preview, an image whose tag is not there", async () => {
    deepStrictEqual(await failure({ image: `${server.host}/acme/web:absent` }, { preview: true }), [
      `GhcrFargateService "web": image: ${server.host} has no tag "absent" in acme/web; push it, or use a tag that exists: "main"`,
    ]);
  });

  it("names the token where the registry refuses it", async () => {
    const [message = ""] = await failure({ credentials: { username: USERNAME, token: "ghp_wrong" } });
    strictEqual(message.startsWith('GhcrFargateService "web": credentials.token: '), true, message);
    strictEqual(message.includes("ghp_wrong"), false);
  });

  it("names cpuArchitecture where the image is not built for it", async () => {
    const [message = ""] = await failure({ cpuArchitecture: "ARM64" });
    strictEqual(
      message,
      'GhcrFargateService "web": cpuArchitecture: acme/web:main was not built for linux/arm64, only for linux/amd64; build it for linux/arm64 too, or choose an architecture that it has',
    );
  });

  it("names a sidecar's own argument", async () => {
    const [message = ""] = await failure({
      sidecars: [{ name: "proxy", image: `${server.host}/acme/web:absent`, shareCredentials: true }],
    });
    strictEqual(
      message.startsWith(
        `GhcrFargateService "web": sidecars[0].image: ${server.host} has no tag "absent" in acme/web; `,
      ),
      true,
      message,
    );
  });

  describe("and a registry that is down", () => {
    beforeEach(async () => {
      await server.stop();
      server = await new RegistryServer("open").start(); // for afterEach; the image's own stays down
    });

    it("fails where the tag is to be pinned, and says how to go on without", async () => {
      const [message = ""] = await failure({});
      strictEqual(message.startsWith('GhcrFargateService "web": image: '), true, message);
      strictEqual(message.endsWith("or deploy the tag as it is: registry.pin: false"), true, message);
    });

    it("warns where nothing is pinned: AWS may have the route that this machine lacks", async () => {
      const deployment = await service({ registry: { pin: false } });
      strictEqual(containerIn(deployment).image, image);
      strictEqual(deployment.warnings.filter((text) => text.startsWith("image: ")).length, 1);
    });
  });

  describe("and a secret that exists", () => {
    const credentials = { secretArn: SECRET_ARN };

    it("asks with what the secret holds, read through the component's provider", async () => {
      const secretString = JSON.stringify({ username: USERNAME, password: PASSWORD });
      const deployment = await service({ credentials }, { calls: { [GET_SECRET]: { secretString } } });
      strictEqual(containerIn(deployment).image, `${server.host}/acme/web@${digest}`);
      deepStrictEqual(deployment.leaks(PASSWORD), []);
    });

    const denied = {
      calls: {
        [GET_SECRET]: () => {
          throw new Error("AccessDeniedException: not authorized to perform secretsmanager:GetSecretValue");
        },
      },
    };

    it("asks with the token that the program writes into the secret, though the secret still holds an expired one", async () => {
      const calls = {
        [GET_SECRET]: () => ({ secretString: JSON.stringify({ username: USERNAME, password: "expired" }) }),
      };
      const deployment = await deploy(
        () => {
          const { secretArn } = new RegistryCredentials("ghcr", CREDENTIALS);
          const { imageUri } = new GhcrFargateService("web", {
            ...PRIVATE,
            image,
            credentials: { secretArn },
            rollout: { wait: false },
          });
          return { imageUri };
        },
        { engine: true, calls },
      );
      strictEqual(deployment.outputs.imageUri, `${server.host}/acme/web@${digest}`);
      strictEqual(isSecret(deployment.only(TASK).raw.containerDefinitions), false);
      deepStrictEqual(deployment.leaks(PASSWORD), []);
    });

    it("fails where the secret cannot be read and the tag is to be pinned, with the two ways out", async () => {
      const [message = ""] = await failure({ credentials }, denied);
      strictEqual(
        message.startsWith(
          `GhcrFargateService "web": credentials.secretArn: the secret ${SECRET_ARN} could not be read here (`,
        ),
        true,
        message,
      );
      strictEqual(
        message.endsWith(
          "so that the tag cannot be pinned to a digest; allow secretsmanager:GetSecretValue where Pulumi runs, or deploy the tag as it is: registry.pin: false",
        ),
        true,
        message,
      );
    });

    it("only warns where nothing is pinned", async () => {
      const deployment = await service({ credentials, registry: { pin: false } }, denied);
      strictEqual(
        deployment.warnings.some((text) => text.startsWith("image: not checked: the secret ")),
        true,
      );
      deepStrictEqual(server.seen, []);
    });

    it("does not quote a secret that holds no JSON", async () => {
      const [message = ""] = await failure({ credentials }, { calls: { [GET_SECRET]: { secretString: PASSWORD } } });
      strictEqual(message.includes("it holds no JSON"), true, message);
      strictEqual(message.includes(PASSWORD), false);
    });
  });

  it("asks nothing with GHCR_FARGATE_OFFLINE=1, and says so in one line", async () => {
    process.env.GHCR_FARGATE_OFFLINE = "1";
    try {
      const deployment = await deploy(
        () => {
          const args = { ...PUBLIC, image, rollout: { wait: false } };
          new GhcrFargateService("one", args);
          new GhcrFargateService("two", args);
          return { imageUri: pulumi.output(image) };
        },
        { engine: true },
      );
      deepStrictEqual(
        deployment.logs.map(({ message }) => message).filter((text) => text.includes("OFFLINE")),
        ["GHCR_FARGATE_OFFLINE=1: images are neither checked nor pinned"],
      );
      deepStrictEqual(server.seen, []);
    } finally {
      delete process.env.GHCR_FARGATE_OFFLINE;
    }
  });

  it("stops an update with GHCR_FARGATE_OFFLINE=1 whose image has to be attested, and no preview", async () => {
    process.env.GHCR_FARGATE_OFFLINE = "1";
    try {
      const registry = { attestation: { repository: "acme/web" } };
      deepStrictEqual(await failure({ registry }), [
        'GhcrFargateService "web": registry.attestation: cannot be verified with GHCR_FARGATE_OFFLINE=1; unset GHCR_FARGATE_OFFLINE for updates; previews may have it',
      ]);
      strictEqual((await service({ registry }, { preview: true })).outputs.imageUri, image);
      deepStrictEqual(server.seen, []);
    } finally {
      delete process.env.GHCR_FARGATE_OFFLINE;
    }
  });
});
