// What the one who deploys calls in AWS, by feature: docs/deployer.md is made of the list that this test holds.
// UPDATE_CALLS=1 writes the list anew.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../package/installed";
import { callsDuring, describeCalls } from "./support/calls";
import { hostedZone, secretAndParameter } from "./support/seeds";
import { serviceProject } from "./support/programs";
import { EngineStack, succeeds } from "./support/stack";

const LIST = join(ROOT, "test/package/deployerCalls.json");
/** Calls that need no permission, and one that the emulator makes itself. */
const NONE_NEEDED = ["sts:GetCallerIdentity", "ecs:DiscoverPollEndpoint"];

const service = (
  args: string,
  tag: string,
  credentials = 'username: "octocat", token: config.requireSecret("token")',
) =>
  `new GhcrFargateService("web", { image: "ghcr.io/octocat/web:${tag}", credentials: { ${credentials} }, port: 8080,
    tags: { release${tag}: "yes" }, ${args} });`;
const NEW = 'network: { mode: "new" },';
const HTTP = 'loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] },';

/** A program for each feature, which is deployed, changed (an image, a tag of resources), and destroyed. */
const FEATURES: Readonly<Record<string, (tag: string) => string>> = {
  service: (tag) => service('network: { ingressCidrs: ["0.0.0.0/0"] },', tag),
  "network.mode new": (tag) => service(NEW, tag),
  "network.natGateways": (tag) => service('network: { mode: "new", natGateways: "single" },', tag),
  "network.endpoints": (tag) =>
    service('network: { mode: "new", endpoints: { secretsManager: true, logs: true, ecr: true } },', tag),
  loadBalancer: (tag) => service(HTTP, tag),
  "loadBalancer.domainName": (tag) =>
    service('loadBalancer: { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"] },', tag),
  autoscaling: (tag) =>
    service('autoscaling: { max: 3, cpuPercent: 60, schedules: [{ cron: "0 22 * * ? *", max: 1 }] },', tag),
  alarms: (tag) => service('alarms: { emails: ["ops@example.com"], dashboard: true },', tag),
  "credentials.expiresOn with alarms": (tag) =>
    service(
      'alarms: { emails: ["ops@example.com"] },',
      tag,
      'username: "octocat", token: config.requireSecret("token"), expiresOn: "2099-01-01"',
    ),
  "volumes[].efs": (tag) =>
    service(
      `${NEW} volumes: [{ name: "data", efs: { backup: false } }], mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],`,
      tag,
    ),
  discovery: (tag) => service('discovery: { namespaceName: "internal.example" },', tag),
  serviceConnect: (tag) => service('serviceConnect: { namespaceName: "mesh" },', tag),
  "executeCommand.audited": (tag) => service("executeCommand: { audited: true },", tag),
  "secrets by name": (tag) =>
    service('secrets: { PASSWORD: "secretsmanager:prod/db", LEVEL: "ssm:/prod/level" },', tag),
  preDeploy: (tag) => service('preDeploy: { command: ["migrate"] },', tag),
  "deployment.strategy": (tag) => service(`${HTTP} deployment: { strategy: "CANARY" },`, tag),
  hardening: (tag) =>
    service(
      `${NEW} hardening: true, alarms: { emails: ["ops@example.com"] },
       loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"], deletionProtection: false },`,
      tag,
    ),
  "GhcrFargateTask with schedules": (tag) =>
    `new GhcrFargateTask("report", { image: "ghcr.io/octocat/report:${tag}", tags: { release${tag}: "yes" },
      schedules: [{ name: "nightly", cron: "0 3 * * ? *" }] });`,
  EcrNamespace: (tag) =>
    `new EcrNamespace("shop", { namespace: "shop", repositories: ["web"], tags: { release${tag}: "yes" },
      members: { push: { oidc: [{ provider: "github", subjects: ["repo:octocat/shop:ref:refs/heads/main"],
        providerArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }] } } });`,
};

const PROGRAM = (statements: string) => `import * as pulumi from "@pulumi/pulumi";
import { EcrNamespace, GhcrFargateService, GhcrFargateTask } from "ghcr-fargate";
const config = new pulumi.Config();
${statements}
`;

describeCalls("what is called to deploy", function () {
  this.timeout(400_000);
  const seen: Record<string, string[]> = {};
  const listed = JSON.parse(readFileSync(LIST, "utf8")) as Record<string, string[]>;

  for (const [i, [feature, statements]] of Object.entries(FEATURES).entries())
    it(`${feature} is listed whole`, async () => {
      const project = serviceProject(`calls-${i}`, "{}");
      const files = { ...project.files, "index.ts": PROGRAM(statements("1")) };
      const stack = await EngineStack.create({ ...project, files });
      if (feature === "loadBalancer.domainName") await hostedZone(stack.emulator);
      if (feature === "secrets by name") await secretAndParameter(stack.emulator);
      const calls = await callsDuring(async () => {
        await succeeds(stack.up());
        stack.write("index.ts", PROGRAM(statements("2")));
        await succeeds(stack.up());
        await succeeds(stack.refresh());
        await succeeds(stack.destroy());
      });
      seen[feature] = calls.filter((call) => !NONE_NEEDED.includes(call));
      if (process.env.UPDATE_CALLS === undefined) assert.deepEqual(seen[feature], listed[feature]);
    });

  after(() => {
    if (process.env.UPDATE_CALLS === undefined) return;
    const calls = Object.fromEntries(Object.keys(FEATURES).map((name) => [name, seen[name] ?? listed[name]]));
    writeFileSync(LIST, `${JSON.stringify(calls, undefined, 2)}\n`);
  });
});
