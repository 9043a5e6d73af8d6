// The registry's token, followed through an update: it is in the secret and nowhere else.

import assert from "node:assert/strict";
import { RegistryServer, PASSWORD, USERNAME } from "../support/registryServer";
import { endpoint } from "./support/emulator";
import { serviceProject } from "./support/programs";
import { EngineStack, succeeds } from "./support/stack";

const FORMS = [PASSWORD, Buffer.from(`${USERNAME}:${PASSWORD}`).toString("base64"), encodeURIComponent(PASSWORD)];

describe("a registry token", function () {
  this.timeout(600_000);
  let registry: RegistryServer;
  before(async () => (registry = await new RegistryServer("basic").start()));
  after(() => registry.stop());

  it("logs in to the registry, and is kept in the secret alone", async () => {
    const digest = registry.putIndex("octocat/web", "1", ["linux/amd64"]);
    const stack = await EngineStack.create(
      serviceProject(
        "secrets",
        `{ image: "${registry.host}/octocat/web:1", port: 8080,
           credentials: { username: "${USERNAME}", token: config.requireSecret("token") },
           network: { mode: "new" }, loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, alarms: { emails: ["ops@example.com"] } }`,
        { secrets: { token: PASSWORD }, environment: { GHCR_FARGATE_OFFLINE: "0" } },
      ),
    );
    const outcome = await succeeds(stack.up());
    assert.ok(
      registry.seen.some(({ authorization }) => authorization !== undefined),
      "the token was not used",
    );
    // The library's own lines, debugging ones too, and what the engine prints of differences.
    const debugged = await succeeds(stack.preview({ debug: true, diff: true }));
    const state = await stack.state();
    const emulated = (await (await fetch(new URL("/moto-api/data.json", endpoint()))).json()) as Record<
      string,
      unknown
    >;
    const { secretsmanager, ...rest } = emulated;
    assert.ok(JSON.stringify(secretsmanager).includes(PASSWORD), "the secret does not hold the token");
    for (const [where, text] of Object.entries({
      "the engine's events": JSON.stringify(outcome.events),
      "what the CLI printed": outcome.printed + debugged.printed + JSON.stringify(debugged.events),
      "the state": state,
      ...Object.fromEntries(Object.entries(rest).map(([service, held]) => [`${service} of AWS`, JSON.stringify(held)])),
    })) {
      for (const form of FORMS) {
        const at = text.indexOf(form);
        assert.equal(at, -1, `the token is in ${where}, after ${text.slice(Math.max(0, at - 300), at)}`);
      }
    }

    // At its highest verbosity Pulumi logs what it sends for a resource. That is the token for the secret's value, and for nothing else.
    const { printed } = await succeeds(stack.preview({ logVerbosity: 11, logToStdErr: true }));
    const withToken = printed.split("\n").filter((line) => FORMS.some((form) => line.includes(form)));
    assert.ok(withToken.length > 0, "Pulumi's log is not as it was");
    const sentForValue =
      /arshaling property for RPC\[.*aws:secretsmanager\/secretVersion:SecretVersion[,:]+web-secret-version/;
    assert.deepEqual(
      withToken.filter((line) => !sentForValue.test(line)),
      [],
    );

    // What is known of the image is no secret: a preview shows what changes of a container.
    assert.equal(outcome.outputs.imageUri, `${registry.host}/octocat/web@${digest}`);
    const { resources } = (JSON.parse(state) as { deployment: { resources: { type: string; inputs: object }[] } })
      .deployment;
    const task = resources.find(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");
    const { containerDefinitions } = task?.inputs as { containerDefinitions: unknown };
    assert.equal(typeof containerDefinitions, "string", "the container definitions are a secret");
    assert.ok((containerDefinitions as string).includes(digest));
    await succeeds(stack.destroy());
  });
});
