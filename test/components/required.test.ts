// Arguments that JavaScript, YAML and `config.requireObject` can leave out although the types require them, and sizes of sidecars.

import { strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { PUBLIC, refusal } from "./serviceFixture";

const IMAGE = "ghcr.io/acme/proxy:1";

const MISSING: readonly (readonly [title: string, args: object, messages: readonly string[]])[] = [
  ["tracing without a sidecar", { tracing: {} }, ['tracing.sidecar: is missing; set it to "adot" or "xray"']],
  [
    "a capacity provider without a name",
    { capacityProviders: [{ weight: 1 }] },
    ["capacityProviders[0].capacityProvider: is missing; set it"],
  ],
  [
    "a health check without a command",
    { healthCheck: {} },
    ['healthCheck.command: is missing; set it to a command like ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]'],
  ],
  ["a sidecar without a name", { sidecars: [{ image: IMAGE }] }, ["sidecars[0].name: is missing; set it"]],
  [
    "a sidecar without an image",
    { sidecars: [{ name: "proxy" }] },
    ["sidecars[0].image: is missing; set it to a reference like ghcr.io/owner/image:tag"],
  ],
  ["autoscaling without a maximum", { autoscaling: { cpuPercent: 60 } }, ["autoscaling.max: is missing; set it"]],
  [
    "a schedule without a time",
    { autoscaling: { max: 4, schedules: [{ min: 2 }] } },
    ["autoscaling.schedules[0].cron: is missing; set it"],
  ],
  [
    "a statement without resources",
    { taskRole: { statements: [{ actions: ["s3:GetObject"] }] } },
    ["taskRole.statements[0].resources: is missing; set it"],
  ],
];

const SIZES: readonly (readonly [title: string, args: Partial<GhcrFargateServiceArgs>, message: string])[] = [
  [
    "a sidecar with more memory than the task",
    { sidecars: [{ name: "proxy", image: IMAGE, memory: 600 }] },
    "sidecars[0].memory: 600 is more than the task's memory, 512; lower it, or raise memory",
  ],
  [
    "sidecars that reserve more CPU than the task has, known later",
    {
      cpu: pulumi.output(512),
      memory: 1024,
      sidecars: ["a", "b", "c"].map((name) => ({ name, image: IMAGE, cpu: 200 })),
    },
    "sidecars: reserve 600 CPU units together, more than the task's cpu, 512; lower the cpu of sidecars, or raise cpu",
  ],
  [
    "a negative CPU reservation",
    { sidecars: [{ name: "proxy", image: IMAGE, cpu: -5 }] },
    "sidecars[0].cpu: -5 is not valid; must be a whole number from 1 to 32768 (CPU units)",
  ],
];

describe("a missing argument", () => {
  for (const [title, args, messages] of MISSING)
    it(`is named: ${title}`, async () => {
      strictEqual(await refusal({ ...PUBLIC, ...args }), `GhcrFargateService "web": ${messages.join("\n")}`);
    });
});

describe("the size of sidecars", () => {
  for (const [title, args, message] of SIZES)
    it(`is refused: ${title}`, async () => {
      strictEqual(await refusal({ ...PUBLIC, ...args }), `GhcrFargateService "web": ${message}`);
    });
});
