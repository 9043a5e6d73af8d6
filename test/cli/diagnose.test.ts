// `ghcr-fargate diagnose` over a stand-in for the ECS API: output and exit codes.

import assert from "node:assert/strict";
import { ARN, BAD_TOKEN, at, deployment, record, run, service, task } from "./diagnoseRun";

const PLACE = ["--cluster", "prod", "--service", "web"] as const;

describe("ghcr-fargate diagnose", () => {
  const GAVE_UP = "(service web) (deployment ecs-svc/7) deployment failed: tasks failed to start.";
  const ROLLBACK = [
    [0, "(service web) has reached a steady state."],
    [6, GAVE_UP],
    [6, "(service web) rolling back to deployment ecs-svc/6."],
    [7, "(service web) (deployment ecs-svc/6) deployment completed."],
    [7, "(service web) has reached a steady state."],
  ] as const;
  const NO_ROLE =
    "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).";
  const unplaced = (reason: string) => `(service web) was unable to place a task. Reason: ${reason}`;

  const table: readonly {
    readonly title: string;
    readonly code: number;
    readonly found: Parameters<typeof run>[1];
    readonly says: string;
  }[] = [
    {
      title: "a healthy service",
      code: 0,
      found: { service: service({}, [[0, "(service web) has reached a steady state."]]) },
      says: "web: healthy; 2 of 2 tasks of web:6 run",
    },
    {
      title: "a deployment under way",
      code: 0,
      found: {
        service: service({ deployments: [deployment(7, { runningCount: 0 }), deployment(6, { status: "ACTIVE" })] }),
      },
      says: "web: deploying; a deployment is under way; 2 of 2 tasks of web:7 run",
    },
    {
      title: "a deployment that was rolled back",
      code: 1,
      found: { service: service({}, ROLLBACK), tasks: [task(5, { stoppedReason: BAD_TOKEN })] },
      says: `web: failing; the last deployment failed and web:6 runs: ${GAVE_UP}`,
    },
    {
      title: "a rollback that a later deployment made good",
      code: 0,
      found: {
        service: service({ deployments: [deployment(8, {})] }, [
          ...ROLLBACK,
          [9, "(service web) (deployment ecs-svc/8) deployment completed."],
        ]),
      },
      says: "web: healthy; 2 of 2 tasks of web:8 run",
    },
    {
      title: "a first deployment that the circuit breaker stopped, its events gone",
      code: 2,
      found: {
        service: service({
          runningCount: 0,
          deployments: [
            deployment(6, { runningCount: 0, rolloutState: "FAILED", rolloutStateReason: "tasks failed to start." }),
          ],
        }),
      },
      says: "web: failing; the last deployment failed and web:6 runs: tasks failed to start.",
    },
    {
      title: "tasks missing for a known cause",
      code: 1,
      found: { service: service({ runningCount: 1 }, [[1, unplaced(BAD_TOKEN)]]) },
      says: "web: failing; tasks keep failing; 1 of 2 tasks of web:6 run",
    },
    {
      title: "tasks missing for a cause that nobody knows",
      code: 2,
      found: { service: service({ runningCount: 1 }, [[1, unplaced("the flux capacitor is dry")]]) },
      says: "web: failing; tasks keep failing; 1 of 2 tasks of web:6 run",
    },
    {
      title: "an update whose tasks need a role that ECS cannot assume, while the old ones run",
      code: 1,
      found: {
        service: service(
          {
            deployments: [
              deployment(7, { runningCount: 0, createdAt: at(0.5) }),
              deployment(6, { status: "ACTIVE", createdAt: at(-9) }),
            ],
          },
          [
            [0, "(service web) has reached a steady state."],
            [1, NO_ROLE],
          ],
        ),
        record: record({ status: "IN_PROGRESS" }),
      },
      says: "web: failing; tasks keep failing; 2 of 2 tasks of web:7 run",
    },
    {
      title: "a deployment that ECS is rolling back",
      code: 1,
      found: {
        service: service({ deployments: [deployment(6, { createdAt: at(6) })] }),
        tasks: [task(5, { stoppedReason: BAD_TOKEN })],
        record: record({
          status: "ROLLBACK_IN_PROGRESS",
          statusReason: "Service deployment rolled back because the circuit breaker threshold was exceeded.",
          rollback: { serviceRevisionArn: `${ARN}:service-revision/prod/web/6` },
        }),
      },
      says: "web: failing; ECS is rolling back the deployment of web:7 to web:6: Service deployment rolled back because the circuit breaker threshold was exceeded.",
    },
    {
      title: "a deployment that ECS's record calls successful, whatever earlier events say",
      code: 0,
      found: { service: service({}, ROLLBACK), record: record({ status: "SUCCESSFUL", finishedAt: at(20) }) },
      says: "web: healthy; 2 of 2 tasks of web:6 run",
    },
    {
      title: "a service that is being deleted",
      code: 2,
      found: { service: service({ status: "DRAINING" }) },
      says: "web: failing; the service is being deleted (DRAINING)",
    },
  ];
  for (const { title, code, found, says } of table) {
    it(`ends with ${code} for ${title}`, async () => {
      const result = await run(PLACE, found);
      assert.deepEqual([result.code, result.error, result.output.split("\n")[0]], [code, "", says]);
    });
  }

  it("prints ECS's record of the deployment, and the tasks by their state", async () => {
    const current = [
      task(1, { lastStatus: "RUNNING", healthStatus: "UNHEALTHY" }),
      task(2, { lastStatus: "PENDING" }),
      task(3, { lastStatus: "PENDING" }),
    ];
    const breaker = { status: "MONITORING", failureCount: 2, threshold: 3 } as const;
    const { output } = await run(PLACE, {
      service: service({ runningCount: 1 }),
      current,
      record: record({ status: "IN_PROGRESS", deploymentCircuitBreaker: breaker }),
    });
    assert.deepEqual(output.split("\n").slice(1, 6), [
      "ECS's record of the deployment:",
      "  2026-01-01T12:01:00Z web:7 IN_PROGRESS; 2 of 3 failures",
      "tasks:",
      "  1 RUNNING UNHEALTHY web:7: 00000001",
      "  2 PENDING web:7: 00000002, 00000003",
    ]);
  });

  it("says which right is missing to read the record", async () => {
    const denied = new Error("User: x is not authorized to perform: ecs:ListServiceDeployments on resource: y");
    const { output, code } = await run(PLACE, { service: service({}), record: denied });
    assert.equal(code, 0);
    assert.match(
      output,
      /record of the deployment:\n {2}cannot be read: the permission ecs:ListServiceDeployments is missing\n/,
    );
  });

  it("prints the diagnosis on top, then what it rests on", async () => {
    const tasks = [task(5, { stoppedReason: BAD_TOKEN, containers: [{ name: "web", exitCode: 1 }] })];
    const { output } = await run(PLACE, { service: service({}, ROLLBACK.slice(0, 3)), tasks });
    assert.deepEqual(output.split("\n"), [
      `web: failing; the last deployment failed and web:6 runs: ${GAVE_UP}`,
      "  cause: the registry ghcr.io refused `credentials.token`: it has expired or was revoked, is fine-grained, lacks the scope read:packages, or is not authorised for the organisation's single sign-on [REGISTRY_TOKEN_REFUSED]",
      "  fix: create a personal access token (classic) with read:packages, authorise it for the organisation, set `credentials.token` and deploy again",
      `  evidence: ${BAD_TOKEN}`,
      "  see: https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry",
      "deployments:",
      "  2026-01-01T12:00:00Z PRIMARY web:6: 2 of 2 running, 0 pending",
      "last events:",
      "  2026-01-01T12:06:00Z (service web) rolling back to deployment ecs-svc/6.",
      `  2026-01-01T12:06:00Z ${GAVE_UP}`,
      "  2026-01-01T12:00:00Z (service web) has reached a steady state.",
      "stopped tasks (of the last hour):",
      `  2026-01-01T12:05:00Z web:7 00000005: TaskFailedToStart; ${BAD_TOKEN}; web=1`,
      "",
    ]);
  });

  it("prints JSON for scripts", async () => {
    const { output } = await run([...PLACE, "--region", "eu-central-1", "--json"], {
      service: service({}, ROLLBACK),
      tasks: [task(5, { stoppedReason: BAD_TOKEN })],
    });
    const report = JSON.parse(output) as Record<string, unknown>;
    assert.deepEqual(
      [report.cluster, report.service, report.region, report.state],
      ["prod", "web", "eu-central-1", "FAILING"],
    );
    assert.equal((report.diagnosis as { code: string }).code, "REGISTRY_TOKEN_REFUSED");
    assert.deepEqual(report.stoppedTasks, [
      {
        id: "00000005",
        taskDefinition: "web:7",
        stoppedAt: "2026-01-01T12:05:00Z",
        stopCode: "TaskFailedToStart",
        reason: BAD_TOKEN,
        exitCodes: [],
      },
    ]);
  });

  it("passes Region and profile on, and finds the Region in a cluster's ARN", async () => {
    const found = { service: service({}) };
    const given = await run([...PLACE, "--region", "eu-west-1", "--profile", "ops"], found);
    assert.deepEqual(given.connectedWith, ["eu-west-1", { profile: "ops" }]);
    const fromArn = await run(["--cluster", `${ARN}:cluster/prod`, "--service", "web"], found);
    assert.deepEqual(fromArn.connectedWith, ["eu-central-1", {}]);
  });

  const refusals: readonly (readonly [title: string, args: Parameters<typeof run>, code: number, error: string])[] = [
    [
      "for a cluster without a service",
      [["--cluster", "prod"]],
      64,
      "--service: missing; pass the name of a service of --cluster",
    ],
    [
      "for a service that is not there",
      [PLACE, {}],
      3,
      "ECS has no service web in the cluster prod; check both names and the Region",
    ],
    [
      "without permission",
      [
        PLACE,
        {
          error: new Error(
            "User: arn:aws:iam::123456789012:user/a is not authorized to perform: ecs:DescribeServices on *",
          ),
        },
      ],
      3,
      "permission denied: ecs:DescribeServices is missing; User: arn:aws:iam::<account>:user/a is not authorized to perform: ecs:DescribeServices on *",
    ],
    [
      "without credentials",
      [PLACE, { error: new Error("Could not load credentials from any providers") }],
      3,
      "no AWS credentials were found; set AWS_PROFILE or pass --profile, or sign in: aws sso login",
    ],
    [
      "without a Region",
      [PLACE, { error: new Error("Region is missing") }],
      3,
      "no AWS Region is set; pass --region, or set AWS_REGION or a region in the AWS profile",
    ],
    ["for an empty message", [["--message", "-"], {}, " \n"], 64, "--message: the message is empty"],
  ];
  for (const [title, args, code, error] of refusals) {
    it(`ends with ${code} ${title}`, async () => {
      const result = await run(...args);
      assert.deepEqual([result.code, result.output, result.error], [code, "", `error: ${error}\n`]);
    });
  }

  it("explains a message from standard input", async () => {
    const { code, output } = await run(["--message", "-"], {}, "Task failed container health checks\n");
    assert.equal(code, 1);
    assert.match(output, /^cause: the container's own health check failed \[CONTAINER_UNHEALTHY\]\nfix: /);
  });

  it("says when a text is not ECS's", async () => {
    const { code, output } = await run(["--message", "the flux capacitor is dry"]);
    assert.deepEqual([code, output], [2, "not a message of ECS: there is nothing to explain\n"]);
  });

  it("takes a text that is nested deeper than any answer for no message", async () => {
    const { code, output } = await run(["--message", "-"], {}, `${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    assert.deepEqual([code, output], [2, "not a message of ECS: there is nothing to explain\n"]);
  });

  it("says when ECS reports no failure", async () => {
    const { code, output } = await run(["--message", "(service web) has reached a steady state."]);
    assert.deepEqual([code, output], [0, "no failure: ECS reports its normal work here\n"]);
  });

  it("takes the end of a task with exit code 0 for a failure where a service started it alone", async () => {
    const task = (group: string, stopped = {}) =>
      JSON.stringify({
        group,
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container in task exited",
        ...stopped,
        containers: [{ name: "app", exitCode: 0 }],
      });
    const job = await run(["--message", task("family:migrate")]);
    assert.equal(job.code, 0);
    assert.match(job.output, /^no failure: the task ended with exit code 0, /);
    const spot = { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." };
    for (const message of [task("family:migrate", spot), `${spot.stopCode}: ${spot.stoppedReason} exitCode: 0`])
      assert.match((await run(["--message", message])).output, / \[SPOT_INTERRUPTION\]\n/);
    const service = await run(["--message", task("service:web")]);
    assert.equal(service.code, 1);
    assert.match(
      service.output,
      /^cause: the container app ended by itself with exit code 0: .* \[CONTAINER_ENDED\]\n/,
    );
  });

  it("says how far it read a message that it does not understand, and where to go on", async () => {
    const { code, output } = await run(["--message", "InvalidVolumeError: the moon is in the wrong house"]);
    assert.deepEqual(
      [code, output.split("\n").slice(0, 2)],
      [
        2,
        [
          "cause: not known; read as a message of ECS",
          "fix: look at the service itself: npx ghcr-fargate diagnose, and npx ghcr-fargate logs --failed",
        ],
      ],
    );
  });

  it("names the other failures of a long text, and the time of the newest", async () => {
    const text = [
      "2026-01-01T10:00:00Z (service web) was unable to place a task. Reason: Capacity is unavailable at this time.",
      "2026-01-01T11:00:00Z CannotPullContainerError: invalid reference format",
    ].join("\n");
    const { code, output } = await run(["--message", text]);
    const lines = output.split("\n");
    assert.deepEqual([code, lines[0], lines.at(-2)], [1, "at: 2026-01-01T11:00:00.000Z", "also: CAPACITY (1)"]);
  });
});
