// The watch within Pulumi: under mocks, with a stand-in for the engine. Not proven: a real provider's invoke.

import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state";
import { providerCredentials } from "../../rollout/providerCredentials";
import { toSnapshot } from "../../rollout/providerSnapshot";
import { RolloutError } from "../../rollout/rolloutError";
import { watchRollout, type RolloutRequest } from "../../rollout/watchRollout";

// Internal to the SDK, and the only way to a runtime that other tests do not share.
const { getStore, withLocalStorage } = runtimeState as unknown as {
  readonly getStore: () => { settings: { engine?: unknown } };
  readonly withLocalStorage: <T>(act: () => Promise<T>) => Promise<T>;
};

const ARN = "arn:aws:ecs:eu-central-1:123456789012";
const REQUEST: RolloutRequest = {
  clusterArn: `${ARN}:cluster/prod`,
  serviceName: "web",
  taskDefinitionArn: `${ARN}:task-definition/web:7`,
  hasLoadBalancer: false,
};
const CREATED = "2026-01-01T12:00:00Z";

/** Debug messages of the SDK are below. */
const INFO = 1;

type Answer = Partial<aws.ecs.GetServiceResult>;

class Fixture extends pulumi.ComponentResource {
  constructor(opts: pulumi.ComponentResourceOptions) {
    super("test:index:Fixture", "fixture", {}, opts);
  }
}

function answer(runningCount: number, events: readonly string[] = []): Answer {
  return {
    status: "ACTIVE",
    desiredCount: 2,
    deployments: [
      {
        id: "ecs-svc/7",
        status: "PRIMARY",
        taskDefinition: REQUEST.taskDefinitionArn,
        createdAt: CREATED,
        updatedAt: CREATED,
        desiredCount: 2,
        runningCount,
        pendingCount: 0,
      },
    ],
    events: events.map((message, index) => ({ id: String(index), createdAt: "2026-01-01T12:01:00Z", message })),
  };
}

/** Runs within a runtime of its own, with or without a stand-in for the engine. */
function inRuntime<T>(
  { engine = true, preview = false, service = answer(2) as Answer | Error },
  act: (seen: { calls: pulumi.runtime.MockCallArgs[]; log: string[] }) => Promise<T>,
): Promise<T> {
  return withLocalStorage(async () => {
    const calls: pulumi.runtime.MockCallArgs[] = [];
    const log: string[] = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as object }),
        call: (args) => {
          calls.push(args);
          if (service instanceof Error) throw Object.assign(service, { details: service.message });
          return service;
        },
      },
      "project",
      "stack",
      preview,
    );
    if (engine) {
      const standIn = {
        log: (request: { getMessage(): string; getSeverity(): number }, done: () => void) => {
          if (request.getSeverity() >= INFO) log.push(request.getMessage());
          done();
        },
      };
      getStore().settings.engine = standIn;
    }
    return act({ calls, log });
  });
}

