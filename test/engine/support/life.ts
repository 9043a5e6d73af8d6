// An example's whole life on the real engine: made, left alone, changed, removed, and made again.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../package/installed";
import type { Emulator } from "./emulator";
import { assertNothingLeft, inventory } from "./inventory";
import type { Outcome } from "./outcome";
import { EngineStack, succeeds } from "./stack";

/** A change of the program or its settings, and all that it changes in AWS. */
export interface Edit {
  /** A sentence's end: "a new image tag". */
  readonly name: string;
  /** The program's text, changed. */
  readonly program?: (text: string) => string;
  readonly secret?: readonly [key: string, value: string];
  /** As `update ecs:Service web-service`, sorted. */
  readonly changes: readonly string[];
  /** What else holds after it. */
  readonly check?: (outcome: Outcome, stack: EngineStack) => Promise<void>;
}

/** The edits that every service of an example takes, and what each changes. */
export function editsOf(service: string) {
  const deployed = [`replace ecs:TaskDefinition ${service}-task`, `update ecs:Service ${service}-service`] as const;
  return {
    newImage: (from: string, to: string): Edit => ({
      name: "a new image tag",
      program: edited(from, to),
      changes: deployed,
    }),
    /** The rule for the new port comes before the one for the old port goes. */
    newPort: (port: number, ingress: string): Edit => ({
      name: "a new port",
      program: edited(`port: ${port}`, `port: ${port + 1}`),
      changes: [deployed[0], `replace vpc:SecurityGroupIngressRule ${service}-${ingress}`, deployed[1]],
    }),
    newToken: (secret = service): Edit => ({
      name: "a new token",
      secret: ["token", NEW_TOKEN],
      changes: [`replace secretsmanager:SecretVersion ${secret}-secret-version`],
    }),
    moreTasks: (
      program: (text: string) => string,
      changes: Edit["changes"] = [`update ecs:Service ${service}-service`],
    ): Edit => ({ name: "more tasks", program, changes }),
    newEnvironment: (from: string, to: string): Edit => ({
      name: "a new environment",
      program: edited(from, to),
      changes: deployed,
    }),
  };
}

/** What an example's life consists of, besides what is the same for all. */
export interface Life {
  /** Its directory in examples/. */
  readonly example: string;
  /** What it expects to find in the emulator. */
  readonly seed?: (emulator: Emulator) => Promise<unknown>;
  readonly edits: readonly Edit[];
}

/** Made up, as every value here. */
export const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
export const NEW_TOKEN = "ghp_zyxwvutsrqponmlkjihgfedcba9876543210";

/** The emulator does not tell the description of a rule whose source is a security group; AWS does. */
const isRemembered = (change: string): boolean => !/^update vpc:SecurityGroup(In|E)gressRule /.test(change);

/** Declares the tests of an example's life, each of which goes on from the one before. */
export function describeLife({ example, seed, edits }: Life): void {
  describe(`examples/${example}`, function () {
    this.timeout(300_000);
    let stack: EngineStack;
    let before: readonly string[];
    const step = steps();
    let program = readFileSync(join(ROOT, "examples", example, "index.ts"), "utf8");

    step("is previewed", async () => {
      stack = await createExample(example, program);
      await seed?.(stack.emulator);
      before = await inventory(stack.emulator);
      const { changes } = await succeeds(stack.preview());
      assert.ok(changes.includes(`create index:${firstComponentOf(program)}`), changes.join("\n"));
      assert.deepEqual(await inventory(stack.emulator), before, "a preview creates nothing");
    });

    step("is deployed, and leaves nothing to change", async () => {
      const { printed } = await succeeds(stack.up());
      assert.doesNotMatch(printed, /error:|warning: (?!Could not find)|NodeVersionSupportWarning/);
      await assertSecretsFirst(stack);
      await succeeds(stack.up({ expectNoChanges: true }));
      const drift = await succeeds(stack.preview({ refresh: true }));
      assert.deepEqual(drift.changes.filter(isRemembered), []);
      await succeeds(stack.refresh());
    });

    for (const edit of edits) {
      step(`takes ${edit.name}, and changes nothing else`, async () => {
        if (edit.program !== undefined) stack.write("index.ts", (program = edit.program(program)));
        if (edit.secret !== undefined) {
          const [key, value] = edit.secret;
          await stack.stack.setConfig(key, { value, secret: true });
        }
        const outcome = await succeeds(stack.up());
        assert.deepEqual(outcome.changes.filter(isRemembered), edit.changes);
        await edit.check?.(outcome, stack);
      });
    }

    step("is destroyed, leaves nothing, and is deployed again", async () => {
      await succeeds(stack.destroy());
      await assertNothingLeft(stack.emulator, before);
      await succeeds(stack.up());
      await succeeds(stack.destroy());
      await assertNothingLeft(stack.emulator, before);
    });
  });
}

