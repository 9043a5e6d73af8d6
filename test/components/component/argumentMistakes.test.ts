// More mistakes in arguments, of other components too: names of other tools, values of another kind, options that a driver has not.
// Not proven here: that AWS refuses the same; each check names the page that it follows.

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { planNamespace } from "../../../components/ecr/namespacePlan";
import { planAccess } from "../../../components/ecr/accessPlan";
import { planComposeProject } from "../../../components/ghcrFargateComposeProjectPlan";
import { planGhcrFargateTask } from "../../../components/ghcrFargateTaskPlan";
import { planRegistryCredentials } from "../../../components/registryCredentials";
import { ArgumentError } from "../../../model/problems";
import { HTTP, HTTPS, SECRET } from "./limitsFixture";
import { BASE, problemsOf } from "./problemsOf";

/** What an Output becomes in a template string. */
const asText = (output: { toString(): string }): string => output.toString();

const OF_SERVICES: readonly (readonly [args: object, problem: string])[] = [
  [{ vpcId: "vpc-1" }, "vpcId: is not an argument; did you mean network.vpcId"],
  [
    { subnetIds: ["subnet-1"] },
    "subnetIds: is not an argument; did you mean network.subnetIds or loadBalancer.subnetIds",
  ],
  [{ certificateArn: "x" }, "certificateArn: is not an argument; did you mean loadBalancer.certificateArn"],
  [{ username: "octocat" }, "username: is not an argument; did you mean credentials.username"],
  [
    { region: "us-east-1" },
    "region: is not an argument; remove it: the Region is that of the component's AWS provider",
  ],
  [{ build: "." }, "build: is not an argument; remove it: build the image elsewhere and pass its reference as image"],
  [{ platform: "linux/arm64" }, "platform: is not an argument; did you mean cpuArchitecture"],
  [{ workdir: "/srv" }, "workdir: is not an argument; did you mean workingDirectory"],
  [{ autoscaling: { max: 2, targetCpu: 60 } }, "autoscaling.targetCpu: is not an argument; did you mean cpuPercent"],
  [
    { port: 80, loadBalancer: { ...HTTP, protocol: "" } },
    'loadBalancer.protocol: "" is not valid; must be "HTTPS" or "HTTP" or "TCP" or "UDP" or "TCP_UDP" or "TLS"',
  ],
  [
    { port: 80, loadBalancer: { ...HTTP, healthCheck: { matcher: "200" } } },
    "loadBalancer.healthCheck.matcher: is not an argument; did you mean statusCodes",
  ],
  [
    { dependsOn: ["proxy"] },
    'dependsOn[0]: is "proxy", not an object; write { containerName: "proxy", condition: ... }',
  ],
  [
    { environment: { URL: asText(pulumi.output("x")) } },
    "environment.URL: contains the text of an Output, not its value; write it with pulumi.interpolate`...`",
  ],
  [
    { image: `ghcr.io/octocat/web:${asText(pulumi.output("x"))}` },
    "image: contains the text of an Output, not its value; write it with pulumi.interpolate`...`",
  ],
  [
    { image: "ghrc.io/octocat/web:1" },
    'image: "ghrc.io/octocat/web:1" names the registry "ghrc.io"; did you mean "ghcr.io/octocat/web:1"',
  ],
  [
    { image: "ghcr.io/octocat/web:undefined" },
    'image: "ghcr.io/octocat/web:undefined" has the tag "undefined"; give the variable in it a value',
  ],
  [
    { taskRole: { policyArns: ["arn:aws:iam::12345678901:policy/p"] } },
    'taskRole.policyArns[0]: "arn:aws:iam::12345678901:policy/p" has the account "12345678901", of 11 digits; write the account\'s 12 digits, with the zeros that it may start with',
  ],
  [
    { port: 80, loadBalancer: { ...HTTPS, hostedZoneId: "example.com" } },
    'loadBalancer.hostedZoneId: "example.com" is not the id of a hosted zone; pass an id like "Z0123456789ABCDEFGHIJ"; hostedZoneName takes a name',
  ],
  [{ workingDirectory: "srv" }, 'workingDirectory: "srv" is not an absolute path; start it with /'],
  [
    {
      systemControls: [
        { namespace: "net.core.somaxconn", value: "1" },
        { namespace: "net.core.somaxconn", value: "2" },
      ],
    },
    'systemControls[1]: "net.core.somaxconn" is given twice; keep one',
  ],
  [
    { logs: { options: { "max-size": "10m" } } },
    'logs.options.max-size: is not an option of "awslogs"; use one of awslogs-create-group, awslogs-datetime-format, awslogs-multiline-pattern, awslogs-stream-prefix, max-buffer-size, mode',
  ],
  [
    { logs: { options: { mode: "async" } } },
    'logs.options.mode: "async" is not valid; must be "blocking" or "non-blocking"',
  ],
  [
    { logs: { options: { mode: "blocking", "max-buffer-size": "25m" } } },
    'logs.options.max-buffer-size: cannot be set with mode: "blocking", which has no buffer; leave one of them unset',
  ],
  [
    { logs: { options: { "max-buffer-size": "25 MB" } } },
    'logs.options.max-buffer-size: "25 MB" is not a size; use a number and a unit, as in "25m"',
  ],
  [
    { logs: { options: { "awslogs-datetime-format": "%Y", "awslogs-multiline-pattern": "^E" } } },
    "logs.options.awslogs-datetime-format: cannot be set with awslogs-multiline-pattern; leave one of them unset",
  ],
  [
    {
      logs: {
        driver: "splunk",
        options: { "splunk-url": "splunk.example.com" },
        secretOptions: { "splunk-token": SECRET },
      },
    },
    'logs.options.splunk-url: "splunk.example.com" is not a collector\'s address; write it as "https://HOST:PORT", without a path',
  ],
];

