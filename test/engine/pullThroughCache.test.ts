// A pull-through cache through its life on the real engine: made with a service, left for a shared one, and gone with the stack; its token rotated
// on the way. Not proven here: that ECR fetches images, which the emulator does not.

import assert from "node:assert/strict";
import { RunningCommand } from "./support/commands";
import { serviceProgram, serviceProject } from "./support/programs";
import { EngineStack, succeeds } from "./support/stack";

const ARGS = (registry: string, credentials: string) =>
  `{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new" }, credentials: ${credentials}, registry: ${registry} }`;
const OWN = ARGS("{ pullThroughCache: true }", '{ username: "octocat", token: config.requireSecret("token") }');
const SHARED = ARGS(
  "{ pullThroughPrefix: shared.pullThroughPrefix }",
  "{ secretArn: shared.secretArn, keyArn: shared.keyArn }",
);
const CREDENTIALS =
  'const shared = new RegistryCredentials("ghcr", { username: "octocat", token: config.requireSecret("token"), pullThroughPrefix: "ghcr", recoveryWindowDays: 0 });';

/** Puts a new token into the secret of the cache; ghcr.io is not asked whether it takes it. */
async function rotates({ emulator }: EngineStack, outputs: Record<string, unknown>): Promise<void> {
  const token = "ghp_zyxwvutsrqponmlkjihgfedcba9876543210";
  const target = ["--cluster", String(outputs.clusterArn), "--service", String(outputs.serviceName)];
  const { code, stdout, stderr } = await new RunningCommand(
    ["rotate-token", ...target, "--region", emulator.region, "--token-stdin", "--no-check", "--json"],
    { input: token },
  ).ended;
  assert.equal(code, 0, stderr);
  const { secretArn, image } = JSON.parse(stdout) as { secretArn: string; image: string };
  assert.match(secretArn, /:secret:ecr-pullthroughcache\//);
  assert.equal(image, "ghcr.io/octocat/web:1");
  const { SecretString } = await emulator.json<{ SecretString: string }>(
    "secretsmanager",
    "secretsmanager.GetSecretValue",
    { SecretId: secretArn },
  );
  assert.deepEqual(JSON.parse(SecretString), { username: "octocat", accessToken: token });
}

describe("a pull-through cache", function () {
  this.timeout(600_000);

  it("is made with a service, left for a shared one, and deleted", async () => {
    const stack = await EngineStack.create(serviceProject("pull-through", OWN));
    const first = await succeeds(stack.up());
    assert.match(
      String(first.outputs.imageUri),
      /^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com\/web-[0-9a-f]{8}\/octocat\/web:1$/,
    );
    assert.equal(first.outputs.secretArn, undefined);
    await succeeds(stack.preview({ expectNoChanges: true }));
    await rotates(stack, first.outputs);

    stack.write("index.ts", serviceProgram(SHARED, CREDENTIALS));
    const second = await succeeds(stack.up());
    assert.match(String(second.outputs.imageUri), /\/ghcr\/octocat\/web:1$/);
    assert.ok(
      second.changes.some((change) => /^delete .*PullThroughCacheRule web-pull-through$/i.test(change)),
      second.changes.join("\n"),
    );
    await succeeds(stack.preview({ expectNoChanges: true }));
    await rotates(stack, second.outputs);
    await succeeds(stack.destroy());
  });
});
