// The guard rails, called on the resources of a stack as the engine recorded them (test/engine/upgrade/state.json), and on changes
// of these. Not proven here: that Pulumi's policy engine calls them; the workflow outside runs one pack.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { guardRails, type GuardRailOptions } from "../../policy";

interface Recorded {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly inputs?: Record<string, unknown>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

const STATE = JSON.parse(readFileSync(join(__dirname, "../engine/upgrade/state.json"), "utf8")) as {
  readonly deployment: { readonly resources: readonly Recorded[] };
};

/** The recorded resources as a policy gets them; `change` gives new inputs to the resource of a name. */
function stack(change: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}): PolicyResource[] {
  const byUrn = new Map<string, PolicyResource>();
  const known = (urns: readonly string[]) => urns.flatMap((urn) => byUrn.get(urn) ?? []);
  for (const { urn, type, inputs = {} } of STATE.deployment.resources) {
    const name = urn.split("::").at(-1) ?? "";
    byUrn.set(urn, {
      urn,
      type,
      name,
      props: { ...inputs, ...change[name] },
      opts: {
        protect: false,
        ignoreChanges: [],
        aliases: [],
        additionalSecretOutputs: [],
        customTimeouts: NO_TIMEOUTS,
      },
      dependencies: [],
      propertyDependencies: {},
      isType: () => false,
      asType: () => undefined,
    });
  }
  for (const { urn, parent, provider, dependencies = [], propertyDependencies = {} } of STATE.deployment.resources) {
    const resource = byUrn.get(urn)!;
    const [providerUrn = ""] = provider?.split(/::[\w-]+$/) ?? [];
    Object.assign(resource, {
      parent: parent === undefined ? undefined : byUrn.get(parent),
      provider: byUrn.get(providerUrn),
      dependencies: known(dependencies),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, urns]) => [property, known(urns ?? [])]),
      ),
    });
  }
  return [...byUrn.values()];
}

const NO_TIMEOUTS = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };

/** What one policy reports of a stack: the resource's name and the text. */
async function violations(policy: string, resources: PolicyResource[], options?: GuardRailOptions): Promise<string[]> {
  const found = guardRails(options).find(({ name }) => name === policy);
  assert.ok(found, `there is no policy ${policy}`);
  const reported: string[] = [];
  const report = (message: string, urn?: string) =>
    void reported.push(`${urn?.split("::").at(-1) ?? "stack"}: ${message}`);
  if ("validateStack" in found) await found.validateStack({ resources } as unknown as StackValidationArgs, report);
  else
    for (const resource of resources)
      for (const validate of [found.validateResource].flat())
        await validate?.(resource as unknown as ResourceValidationArgs, (text) => report(text, resource.urn));
  return reported;
}