const OF_OTHERS: readonly (readonly [plan: (args: never) => unknown, args: object, problem: string])[] = [
  [
    (args) => planGhcrFargateTask("job", args),
    { ...BASE, schedules: [{ name: "n", rate: "1 hour" }], deadLetterArn: "arn:aws:sqs:us-east-1:123456789012:q.fifo" },
    'deadLetterArn: "arn:aws:sqs:us-east-1:123456789012:q.fifo" is a FIFO queue; pass a standard queue',
  ],
  [
    (args) => planGhcrFargateTask("job", args),
    { ...BASE, schedules: [{ name: "n", rate: "1 hour", environment: { A: "x".repeat(9000) } }] },
    "schedules[0]: has a command and variables of 9026 bytes together, but ECS takes 8192; set what is long in the task's own environment, or read it from S3 or secrets",
  ],
  [
    (args) => planRegistryCredentials("ghcr", args),
    { username: "octocat", token: "ghp_a", registry: "https://ghcr.io" },
    'registry: "https://ghcr.io" is not a host name alone; write "ghcr.io"',
  ],
  [
    (args) => planRegistryCredentials("ghcr", args),
    { username: "octocat", token: "ghp_a", registry: "github.com" },
    'registry: "github.com" is not the host name of a registry; write it as in "ghcr.io"',
  ],
  [
    (args) => planRegistryCredentials("ghcr", args),
    { username: "octocat", token: "ghp_a", secretName: "my secret" },
    'secretName: "my secret" is not a valid name of a secret; use 1 to 512 letters, digits and / _ + = . @ -',
  ],
  [
    (args) => planAccess("access", args),
    { form: "session-tag", registryRegion: "frankfurt", members: { roleNames: ["x"] } },
    'registryRegion: "frankfurt" is not the code of a Region; write it as in "eu-central-1"',
  ],
  [
    (args) => planNamespace("team", args, new Map()),
    { namespace: "team", members: { roleNames: ["x"] } },
    "members.roleNames: is not an argument; did you mean full.roleNames or push.roleNames or read.roleNames",
  ],
  [
    (args) => planComposeProject("shop", args),
    { directory: "/nonexistent" },
    `directory: "/nonexistent" is not a directory; pass the path of the compose file's, from "${process.cwd()}"`,
  ],
];

function problemsIn(plan: () => unknown): string[] {
  try {
    plan();
    return [];
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return error.problems.map(({ path, wrong, fix }) => `${path}: ${wrong}; ${fix}`);
  }
}

describe("mistakes in arguments", () => {
  for (const [args, problem] of OF_SERVICES)
    it(problem.slice(0, 90), () => assert.deepEqual(problemsOf(args), [problem]));

  for (const [plan, args, problem] of OF_OTHERS)
    it(problem.slice(0, 90), () =>
      assert.deepEqual(
        problemsIn(() => plan(args as never)),
        [problem],
      ),
    );
});
