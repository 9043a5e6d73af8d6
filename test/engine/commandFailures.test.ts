// Commands that AWS refuses: without credentials, in another Region, without the service, and with one right too few. The service
// is deployed; a proxy denies the action that the access key names, with AWS's own texts.

import assert from "node:assert/strict";
import { keyDenying } from "./support/awsProxy";
import { CommandStack, fakeProgram } from "./support/commands";
import { PASSWORD } from "../support/registryServer";
import { describeDeployments, setScenarios } from "./support/scenarios";

/** A command and the actions that its help names: what it cannot do without, and what it does less well without. */
interface Case {
  readonly argv: readonly string[];
  /** Without one of these it ends with 3. */
  readonly needs: readonly string[];
  /** Without one of these it says what is left out. */
  readonly wants?: readonly string[];
  /** The exit code without one of the latter. */
  readonly code?: number;
}

const SERVICE = ["ecs:DescribeServices"];
const DEFINITION = [...SERVICE, "ecs:DescribeTaskDefinition"];
const TASKS = ["ecs:ListTasks", "ecs:DescribeTasks"];
const RECORD = ["ecs:ListServiceDeployments", "ecs:DescribeServiceDeployments"];
const STATUS_NOTES = ["ecs:DescribeTaskDefinition", ...RECORD, "ec2:DescribeNetworkInterfaces"];
const SCALING = [...SERVICE, "ecs:UpdateService", "application-autoscaling:DescribeScalableTargets"];

