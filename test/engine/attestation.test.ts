// An image whose builder has to be known, through updates on the real engine: one that was attested runs, one that was not changes nothing.

import assert from "node:assert/strict";
import { RegistryServer } from "../support/registryServer";
import { Sigstore } from "../support/sigstore/sigstore";
import { inventory } from "./support/inventory";
import { serviceProject } from "./support/programs";
import { EngineStack, fails, succeeds } from "./support/stack";

describe("an image that has to be attested", function () {
  this.timeout(600_000);
  const sigstore = new Sigstore();
  let registry: RegistryServer;
  before(async () => (registry = await new RegistryServer("open").start()));
  after(() => registry.stop());

  const push = (revision: string) => registry.putIndex("octocat/web", "main", ["linux/amd64"], revision);
  const attest = (digest: string, repository: string, subject?: string) =>
    registry.describe("octocat/web", digest, {
      type: "application/vnd.dev.sigstore.bundle.v0.3+json",
      content: JSON.stringify(sigstore.attest({ digest, repository, ...(subject !== undefined && { subject }) })),
    });
  const create = (name: string, required: string) =>
    EngineStack.create(
      serviceProject(
        name,
        `{ image: "${registry.host}/octocat/web:main", port: 8080, network: { mode: "new" },
           registry: { attestation: { ${required}, trustedRoot: config.require("trustedRoot") } } }`,
        { config: { trustedRoot: sigstore.trustedRoot }, environment: { GHCR_FARGATE_OFFLINE: "0" } },
      ),
    );

  it("is deployed where its builder is proven, and leaves the service as it is where it is not", async () => {
    const built = push("1");
    attest(built, "octocat/web");
    const stack = await create("attestation", 'repository: "octocat/web", workflow: "release.yml"');
    const first = await succeeds(stack.up());
    assert.equal(first.outputs.imageUri, `${registry.host}/octocat/web@${built}`);
    assert.ok(first.printed.includes("image: built by https://github.com/octocat/web/.github/workflows/release.yml@"));

    const before = await inventory(stack.emulator);
    const foreign = push("2");
    for (const [arrange, expected] of [
      [
        () => undefined,
        `registry.attestation: ${registry.host} has no attestation or signature of octocat/web@${foreign}; `,
      ],
      [
        () => attest(foreign, "evil/web"),
        `registry.attestation.repository: octocat/web@${foreign} was built from https://github.com/evil/web, not from https://github.com/octocat/web; `,
      ],
    ] as const) {
      arrange();
      const { errors, changes } = await fails(stack.up());
      assert.deepEqual(
        errors.filter((text) => text.startsWith(`GhcrFargateService "web": ${expected}`)).length,
        1,
        errors.join("\n"),
      );
      assert.deepEqual(changes, []);
      assert.deepEqual(await inventory(stack.emulator), before);
    }

    const next = push("3");
    attest(next, "octocat/web");
    assert.equal((await succeeds(stack.up())).outputs.imageUri, `${registry.host}/octocat/web@${next}`);
    await succeeds(stack.destroy());
  });

  it("is deployed where the reusable workflow that is named signed it, and not where another one did", async () => {
    const trusted = "octocat/ci/.github/workflows/build.yml";
    const stack = await create("signer", `repository: "octocat/web", signer: "${trusted}"`);
    const built = push("4");
    attest(built, "octocat/web", "https://github.com/evil/ci/.github/workflows/build.yml@refs/heads/main");
    const before = await inventory(stack.emulator);
    const refused = await fails(stack.up());
    assert.deepEqual(refused.errors, [
      `GhcrFargateService "web": registry.attestation.signer: octocat/web@${built} was signed by ` +
        `https://github.com/evil/ci/.github/workflows/build.yml@refs/heads/main, not by https://github.com/${trusted}; ` +
        'where that reusable workflow is trusted, set signer to "evil/ci/.github/workflows/build.yml"',
    ]);
    assert.deepEqual(await inventory(stack.emulator), before);

    attest(built, "octocat/web", `https://github.com/${trusted}@v3`);
    const { outputs, printed } = await succeeds(stack.up());
    assert.equal(outputs.imageUri, `${registry.host}/octocat/web@${built}`);
    assert.ok(printed.includes(`image: built by https://github.com/${trusted}@v3`), printed);
    await succeeds(stack.destroy());
  });
});
