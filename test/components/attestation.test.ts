// `registry.attestation`: who has to have built what is deployed. With a registry and a Sigstore instance of the test's own, and an
// engine's stand-in; what becomes of an update on the engine itself: test/engine/gate.test.ts.

import assert from "node:assert/strict";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { forgetResolvedImages } from "../../registry/resolveImage";
import type { DeployOptions } from "../support/deploy";
import { RegistryServer } from "../support/registryServer";
import { Sigstore } from "../support/sigstore/sigstore";
import { containerIn, deployService, PUBLIC, refusal } from "./serviceFixture";

const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const BUILT_BY = "https://github.com/acme/web/.github/workflows/release.yml@refs/heads/main";

describe("registry.attestation", () => {
  const sigstore = new Sigstore();
  const { trustedRoot } = sigstore;
  let server: RegistryServer;
  let image: string;
  let digest: string;

  beforeEach(async () => {
    forgetResolvedImages();
    server = await new RegistryServer("open").start();
    digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
    image = `${server.host}/acme/web:main`;
  });
  afterEach(() => server.stop());

  const attest = (repository = "acme/web") =>
    server.describe("acme/web", digest, {
      type: BUNDLE,
      content: JSON.stringify(sigstore.attest({ digest, repository })),
    });
  const service = (args: Partial<GhcrFargateServiceArgs> = {}, options?: DeployOptions) =>
    deployService(
      {
        ...PUBLIC,
        image,
        rollout: { wait: false },
        registry: { attestation: { repository: "acme/web", trustedRoot } },
        ...args,
      },
      { engine: true, ...options },
    );
  const failure = async (args?: Partial<GhcrFargateServiceArgs>, options?: DeployOptions) => {
    const { errors, resources } = await service(args, { ...options, mayFail: true });
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:")).map(({ name }) => name),
      [],
      "children of a refused service",
    );
    return errors.map(({ message }) => message);
  };

  it("deploys the digest that was attested, and says who built it", async () => {
    attest();
    const deployment = await service();
    assert.equal(containerIn(deployment).image, `${server.host}/acme/web@${digest}`);
    assert.ok(deployment.logs.some(({ message }) => message === `image: built by ${BUILT_BY}`));
  });

  it("creates nothing for an image that nobody attested, in previews and updates", async () => {
    const expected = [
      `GhcrFargateService "web": registry.attestation: ${server.host} has no attestation or signature of acme/web@${digest}; let the workflow that pushes the image attest it: actions/attest-build-provenance with push-to-registry: true, or cosign sign`,
    ];
    assert.deepEqual(await failure({}, { preview: true }), expected);
    assert.deepEqual(await failure(), expected);
  });

  it("names the field that the signer does not fit", async () => {
    attest("evil/web");
    assert.deepEqual(await failure(), [
      `GhcrFargateService "web": registry.attestation.repository: acme/web@${digest} was built from https://github.com/evil/web, not from https://github.com/acme/web; deploy an image that acme/web built, or correct the repository`,
    ]);
  });

  it("asks about an image that is given by its digest, too", async () => {
    const byDigest = { image: `${server.host}/acme/web@${digest}` };
    const [message = ""] = await failure(byDigest);
    assert.match(message, /^GhcrFargateService "web": registry\.attestation: 127\.0\.0\.1:\d+ has no attestation /);
    forgetResolvedImages();
    attest();
    assert.equal(containerIn(await service(byDigest)).image, byDigest.image);
  });

  it("asks about a sidecar's image where the sidecar says so", async () => {
    attest();
    const proxy = server.putIndex("acme/proxy", "1", ["linux/amd64"]);
    const sidecars = [
      { name: "proxy", image: `${server.host}/acme/proxy:1`, attestation: { repository: "acme/proxy", trustedRoot } },
    ];
    const [message = ""] = await failure({ sidecars });
    assert.ok(
      message.startsWith(
        `GhcrFargateService "web": sidecars[0].attestation: ${server.host} has no attestation or signature of acme/proxy@${proxy}; `,
      ),
      message,
    );
  });

  it("fails where the registry does not answer, also for a digest", async () => {
    await server.stop();
    const [message = ""] = await failure({ image: `${server.host}/acme/web@${digest}` });
    assert.match(message, /^GhcrFargateService "web": image: 127\.0\.0\.1:\d+ cannot be reached from here /);
    assert.ok(!message.includes("registry.pin: false"), message);
    server = await new RegistryServer("open").start(); // for afterEach
  });

  it("asks nobody in a unit test", async () => {
    await service({}, { engine: false });
    assert.deepEqual(server.seen, []);
  });

  it("refuses what cannot be, all at once", async () => {
    const attestation = {
      repository: "web",
      workflow: ".github/workflows/release.yml",
      ref: "main",
      signer: "acme/ci",
      trustedRoot: "-----BEGIN CERTIFICATE-----",
    };
    const message = await refusal({ ...PUBLIC, registry: { pin: false, preflight: false, attestation } });
    assert.deepEqual(message.split("\n"), [
      'GhcrFargateService "web": 7 problems, nothing was created',
      "  - registry.attestation: cannot be set with registry.pin: false: what is deployed would not be what was verified; leave registry.pin unset",
      "  - registry.attestation: cannot be set with registry.preflight: false: what is deployed would not be what was verified; leave registry.preflight unset",
      '  - registry.attestation.repository: "web" is not a GitHub repository; write it as owner/name',
      '  - registry.attestation.workflow: ".github/workflows/release.yml" is not the file name of a workflow; write the name alone, without a folder: release.yml',
      '  - registry.attestation.ref: "main" is not a Git ref; write it as refs/heads/main or refs/tags/v*',
      '  - registry.attestation.signer: "acme/ci" is not a reusable workflow; write it as owner/name/.github/workflows/build.yml',
      "  - registry.attestation.trustedRoot: is not a trusted root of Sigstore; pass what `gh attestation trusted-root` prints",
    ]);
  });

  it("refuses a sidecar's without its repository", async () => {
    const sidecars = [{ name: "proxy", image: "acme/proxy:1", attestation: {} as { repository: string } }];
    assert.match(await refusal({ ...PUBLIC, sidecars }), /sidecars\[0\]\.attestation\.repository: is missing; /);
  });
});