/** That each service waited for the value of its secret: a task that starts before it cannot pull. */
async function assertSecretsFirst(stack: EngineStack): Promise<void> {
  interface Resource {
    readonly urn: string;
    readonly type: string;
    readonly parent?: string;
    readonly dependencies?: readonly string[];
  }
  const { deployment } = JSON.parse(await stack.state()) as { deployment: { resources: readonly Resource[] } };
  const ofType = (type: string) => deployment.resources.filter((resource) => resource.type === type);
  for (const { urn, parent } of ofType("aws:secretsmanager/secretVersion:SecretVersion")) {
    const service = ofType("aws:ecs/service:Service").find((other) => other.parent === parent);
    if (service !== undefined)
      assert.ok(service.dependencies?.includes(urn), `${service.urn} does not wait for ${urn}`);
  }
}

/** Like `it`, for tests of which each goes on from the one before: after a failure the others fail at once. */
export function steps(): (title: string, test: () => Promise<void>) => void {
  let failed: string | undefined;
  return (title, test) => {
    it(title, async () => {
      if (failed !== undefined) throw new Error(`not tried, since this failed: ${failed}`);
      failed = title;
      await test();
      failed = undefined;
    });
  };
}

/** A stack of an example, with its own settings and made-up secrets. */
export async function createExample(example: string, program: string, name = example): Promise<EngineStack> {
  const read = (file: string) => readFileSync(join(ROOT, "examples", example, file), "utf8");
  const { config } = parse(read("Pulumi.dev.yaml")) as { config: Record<string, string> };
  const others = readdirSync(join(ROOT, "examples", example)).filter((file) => /^(?!Pulumi).*\.ya?ml$/.test(file));
  const asksForToken = program.includes('requireSecret("token")');
  return EngineStack.create({
    name,
    files: {
      "Pulumi.yaml": read("Pulumi.yaml").replace(/^name: .*$/m, `name: ${name}`),
      "index.ts": program,
      "tsconfig.json": read("tsconfig.json"),
      ...Object.fromEntries(others.map((file) => [file, read(file)])),
    },
    ...(config["aws:region"] !== undefined && { region: config["aws:region"] }),
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key.replace(`${example}:`, `${name}:`), value]),
    ),
    secrets: asksForToken ? { token: TOKEN } : {},
  });
}

/** The program with one part changed; fails where it has no such part. */
export function edited(from: string | RegExp, to: string): (text: string) => string {
  return (text) => {
    const after = text.replace(from, to);
    assert.notEqual(after, text, `the program has no ${String(from)}`);
    return after;
  };
}

/** The class and name of the program's first service or namespace: `GhcrFargateService web`. */
function firstComponentOf(program: string): string {
  const [, type = "", name = ""] =
    /new (GhcrFargateService|GhcrFargateTask|GhcrFargateComposeProject|EcrNamespace)\("([\w-]+)"/.exec(program) ?? [];
  return `${type} ${name}`;
}