describe("guardRails", () => {
  it("has a policy for each promise, of which the limit and the keys have to be asked for", () => {
    assert.deepEqual(
      guardRails().map(({ name, enforcementLevel }) => [name, enforcementLevel]),
      ["no-public-ingress", "no-plain-secrets", "images-pinned", "logs-expire", "token-expiry-known"].map((name) => [
        name,
        "mandatory",
      ]),
    );
    assert.deepEqual(
      guardRails({ maxMonthlyCost: 1, logKeys: true, enforcementLevel: "advisory" })
        .filter(({ enforcementLevel }) => enforcementLevel === "advisory")
        .map(({ name }) => name),
      [
        "no-public-ingress",
        "no-plain-secrets",
        "images-pinned",
        "logs-expire",
        "logs-encrypted",
        "token-expiry-known",
        "cost-limit",
      ],
    );
  });

  it("reports what the whole internet reaches, but not what is allowed by name", async () => {
    const names = (await violations("no-public-ingress", stack())).map((text) => text.split(":")[0] ?? "");
    assert.deepEqual(names.sort(), [
      "canary-lb-ingress-80-0.0.0.0-0",
      "web-lb-ingress-443-0.0.0.0-0",
      "web-lb-ingress-80-0.0.0.0-0",
    ]);
    assert.deepEqual(await violations("no-public-ingress", stack(), { publicIngress: names }), []);
  });

  it("reports a load balancer that no security group guards", async () => {
    const found = await violations("no-public-ingress", stack({ "web-lb": { securityGroups: [] } }));
    assert.ok(
      found.some((text) => text.startsWith("web-lb: web-lb is open to the whole internet (internet-facing")),
      found.join("\n"),
    );
  });

  it("reports a secret in a plain environment by its name, never its value", async () => {
    const container = (environment: readonly object[]) => ({
      "worker-task": { containerDefinitions: JSON.stringify([{ name: "app", image: "x", environment }]) },
    });
    const found = await violations(
      "no-plain-secrets",
      stack(
        container([
          { name: "DB_PASSWORD", value: "hunter22" },
          { name: "LOG_LEVEL", value: "info" },
        ]),
      ),
    );
    assert.equal(found.length, 1);
    assert.match(found[0]!, /^worker-task: container app: the value of DB_PASSWORD is in the task definition in clear/);
    assert.doesNotMatch(found[0]!, /hunter22/);
    const references = [
      { name: "DB_PASSWORD_FILE", value: "/run/secrets/db" },
      { name: "TOKEN_URL", value: "https://example.com/token" },
      { name: "API_KEY", value: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf" },
      { name: "SECRET", value: "" },
    ];
    assert.deepEqual(await violations("no-plain-secrets", stack(container(references))), []);
  });

  it("reports an image without a digest", async () => {
    const image = (reference: string) => ({
      "worker-task": { containerDefinitions: JSON.stringify([{ name: "app", image: reference }]) },
    });
    const digest = `ghcr.io/octocat/worker@sha256:${"0".repeat(64)}`;
    const of = async (reference: string) =>
      (await violations("images-pinned", stack(image(reference)))).filter((text) => text.startsWith("worker-task"));
    assert.deepEqual(await of(digest), []);
    assert.equal((await of("ghcr.io/octocat/worker:1.4.2")).length, 1);
  });

  it("takes containers whose JSON is not known yet as they are", async () => {
    const unknown = { "worker-task": { containerDefinitions: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } };
    assert.deepEqual(
      (await violations("images-pinned", stack(unknown))).filter((text) => text.startsWith("worker-task")),
      [],
    );
  });

  it("reports log groups that keep their lines for ever, or have no key of the account", async () => {
    assert.deepEqual(await violations("logs-expire", stack()), []);
    assert.deepEqual(await violations("logs-expire", stack({ "api-logs": { retentionInDays: 0 } })), [
      "api-logs: the log group keeps its lines for ever; set its retention in days",
    ]);
    const withoutKey = (await violations("logs-encrypted", stack(), { logKeys: true })).map(
      (text) => text.split(":")[0],
    );
    assert.ok(withoutKey.includes("api-logs"));
    const keyed = stack({ "api-logs": { kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1" } });
    assert.ok(
      !(await violations("logs-encrypted", keyed, { logKeys: true })).some((text) => text.startsWith("api-logs:")),
    );
  });

  it("reports a registry token whose expiry nobody wrote down", async () => {
    const known = { tags: { "token-expires-on": "2099-03-31" } };
    const of = async (change: Parameters<typeof stack>[0]) =>
      (await violations("token-expiry-known", stack(change))).filter((text) => text.startsWith("ghcr-secret"));
    assert.deepEqual(await of({}), [
      'ghcr-secret: ghcr-secret: nobody knows when the registry token expires; set "expiresOn" beside it',
    ]);
    assert.deepEqual(await of({ "ghcr-secret": known }), []);
  });

  it("reports a stack over its limit with the lines of its cost", async () => {
    assert.deepEqual(await violations("cost-limit", stack(), { maxMonthlyCost: 100_000 }), []);
    const [over, ...others] = await violations("cost-limit", stack(), { maxMonthlyCost: 10 });
    assert.deepEqual(others, []);
    assert.match(over ?? "", /^stack: the stack costs \d+\.\d\d USD a month, more than 10:\n/);
    assert.match(over ?? "", /canary-service/);
  });
});
