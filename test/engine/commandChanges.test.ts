// The commands that change or verify a service, each as a process, on a service that the real engine has deployed. The emulator
// lacks deployments that wait for an answer: a proxy tells of one.

import assert from "node:assert/strict";
import { PASSWORD, USERNAME } from "../support/registryServer";
import { keyDenying } from "./support/awsProxy";
import { CommandStack, nameOf, OLD_TOKEN } from "./support/commands";
import { Emulator, texts } from "./support/emulator";
import { describeDeployments, setScenarios } from "./support/scenarios";

const REGION = "eu-central-1";

describeDeployments("the commands that change a running service", function () {
  this.timeout(300_000);
  const emulator = new Emulator(REGION);
  const secrets = (operation: string, body: object) =>
    emulator.json<{ ARN: string; SecretString: string }>("secretsmanager", `secretsmanager.${operation}`, body);
  let web: CommandStack;
  let database: string;
  const version = (): string => nameOf(web.outputs.taskDefinitionArn ?? "");

  before(async () => {
    setScenarios([
      { image: "*/octocat/web:3", hang: "PENDING" },
      { image: "*/octocat/web:4", exit: { code: 7, after: 1 }, logs: ["panic: no database"] },
    ]);
    await routeToInternet(emulator);
    database = (await secrets("CreateSecret", { Name: "database", SecretString: '{"password":"made up"}' })).ARN;
    web = await CommandStack.deploy(
      "command-changes",
      `loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, secrets: { DB_PASSWORD: "${database}:password::" },
       autoscaling: { min: 1, max: 4, cpuPercent: 60 }`,
    );
  });
  after(() => web.stop());

  it("scale, stop, start: set the number of tasks, and suspend and resume autoscaling", async () => {
    const suspended = async () => {
      const { ScalableTargets } = await web.stack.emulator.json<{
        ScalableTargets: { SuspendedState?: Record<string, boolean> }[];
      }>("application-autoscaling", "AnyScaleFrontendService.DescribeScalableTargets", { ServiceNamespace: "ecs" });
      return Object.values(ScalableTargets[0]?.SuspendedState ?? {});
    };
    const wanted = async () =>
      (JSON.parse((await web.run(["status", "--json"])).stdout) as { desired: number }).desired;
    assert.equal(
      await web.prints(["scale", "6"]),
      "tasks: 1 -> 6\nautoscaling keeps 1 to 4 tasks, and will correct 6 soon; ghcr-fargate stop suspends it\nupdates leave the number of tasks to autoscaling\n",
    );
    assert.equal(await wanted(), 6);
    assert.equal(
      await web.prints(["stop"]),
      "tasks: 6 -> 0\nautoscaling is suspended; resume it with ghcr-fargate start\nupdates leave the number of tasks to autoscaling\n",
    );
    assert.deepEqual([await wanted(), await suspended()], [0, [true, true, true]]);
    assert.equal(
      await web.prints(["start"]),
      "tasks: 0 -> 1\nautoscaling is resumed; autoscaling keeps 1 to 4 tasks\nupdates leave the number of tasks to autoscaling\n",
    );
    assert.deepEqual([await wanted(), await suspended()], [1, [false, false, false]]);
    assert.deepEqual(JSON.parse(await web.prints(["start", "--tasks", "2", "--json"])), {
      from: 1,
      to: 2,
      autoscaling: "resumed",
      limits: { min: 1, max: 4 },
    });
    const wrong = await web.run(["scale", "many"]);
    assert.deepEqual(
      [wrong.code, wrong.stderr],
      [64, 'error: tasks: "many" must be a whole number of tasks from 0 to 5000\n'],
    );
    await web.prints(["start"]);
  });

  it("verify, rotate-token: the registry refuses the stored token, takes a new one, and all is ok", async () => {
    const before = await web.run(["verify"]);
    assert.equal(before.code, 1, before.stdout);
    assert.match(before.stdout, /^failed {3}image of app: .*\n {9}fix: /m);
    for (const subject of [
      "execution role",
      "trust of web-execution-role",
      "logs of app",
      "target group",
      "route of subnet-",
    ])
      assert.match(before.stdout, new RegExp(`^ok {7}${subject}`, "m"), before.stdout);

    const refused = await web.run(["rotate-token"], { env: { GHCR_TOKEN: OLD_TOKEN } });
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /nothing was stored\n$/);
    const none = await web.run(["rotate-token"], { env: { GHCR_TOKEN: undefined } });
    assert.deepEqual(
      [none.code, none.stderr],
      [64, "error: no token; set GHCR_TOKEN, or pipe it in with --token-stdin\n"],
    );
    assert.equal((await web.run(["rotate-token", "--token", PASSWORD])).code, 64, "a token on the command line");

    const stored = await web.prints(["rotate-token", "--token-stdin", "--redeploy"], { input: `${PASSWORD}\n` });
    assert.match(
      stored,
      new RegExp(
        `^stored the token of ${USERNAME} in ${web.outputs.secretArn}\nnew tasks are being started\nthe program's config must follow`,
        "m",
      ),
    );
    assert.doesNotMatch(stored, new RegExp(PASSWORD));
    const { SecretString } = await secrets("GetSecretValue", { SecretId: web.outputs.secretArn });
    assert.deepEqual(JSON.parse(SecretString), { username: USERNAME, password: PASSWORD });
    await web.untilDeployment("SUCCESSFUL");

    const verdicts = JSON.parse(await web.prints(["verify", "--json"])) as { subject: string; state: string }[];
    assert.deepEqual(
      verdicts.filter(({ state }) => state !== "ok"),
      [],
    );
    assert.ok(verdicts.some(({ subject }) => subject === "image of app"));

    await secrets("PutSecretValue", { SecretId: database, SecretString: '{"secret":"made up"}' });
    const wrongKey = await web.prints(["verify"], { code: 1 });
    assert.match(
      wrongKey,
      /^failed {3}secret DB_PASSWORD of app: database-\w+ has no key password; it has secret\n {9}fix: /m,
    );
    await secrets("PutSecretValue", { SecretId: database, SecretString: '{"password":"made up"}' });
  });

  it("redeploy: starts new tasks of the same version", async () => {
    assert.equal(
      await web.prints(["redeploy"]),
      `deploying ${version()} again; watch it with ghcr-fargate status --watch\n`,
    );
    await web.untilDeployment("SUCCESSFUL");
  });

  it("diff, diagnose, rollback: say what was changed by hand, why it fails, and go back", async () => {
    assert.equal(await web.prints(["diff"]), "The service is as stack dev has it.\n");
    assert.match(await web.prints(["diagnose"]), new RegExp(`: healthy; 1 of 1 tasks of ${version()} run`));

    const image = (tag: string) => `${web.registry.host}/octocat/web:${tag}`;
    const second = await web.deployByHand(image("2"));
    await web.untilDeployment("SUCCESSFUL");
    const differences = await web.prints(["diff"], { code: 1 });
    assert.match(differences, new RegExp(`^task definition +${version()} -> ${second}$`, "m"));
    assert.match(differences, new RegExp(`^app: image +${image("1")} -> ${image("2")}$`, "m"));
    const listed = JSON.parse(await web.prints(["diff", "--json"], { code: 1 })) as { field: string }[];
    assert.deepEqual(
      listed.map(({ field }) => field),
      ["task definition", "app: image"],
    );

    // A rollout that hangs is stopped by ECS's own rollback.
    const third = await web.deployByHand(image("3"));
    await web.untilDeployment("IN_PROGRESS");
    const denied = await web.run(["rollback"], {
      env: { AWS_ACCESS_KEY_ID: keyDenying("ecs:StopServiceDeployment") },
    });
    assert.equal(denied.code, 3);
    assert.match(denied.stderr, /^error: permission denied: ecs:StopServiceDeployment is missing; /);
    assert.equal(
      await web.prints(["rollback"]),
      `stopped the deployment of ${third}; ECS rolls back to ${second}\nthe program still names the other version: the next pulumi up deploys it again\nto stay on this version, write in the program: image: "${image("2")}"\n`,
    );
    await web.untilDeployment("ROLLBACK_SUCCESSFUL");

    // One that fails: the log of the failed task, and the cause.
    await web.deployByHand(image("4"));
    await web.untilDeployment("ROLLBACK_SUCCESSFUL");
    assert.match(await web.prints(["logs", "--failed"]), /panic: no database\n/);
    assert.match(await web.prints(["diagnose"], { code: 1 }), /exit code 7/);

    // A rollout that has ended: the version before, or a chosen one.
    const back = JSON.parse(await web.prints(["rollback", "--json"])) as Record<string, string>;
    assert.deepEqual(back, { action: "deployed", from: second, to: version(), image: image("1") });
    await web.untilDeployment("SUCCESSFUL");
    assert.match(
      await web.prints(["rollback", "--to", second.split(":")[1] ?? ""]),
      new RegExp(`^deploying ${second} in place of ${version()}\n`),
    );
    await web.untilDeployment("SUCCESSFUL");
    const unknown = await web.run(["rollback", "--to", "99"]);
    assert.equal(unknown.code, 3);
    assert.match(unknown.stderr, /^error: .*task definition/i);
    await web.prints(["rollback", "--to", version()]);
    await web.untilDeployment("SUCCESSFUL");
  });

  it("continue: answers a deployment that waits, and says where none does", async () => {
    const none = await web.run(["continue"]);
    assert.deepEqual([none.code, none.stderr], [1, "No deployment waits for an answer.\n"]);
    const hook = {
      hookId: "hook-1",
      targetType: "PAUSE",
      status: "AWAITING_ACTION",
      timeoutAction: "ROLLBACK",
      expiresAt: 1900000000,
    };
    web.proxy.answer("ecs:DescribeServiceDeployments", () => ({
      serviceDeployments: [
        {
          serviceDeploymentArn: "arn:paused",
          status: "IN_PROGRESS",
          lifecycleStage: "POST_SCALE_UP",
          lifecycleHookDetails: [hook],
        },
      ],
    }));
    web.proxy.answer("ecs:ContinueServiceDeployment", () => ({ serviceDeploymentArn: "arn:paused" }));
    assert.match(
      await web.prints(["status"]),
      /waits for an answer until 2030-03-17T17:46:40\.000Z, then ROLLBACK; run ghcr-fargate continue$/m,
    );
    assert.equal(await web.prints(["continue"]), "the deployment continues\n");
    assert.deepEqual(JSON.parse(await web.prints(["continue", "--rollback", "--json"])), {
      action: "ROLLBACK",
      hooks: ["hook-1"],
    });
    const answers = web.proxy.seen
      .filter(({ action }) => action === "ecs:ContinueServiceDeployment")
      .map(({ body }) => JSON.parse(body) as object);
    assert.deepEqual(
      answers,
      ["CONTINUE", "ROLLBACK"].map((action) => ({ serviceDeploymentArn: "arn:paused", hookId: "hook-1", action })),
    );
    web.proxy.forget("ecs:DescribeServiceDeployments");
  });
});

/** Gives the default VPC a route to the internet, as AWS does. */
async function routeToInternet(emulator: Emulator): Promise<void> {
  const ec2 = (action: string, parameters: Record<string, string> = {}) =>
    emulator.query("ec2", action, "2016-11-15", parameters);
  const [VpcId = ""] = texts(await ec2("DescribeSubnets"), "vpcId");
  const [InternetGatewayId = ""] = texts(await ec2("CreateInternetGateway"), "internetGatewayId");
  await ec2("AttachInternetGateway", { VpcId, InternetGatewayId });
  const ofVpc = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": VpcId };
  const [RouteTableId = ""] = texts(await ec2("DescribeRouteTables", ofVpc), "routeTableId");
  await ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: InternetGatewayId });
}
