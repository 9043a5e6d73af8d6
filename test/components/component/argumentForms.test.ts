// Values in a form that AWS refuses: each of these is one error before any child exists. And what is fine and must stay so.
// Not proven here: that AWS refuses the same; each check names the page that it follows.

import assert from "node:assert/strict";
import { planGhcrFargateService } from "../../../components/ghcrFargateServicePlan";
import { EXISTING, HTTP, HTTPS, SECRET, numbered, sidecars } from "./limitsFixture";
import { problemsOf } from "./problemsOf";

type Row = readonly [title: string, args: object, problems: readonly string[], name?: string];

const REFUSED: Readonly<Record<string, readonly Row[]>> = {
  "values that AWS refuses": [
    [
      "a TLS policy of AWS's own naming",
      { port: 80, loadBalancer: { ...HTTPS, sslPolicy: "TLS13" } },
      [
        'loadBalancer.sslPolicy: "TLS13" is not a TLS security policy of Elastic Load Balancing; use a name such as "ELBSecurityPolicy-TLS13-1-2-2021-06" (TLS 1.3 and 1.2) or "ELBSecurityPolicy-TLS13-1-3-2021-06" (TLS 1.3)',
      ],
    ],
    [
      "a TLS policy that was never made",
      { port: 80, loadBalancer: { ...HTTPS, sslPolicy: "ELBSecurityPolicy-TLS-1-3-2021-06" } },
      [
        'loadBalancer.sslPolicy: "ELBSecurityPolicy-TLS-1-3-2021-06" is not a TLS security policy of Elastic Load Balancing; use a name such as "ELBSecurityPolicy-TLS13-1-2-2021-06" (TLS 1.3 and 1.2) or "ELBSecurityPolicy-TLS13-1-3-2021-06" (TLS 1.3)',
      ],
    ],
    [
      "an hour that no day has",
      { autoscaling: { max: 3, schedules: [{ cron: "0 99 ? * MON-FRI *", min: 2 }] } },
      [
        'autoscaling.schedules[0].cron: "0 99 ? * MON-FRI *" has "99" for the hours; use 0 to 23: write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"',
      ],
    ],
    [
      "one moment instead of cron fields",
      { autoscaling: { max: 3, schedules: [{ cron: "at(2020-01-01T00:00:00)", min: 2 }] } },
      [
        'autoscaling.schedules[0].cron: "at(2020-01-01T00:00:00)" is not a cron expression; pass the six cron fields alone, with the date and the year in them: write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"',
      ],
    ],
    [
      "a year that has passed",
      { autoscaling: { max: 3, schedules: [{ cron: "0 8 1 1 ? 2020", min: 2 }] } },
      ['autoscaling.schedules[0].cron: "0 8 1 1 ? 2020" is over: its year has passed; remove it, or use a later year'],
    ],
    [
      "a schedule's min over every max",
      { autoscaling: { max: 3, schedules: [{ cron: "0 8 ? * MON-FRI *", min: 9 }] } },
      ["autoscaling.schedules[0].min: 9 is over autoscaling.max: 3; give the schedule a max too, or lower its min"],
    ],
    [
      "a schedule's max below every min",
      { autoscaling: { min: 2, max: 3, schedules: [{ cron: "0 8 ? * MON-FRI *", max: 1 }] } },
      ["autoscaling.schedules[0].max: 1 is below autoscaling.min: 2; give the schedule a min too, or raise its max"],
    ],
    [
      "a user of three parts",
      { user: "a:b:c" },
      ['user: "a:b:c" is not a valid user; use "user", "user:group", "uid" or "uid:gid"'],
    ],
    [
      "a user with a space, in a sidecar",
      { sidecars: [{ name: "p", image: "nginx:1.27", user: "no body" }] },
      ['sidecars[0].user: "no body" is not a valid user; use "user", "user:group", "uid" or "uid:gid"'],
    ],
    [
      "a volume over the root",
      { volumes: [{ name: "data" }], mountPoints: [{ sourceVolume: "data", containerPath: "/" }] },
      [
        'mountPoints[0].containerPath: "/" is the root, which a volume cannot replace; mount it at a directory below it, such as "/data"',
      ],
    ],
    [
      "a volume over the root, in disguise, and two at one path",
      {
        volumes: [{ name: "a" }],
        mountPoints: ["/./", "/data", "//data/"].map((containerPath) => ({ sourceVolume: "a", containerPath })),
      },
      [
        'mountPoints[0].containerPath: "/./" is the root, which a volume cannot replace; mount it at a directory below it, such as "/data"',
        'mountPoints[2].containerPath: "//data/" is another mount point\'s path; mount each volume at a path of its own',
      ],
    ],
    [
      "a bucket for its ARN",
      { taskRole: { statements: [{ actions: ["s3:GetObject"], resources: ["my-bucket"] }] } },
      [
        'taskRole.statements[0].resources[0]: "my-bucket" is not an ARN; write an ARN, as in "arn:aws:s3:::my-bucket/*", or "*" for all',
      ],
    ],
    [
      "an action without its service",
      { taskRole: { statements: [{ actions: ["GetObject", "s3:Get Object"], resources: ["*"] }] } },
      [
        'taskRole.statements[0].actions[0]: "GetObject" is not a valid action of a policy; write the service, a colon and the action, as in "s3:GetObject"',
        'taskRole.statements[0].actions[1]: "s3:Get Object" is not a valid action of a policy; write the service, a colon and the action, as in "s3:GetObject"',
      ],
    ],
    [
      "statements in AWS's own spelling",
      { taskRole: { statements: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] }] } },
      [
        "taskRole.statements[0].Effect: is not an argument; remove it: statements allow; a permissions boundary or a policy of policyArns denies",
        "taskRole.statements[0].Action: is not an argument; did you mean actions",
        "taskRole.statements[0].Resource: is not an argument; did you mean resources",
      ],
    ],
    [
      "the ARN of a log bucket",
      { port: 80, loadBalancer: { ...HTTPS, accessLogs: { bucket: "arn:aws:s3:::my-logs" } } },
      ['loadBalancer.accessLogs.bucket: "arn:aws:s3:::my-logs" is not the name of an S3 bucket; write "my-logs"'],
    ],
    [
      "a log bucket that S3 would not name so",
      { port: 80, loadBalancer: { ...HTTPS, accessLogs: { bucket: "My_Logs" } } },
      [
        'loadBalancer.accessLogs.bucket: "My_Logs" is not the name of an S3 bucket; use 3 to 63 lower-case letters, digits, dots and dashes',
      ],
    ],
    [
      "a domain that belongs to everybody",
      { port: 80, loadBalancer: { ...HTTPS, domainName: "co.uk" } },
      [
        'loadBalancer.domainName: "co.uk" is a public suffix, below which others register names; use a name of your own below it, as in example.co.uk',
      ],
    ],
    [
      "a URL for a domain name",
      { port: 80, loadBalancer: { ...HTTPS, domainName: "https://shop.example.org/" } },
      [
        'loadBalancer.domainName: "https://shop.example.org/" is not a valid domain name; write it in lower case, as in shop.example.org',
      ],
    ],
    [
      "alarms without recipients",
      { alarms: {} },
      ["alarms: has no recipient; set emails, or the topicArn of an existing topic"],
    ],
    [
      "alarms for one e-mail address",
      { alarms: { email: "ops@example.com" } },
      ["alarms.email: is not an argument; did you mean emails"],
    ],
  ],
  ARNs: [
    [
      "a secret's without the six characters",
      { secrets: { A: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x" } },
      [
        'secrets.A: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x" lacks the hyphen and six characters that Secrets Manager adds to a secret\'s name; pass the whole ARN (aws secretsmanager describe-secret shows it): a policy on the short one allows nothing',
      ],
    ],
    [
      "a secret's without them, with a key, and the registry's",
      {
        credentials: { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x" },
        secrets: { B: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x:user::" },
      },
      [
        'secrets.B: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x:user::" lacks the hyphen and six characters that Secrets Manager adds to a secret\'s name; pass the whole ARN (aws secretsmanager describe-secret shows it): a policy on the short one allows nothing',
        'credentials.secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x" lacks the hyphen and six characters that Secrets Manager adds to a secret\'s name; pass the whole ARN (aws secretsmanager describe-secret shows it): a policy on the short one allows nothing',
      ],
    ],
    [
      "with a line end",
      { credentials: { secretArn: `${SECRET}\n` } },
      [
        'credentials.secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf\\n" has white space at its end; pass it alone, without a line end',
      ],
    ],
    [
      "with a space, or an id with one",
      {
        secrets: { A: `${SECRET} ` },
        cluster: { arn: " arn:aws:ecs:us-east-1:123456789012:cluster/x" },
        network: { ...EXISTING, vpcId: "vpc-1\n" },
      },
      [
        'secrets.A: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf " has white space at its end; pass it alone, without a line end',
        'network.vpcId: "vpc-1\\n" has white space at its end; pass it alone, without a line end',
        'cluster.arn: " arn:aws:ecs:us-east-1:123456789012:cluster/x" has white space at its start; pass it alone, without a line end',
      ],
    ],
  ],
  "images and credentials": [
    [
      "a name of more than 255 characters",
      { image: `ghcr.io/octocat/${"w".repeat(300)}:1` },
      [
        'image: "ghcr.io/octocat/wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww... has a name of 316 characters; use 255 at the most, with the registry',
      ],
    ],
    [
      "a registry without an image",
      { image: "ghcr.io" },
      ['image: "ghcr.io" names a registry without an image; write it as ghcr.io/owner/image:tag'],
    ],
    [
      "a registry without an image, for a sidecar",
      { sidecars: [{ name: "p", image: "localhost:5000" }] },
      [
        'sidecars[0].image: "localhost:5000" names a registry without an image; write it as localhost:5000/owner/image:tag',
      ],
    ],
    [
      "GitHub's former registry",
      { image: "docker.pkg.github.com/octocat/repo/web:1" },
      [
        'image: "docker.pkg.github.com/octocat/repo/web:1" names docker.pkg.github.com, which is closed; write "ghcr.io/octocat/web:1" or "ghcr.io/octocat/repo/web:1"',
      ],
    ],
    [
      "a repository's page",
      { image: "github.com/octocat/web" },
      ['image: "github.com/octocat/web" is an address of a page, not of the registry; write "ghcr.io/octocat/web"'],
    ],
    [
      "a package's page",
      { image: "https://github.com/orgs/Octo/packages/container/package/web" },
      [
        'image: "https://github.com/orgs/Octo/packages/container/package/web" is an address of a page, not of the registry; write "ghcr.io/octo/web"',
      ],
    ],
    [
      "a workflow's token",
      { credentials: { username: "octocat", token: "ghs_abc" } },
      [
        "credentials.token: is a token of a workflow or an app, which ends within hours, while tasks pull the image at any time; create a classic personal access token with the scope read:packages",
      ],
    ],
    [
      "a user name with a line end",
      { credentials: { username: "octocat\n", token: "ghp_abc" } },
      ['credentials.username: "octocat\\n" contains white space; pass the login alone, without a line end'],
    ],
  ],
  names: [
    [
      "an underscore where there is a load balancer",
      { port: 80, loadBalancer: HTTP },
      ['name: "my_app" has an underscore, which the name of a load balancer cannot have; use dashes: "my-app"'],
      "my_app",
    ],
    [
      "internal where there is a load balancer",
      { port: 80, loadBalancer: HTTP },
      ['name: "internal-app" starts with "internal", which the name of a load balancer cannot; use another name'],
      "internal-app",
    ],
  ],
};

const ACCEPTED: readonly (readonly [title: string, args: object, name?: string])[] = [
  ["memory alone", { memory: 4096 }],
  ["cpu alone", { cpu: 512 }],
  ["32 vCPU", { cpu: 32768, memory: 249856 }],
  ["blocks that overlap", { port: 80, network: { mode: "new", ingressCidrs: ["10.0.0.0/8", "10.1.0.0/16"] } }],
  ["60 blocks", { port: 80, network: { mode: "new", ingressCidrs: numbered(60, (i) => `10.${i}.0.0/16`) } }],
  [
    "60 blocks of a load balancer without TLS",
    { port: 80, loadBalancer: { ...HTTP, ingressCidrs: numbered(60, (i) => `10.${i}.0.0/16`) } },
  ],
  ["an empty variable", { environment: { A: "" } }],
  [
    "a secret of another Region, and one of another account",
    {
      secrets: {
        A: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf",
        B: "arn:aws:secretsmanager:us-east-1:999999999999:secret:x-AbCdEf",
      },
    },
  ],
  [
    "one key of a secret, and a parameter",
    { secrets: { A: `${SECRET}:user::`, B: "arn:aws:ssm:us-east-1:123456789012:parameter/x" } },
  ],
  ["ten containers", { sidecars: sidecars(9) }],
  [
    "a time zone by its short name",
    { autoscaling: { max: 3, schedules: [{ cron: "0 8 ? * MON-FRI *", timeZone: "CET", min: 2 }] } },
  ],
  [
    "a schedule's min under another one's max",
    {
      autoscaling: {
        max: 3,
        schedules: [
          { cron: "0 8 ? * MON-FRI *", min: 5, max: 9 },
          { cron: "0 12 ? * MON-FRI *", min: 7 },
        ],
      },
    },
  ],
  ["an underscore without a load balancer", {}, "my_app"],
  ["eleven policies", { taskRole: { policyArns: numbered(11, (i) => `arn:aws:iam::123456789012:policy/p${i}`) } }],
  [
    "actions and resources with wildcards",
    { taskRole: { statements: [{ actions: ["s3:Get*", "*"], resources: ["arn:aws:s3:::my-*/*", "*"] }] } },
  ],
  ["an image in ECR of another Region", { image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }],
  ["49 tags", { tags: Object.fromEntries(numbered(49, (i) => [`k${i}`, ""])) }],
  [
    "users in all forms",
    {
      user: "1000:1000",
      sidecars: ["node", "0", "www-data:www-data"].map((user, i) => ({ name: `s${i}`, image: "nginx:1.27", user })),
    },
  ],
  [
    "a TLS policy of AWS's newest kind, and one newer than this version",
    { port: 80, loadBalancer: { ...HTTPS, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" } },
  ],
  [
    "an initial container that ends",
    {
      dependsOn: [{ containerName: "init", condition: "SUCCESS" }],
      sidecars: [{ name: "init", image: "nginx:1.27", essential: false }],
    },
  ],
  [
    "containers that all wait for one",
    {
      sidecars: [
        { name: "a", image: "nginx:1.27" },
        ...["b", "c"].map((name) => ({
          name,
          image: "nginx:1.27",
          dependsOn: [{ containerName: "a", condition: "START" }],
        })),
      ],
    },
  ],
  ["a domain registered below co.uk", { port: 80, loadBalancer: { ...HTTPS, domainName: "example.co.uk" } }],
];

describe("fine as it is", () => {
  for (const [title, args, name] of ACCEPTED) it(title, () => assert.deepEqual(problemsOf(args, name), []));
});

describe("a task's size", () => {
  const sizeOf = (args: object) => {
    const { cpu, memory } = planGhcrFargateService("web", { image: "ghcr.io/octocat/web:1.0", ...args }).task.size;
    return [cpu, memory];
  };
  for (const [args, size] of [
    [{}, [256, 512]],
    [{ memory: 4096 }, [512, 4096]],
    [{ memory: 249856 }, [32768, 249856]],
    [{ cpu: 512 }, [512, 1024]],
    [{ cpu: 32768 }, [32768, 61440]],
    [{ cpu: 1024, memory: 4096 }, [1024, 4096]],
  ] as const)
    it(`of ${JSON.stringify(args)} is ${size.join(" and ")}`, () => assert.deepEqual(sizeOf(args), size));
});

for (const [subject, rows] of Object.entries(REFUSED))
  describe(subject, () => {
    for (const [title, args, problems, name] of rows)
      it(title, () => assert.deepEqual(problemsOf(args, name), problems));
  });