const CASES: readonly Case[] = [
  { argv: ["status"], needs: [...SERVICE, ...TASKS], wants: STATUS_NOTES },
  { argv: ["logs"], needs: [...DEFINITION, "logs:FilterLogEvents"] },
  { argv: ["logs", "--deployment"], needs: [...TASKS, ...RECORD] },
  { argv: ["open", "--print"], needs: [...SERVICE, ...TASKS], wants: ["ec2:DescribeNetworkInterfaces"], code: 1 },
  { argv: ["exec"], needs: [...TASKS, "ecs:ExecuteCommand"] },
  { argv: ["port-forward"], needs: [...DEFINITION, ...TASKS, "ssm:StartSession"] },
  {
    argv: ["run", "--", "true"],
    needs: [...DEFINITION, "ecs:RunTask", "ecs:DescribeTasks"],
    wants: ["logs:FilterLogEvents"],
  },
  { argv: ["rollback", "--to", "1"], needs: [...DEFINITION, ...RECORD, "ecs:UpdateService"] },
  { argv: ["rollback"], needs: ["ecs:DescribeServiceRevisions"] },
  { argv: ["redeploy"], needs: [...SERVICE, "ecs:UpdateService"] },
  { argv: ["scale", "1"], needs: SCALING },
  { argv: ["stop"], needs: [...SCALING, "application-autoscaling:RegisterScalableTarget"] },
  { argv: ["start"], needs: [...SCALING, "application-autoscaling:RegisterScalableTarget"] },
  { argv: ["continue"], needs: RECORD },
  {
    argv: ["rotate-token", "--token-stdin"],
    needs: [...DEFINITION, "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
  },
  { argv: ["rotate-token", "--token-stdin", "--redeploy"], needs: ["ecs:UpdateService"] },
  {
    argv: ["verify"],
    needs: DEFINITION,
    wants: [
      "iam:GetRole",
      "secretsmanager:GetSecretValue",
      "logs:DescribeLogGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeRouteTables",
      "elasticloadbalancing:DescribeTargetGroups",
    ],
    code: 0,
  },
  { argv: ["diagnose"], needs: [...SERVICE, ...TASKS], wants: ["ecs:ListServiceDeployments"] },
];

describeDeployments("a command that AWS refuses", function () {
  this.timeout(300_000);
  let web: CommandStack;
  let path: string;

  before(async () => {
    setScenarios([]);
    web = await CommandStack.deploy(
      "command-failures",
      `loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, executeCommand: {},
       autoscaling: { min: 1, max: 4, cpuPercent: 60 }`,
    );
    ({ path } = fakeProgram("session-manager-plugin"));
    // Only ECS may assume the execution role, as in AWS.
    web.proxy.deny("sts:AssumeRole");
    await web.prints(["rotate-token", "--token-stdin"], { input: PASSWORD });
  });
  after(() => web.stop());

  const run = (argv: readonly string[], env: Record<string, string | undefined>) =>
    web.runNamed(argv, { env: { PATH: path, ...env }, input: PASSWORD });

  for (const { argv, needs, wants = [], code = 0 } of CASES) {
    it(`${argv.join(" ")}: names the right that is missing`, async () => {
      for (const action of needs) {
        const ended = await run(argv, { AWS_ACCESS_KEY_ID: keyDenying(action) });
        assert.equal(ended.code, 3, `${action}: ${ended.stdout}${ended.stderr}`);
        const last = ended.stderr.trim().split("\n").at(-1) ?? "";
        assert.ok(last.startsWith(`error: permission denied: ${action} is missing; `), `${action}: ${ended.stderr}`);
      }
      for (const action of wants) {
        const ended = await run(argv, { AWS_ACCESS_KEY_ID: keyDenying(action) });
        const printed = ended.stdout + ended.stderr;
        assert.equal(ended.code, code, `${action}: ${printed}`);
        assert.ok(printed.includes(action), `${action}: ${printed}`);
        assert.doesNotMatch(printed, /^\s+at /m);
      }
    });
  }

  it("stop: leaves autoscaling as it was where the service may not be changed", async () => {
    await run(["stop"], { AWS_ACCESS_KEY_ID: keyDenying("ecs:UpdateService") });
    const { ScalableTargets } = await web.stack.emulator.json<{
      ScalableTargets: { SuspendedState?: Record<string, boolean> }[];
    }>("application-autoscaling", "AnyScaleFrontendService.DescribeScalableTargets", { ServiceNamespace: "ecs" });
    assert.ok(!Object.values(ScalableTargets[0]?.SuspendedState ?? {}).includes(true));
  });

  const COMMANDS = CASES.filter(({ argv: [name = ""] }, at) => CASES.findIndex(({ argv }) => argv[0] === name) === at);
  const answers: readonly (readonly [
    title: string,
    env: Record<string, string | undefined>,
    options: readonly string[],
    says: RegExp,
  ])[] = [
    [
      "without credentials",
      { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      [],
      /^error: no AWS credentials were found; set AWS_PROFILE or pass --profile, or sign in: aws sso login\n$/,
    ],
    [
      "in another Region",
      {},
      ["--region", "eu-west-3"],
      /^error: (?:ECS has no such cluster in this account and Region; check --cluster and --region|ECS has no service \S+ in (?:the )?cluster \S+; check both names and the Region)\n$/,
    ],
    [
      "without a Region",
      { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
      [],
      /^error: no AWS Region is set; pass --region, or /,
    ],
    [
      "where there is no such service",
      {},
      ["--service", "nobody"],
      /^error: ECS has no (?:service nobody in (?:the )?cluster \S+; check both names and the Region|such service in this cluster; check --service, --cluster and --region)\n$/,
    ],
  ];
  for (const [title, env, options, says] of answers)
    it(`ends with 3 ${title}, whatever the command`, async () => {
      for (const { argv } of COMMANDS) {
        const [name = "", ...rest] = argv;
        const ended = await run([name, ...options, ...rest], env);
        assert.equal(ended.code, 3, `${name}: ${ended.stdout}${ended.stderr}`);
        assert.match(ended.stderr, says, name);
        assert.equal(ended.stdout, "", name);
      }
    });

  it("says what to pass where there is no project, no stack or no such service in it", async () => {
    const outside = await web.run(["status"], { cwd: "/" });
    assert.deepEqual(
      [outside.code, outside.stderr],
      [64, "error: no Pulumi project here; run this in one, or pass --cluster and --service\n"],
    );
    const stack = await web.run(["status", "--stack", "prod"]);
    assert.equal(stack.code, 3);
    assert.match(stack.stderr, /^error: cannot read stack prod: .*prod.*\n$/);
    const service = await web.run(["status", "--service", "api"]);
    assert.deepEqual(
      [service.code, service.stderr],
      [64, "error: --service: stack dev has no service api; its services are web\n"],
    );
    const cluster = await web.run(["status", "--cluster", "prod"]);
    assert.deepEqual(
      [cluster.code, cluster.stderr],
      [64, "error: --service: missing; pass the name of a service of --cluster\n"],
    );
    const diff = await web.runNamed(["diff"]);
    assert.equal(diff.code, 64);
    const noCli = await web.run(["status"], { env: { PATH: "/nonexistent" } });
    assert.deepEqual(
      [noCli.code, noCli.stderr],
      [3, "error: the Pulumi CLI is needed to read the stack; install it, or pass --cluster and --service\n"],
    );
  });
});