describe("watchRollout", () => {
  const before = { ...process.env };
  // No credentials, and nowhere to look for some: the details are missing, the verdict is not.
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/nowhere",
      AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
    });
  });
  afterEach(() => {
    process.env = { ...before };
  });

  for (const [title, context] of [
    ["in a unit test", { engine: false }],
    ["in a preview", { preview: true }],
  ] as const) {
    it(`does nothing ${title}`, () =>
      inRuntime(context, async ({ calls, log }) => {
        const result = await watchRollout(new Fixture({}), REQUEST);
        assert.deepEqual(result, { status: "NOT_WATCHED", taskDefinitionArn: REQUEST.taskDefinitionArn });
        assert.deepEqual([calls, log], [[], []]);
      }));
  }

  it("asks the component's provider for the service, and says where the rollout stands", () =>
    inRuntime({}, async ({ calls, log }) => {
      const provider = new aws.Provider("elsewhere", { region: "eu-central-1" });
      const result = await watchRollout(new Fixture({ providers: [provider] }), REQUEST);
      assert.deepEqual(result, {
        status: "STEADY",
        taskDefinitionArn: REQUEST.taskDefinitionArn,
        deploymentId: "ecs-svc/7",
        runningCount: 2,
      });
      const [call] = calls;
      assert.equal(call?.token, "aws:ecs/getService:getService");
      assert.deepEqual({ ...(call.inputs as object) }, { clusterArn: REQUEST.clusterArn, serviceName: "web" });
      assert.match(call.provider ?? "", /elsewhere::elsewhere-id$/);
      await pulumi.log.info("after");
      assert.deepEqual(log, [
        "ECS's record of the deployment cannot be read: no AWS credentials for the service's account are at hand (Could not load credentials from any providers); counts and events decide instead",
        "web:7: 2 of 2 tasks running",
        "after",
      ]);
    }));

  it("fails with one message, which is all that Pulumi prints", () => {
    const unplaced =
      "(service web) was unable to place a task. Reason: CannotPullContainerError: failed to resolve ref ghcr.io/acme/web:1: ghcr.io/acme/web:1: not found";
    return inRuntime({ service: answer(0, [unplaced, unplaced]) }, async () => {
      const error: unknown = await watchRollout(new Fixture({}), REQUEST).catch((reason: unknown) => reason);
      assert.ok(error instanceof RolloutError);
      assert.equal(error.code, "ERR_ROLLOUT_TASKS_FAILED");
      assert.equal(error.stack, error.message);
      assert.deepEqual(error.message.split("\n").slice(0, 2), [
        "rollout of ECS service web: 2 tasks of web:7 could not start for the same cause",
        "  cause: the registry ghcr.io has no such image, tag or digest (any more): ghcr.io/acme/web:1 [IMAGE_NOT_FOUND]",
      ]);
    });
  });

  it("names the missing permission and how to turn the watch off", () =>
    inRuntime(
      {
        service: new Error(
          "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:DescribeServices",
        ),
      },
      async () => {
        await assert.rejects(watchRollout(new Fixture({}), REQUEST), (error: RolloutError) => {
          assert.equal(error.code, "ERR_ROLLOUT_ACCESS_DENIED");
          assert.match(error.message, /permission ecs:DescribeServices is missing[\s\S]*`rollout: \{ wait: false \}`/);
          return true;
        });
      },
    ));

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends at once on ${signal}, and leaves no handler behind`, async () => {
      // The test runner listens too, and would end.
      const others = process.rawListeners(signal) as (() => void)[];
      process.removeAllListeners(signal);
      try {
        await inRuntime({ service: answer(1) }, async () => {
          const watching = watchRollout(new Fixture({}), REQUEST);
          setTimeout(() => process.emit(signal), 200);
          const began = performance.now();
          await assert.rejects(watching, { code: "ERR_ROLLOUT_INTERRUPTED" });
          assert.ok(performance.now() - began < 1500);
        });
        assert.equal(process.listenerCount(signal), 0);
      } finally {
        for (const listener of others) process.on(signal, listener);
      }
    });
  }
});

describe("the credentials for stopped tasks", () => {
  const table: readonly (readonly [string, aws.ProviderArgs | undefined, Record<string, string>, object])[] = [
    ["nothing known", undefined, {}, {}],
    ["an explicit provider's profile", { profile: "ops" }, {}, { profile: "ops" }],
    [
      "an explicit provider's keys",
      { accessKey: "AK", secretKey: "SK", token: "T", profile: "ops" },
      {},
      { credentials: { accessKeyId: "AK", secretAccessKey: "SK", sessionToken: "T" } },
    ],
    ["an explicit provider without any, whatever the configuration says", {}, { "aws:profile": "ops" }, {}],
    ["the configuration's profile", undefined, { "aws:profile": "ops" }, { profile: "ops" }],
    [
      "the configuration's keys",
      undefined,
      { "aws:accessKey": "AK", "aws:secretKey": "SK" },
      { credentials: { accessKeyId: "AK", secretAccessKey: "SK" } },
    ],
  ];
  for (const [title, args, config, expected] of table) {
    it(`are, of ${title}: ${JSON.stringify(expected)}`, () =>
      inRuntime({}, async () => {
        pulumi.runtime.setAllConfig(config);
        const providers = args === undefined ? [] : [new aws.Provider("p", { region: "eu-central-1", ...args })];
        assert.deepEqual(await providerCredentials(new Fixture({ providers })), expected);
      }));
  }
});

describe("the provider's answer", () => {
  it("may leave out what is empty", () =>
    assert.deepEqual(toSnapshot({}), {
      status: "ACTIVE",
      desiredCount: 0,
      runningCount: 0,
      pendingCount: 0,
      deployments: [],
      events: [],
      circuitBreaker: { enable: false, rollback: false },
    }));

  for (const [text, expected] of [
    ["2026-01-01T12:00:00Z", Date.UTC(2026, 0, 1, 12)],
    ["2026-01-01T13:00:00.5+01:00", Date.UTC(2026, 0, 1, 12) + 500],
    ["2026-01-01 12:00:00.25 +0000 UTC", Date.UTC(2026, 0, 1, 12) + 250],
    ["", 0],
  ] as const) {
    it(`may hold the time ${JSON.stringify(text)}`, () => {
      const { events } = toSnapshot({ events: [{ id: "a", createdAt: text, message: "" }] });
      assert.equal(events[0]?.createdAt, expected);
    });
  }
});
