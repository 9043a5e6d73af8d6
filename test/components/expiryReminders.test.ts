// Reminders that a token expires. The clock is set by each test.
// Not proven here: that AWS refuses schedules of the past, and sends those of the future.

import { deepStrictEqual } from "node:assert";
import type { ImageCredentials } from "../../components/credentials/imageCredentials";
import { RegistryCredentials, type RegistryCredentialsArgs } from "../../components/registryCredentials";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deploy, type Deployment, type DeployOptions } from "../support/deploy";
import { deployService, policyOf, PRIVATE, refusal, TOKEN } from "./serviceFixture";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:ops";
const KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234";
const LONG_BEFORE = "2027-01-01T00:00:00Z";
const ALARMED: GhcrFargateServiceArgs = { ...PRIVATE, alarms: { topicArn: TOPIC_ARN } };

const expiring = (expiresOn: string, more: Partial<ImageCredentials> = PRIVATE.credentials ?? {}) => ({
  ...ALARMED,
  credentials: { ...more, expiresOn },
});

async function at<T>(time: string, run: () => Promise<T>): Promise<T> {
  const clock = Date.now;
  Date.now = () => Date.parse(time);
  try {
    return await run();
  } finally {
    Date.now = clock;
  }
}

const deployAt = (time: string, args: GhcrFargateServiceArgs): Promise<Deployment> =>
  at(time, () => deployService(args));

/** Warnings of the library; Pulumi's own are of outputs that a program exports in vain. */
const warningsOf = ({ warnings }: Deployment): string[] =>
  warnings.filter((text) => !text.startsWith("Undefined value"));

describe("credentials.expiresOn", () => {
  it("warns without alarms, and creates no schedule", async () => {
    const without = await deployAt("2027-03-20T00:00:00Z", { ...expiring("2027-03-31"), alarms: undefined });
    deepStrictEqual(warningsOf(without), [
      "credentials.expiresOn: the token expires on 2027-03-31, in 11 days; deploy a new one and change the date, or tasks can no longer pull their image",
    ]);
    deepStrictEqual(without.ofType(SCHEDULE), []);
  });

  it("adds only schedules, the role that they publish with, and the date as a tag of the secret", async () => {
    const off = await deployAt(LONG_BEFORE, ALARMED);
    const on = await deployAt(LONG_BEFORE, expiring("2027-03-31"));
    deepStrictEqual(
      on.list().filter((line) => !off.list().includes(line)),
      [
        "aws:iam/role:Role web-reminder-role",
        "aws:iam/rolePolicy:RolePolicy web-reminder-role-policy",
        `${SCHEDULE} web-expiry-1`,
        `${SCHEDULE} web-expiry-14`,
        `${SCHEDULE} web-expiry-7`,
      ],
    );
    for (const { name, type, inputs } of off.resources)
      if (!type.startsWith("ghcr-fargate:"))
        deepStrictEqual(
          on.find(name, type).inputs,
          name === "web-secret" ? { ...inputs, tags: { "token-expires-on": "2027-03-31" } } : inputs,
        );
    deepStrictEqual(warningsOf(on), []);
    deepStrictEqual(on.leaks(TOKEN), []);
  });

  it("schedules a message 14, 7 and 1 days before", async () => {
    const deployment = await deployAt(LONG_BEFORE, expiring("2027-03-31"));
    deepStrictEqual(
      deployment.ofType(SCHEDULE).map(({ name, inputs }) => [name, inputs.scheduleExpression]),
      [
        ["web-expiry-14", "at(2027-03-17T09:00:00)"],
        ["web-expiry-7", "at(2027-03-24T09:00:00)"],
        ["web-expiry-1", "at(2027-03-30T09:00:00)"],
      ],
    );
    deepStrictEqual(deployment.find("web-expiry-7").inputs, {
      description: "Reminder: a registry token of web expires on 2027-03-31",
      scheduleExpression: "at(2027-03-24T09:00:00)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: TOPIC_ARN,
        roleArn: "arn:aws:iam::123456789012:role/web-reminder-role-a1b2c3d",
        input: [
          "The registry token of web (test/dev) expires on 2027-03-31, in 7 days.",
          "From then on no task can pull its image: restarts, scaling and deployments fail. Running tasks continue.",
          "Create a new token, deploy it in place of the old one, and set credentials.expiresOn to its expiry date, which moves the reminders.",
        ].join("\n"),
      },
    });
  });

  it("lets Scheduler publish to the one topic, for schedules of this account", async () => {
    const deployment = await deployAt(LONG_BEFORE, expiring("2027-03-31"));
    deepStrictEqual(policyOf(deployment, "web-reminder-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: {
              "aws:SourceAccount": "123456789012",
              "aws:SourceArn": "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default",
            },
          },
        },
      ],
    });
    deepStrictEqual(policyOf(deployment, "web-reminder-role-policy"), {
      Version: "2012-10-17",
      Statement: [{ Sid: "Remind", Effect: "Allow", Action: "sns:Publish", Resource: TOPIC_ARN }],
    });
  });

  it("lets it use the topic's key, and bounds the role as the others are", async () => {
    const boundary = "arn:aws:iam::123456789012:policy/boundary";
    const deployment = await deployAt(LONG_BEFORE, {
      ...expiring("2027-03-31"),
      alarms: { topicArn: TOPIC_ARN, topicKeyArn: KEY_ARN },
      executionRole: { permissionsBoundary: boundary },
    });
    deepStrictEqual(deployment.find("web-reminder-role").inputs.permissionsBoundary, boundary);
    deepStrictEqual((policyOf(deployment, "web-reminder-role-policy") as { Statement: unknown[] }).Statement[1], {
      Sid: "EncryptReminders",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: KEY_ARN,
      Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
    });
  });

  it("creates no schedule whose time has passed, and warns in its place", async () => {
    const deployment = await deployAt("2027-03-25T12:00:00Z", expiring("2027-03-31"));
    deepStrictEqual(
      deployment.ofType(SCHEDULE).map(({ name }) => name),
      ["web-expiry-1"],
    );
    deepStrictEqual(warningsOf(deployment), [
      "credentials.expiresOn: the token expires on 2027-03-31, in 6 days; deploy a new one and change the date, or tasks can no longer pull their image",
    ]);
  });

  it("creates nothing and warns once the token has expired", async () => {
    const deployment = await deployAt("2027-04-02T00:00:00Z", expiring("2027-03-31"));
    deepStrictEqual(deployment.list(), (await deployAt(LONG_BEFORE, ALARMED)).list());
    deepStrictEqual(warningsOf(deployment), [
      "credentials.expiresOn: the token expired on 2027-03-31; deploy a new one and change the date, or tasks can no longer pull their image",
    ]);
  });

  it("where unset, leaves the plan to no clock", async () => {
    const [early, late] = [
      await deployAt("2000-01-01T00:00:00Z", ALARMED),
      await deployAt("2100-01-01T00:00:00Z", ALARMED),
    ];
    deepStrictEqual(early.list(), late.list());
    deepStrictEqual([...warningsOf(early), ...warningsOf(late)], []);
  });

  it("reminds of an existing secret's token too", async () => {
    const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf";
    deepStrictEqual((await deployAt(LONG_BEFORE, expiring("2027-03-31", { secretArn }))).ofType(SCHEDULE).length, 3);
  });

  it("reminds of a sidecar's token by its own schedules, with the same role", async () => {
    const deployment = await deployAt(LONG_BEFORE, {
      ...expiring("2027-03-31"),
      sidecars: [
        {
          name: "proxy",
          image: "ghcr.io/acme/proxy:1.0",
          credentials: { username: "acme-bot", token: TOKEN, expiresOn: "2027-06-30" },
        },
      ],
    });
    deepStrictEqual(
      deployment.ofType(SCHEDULE).map(({ name }) => name),
      [
        "web-expiry-14",
        "web-expiry-7",
        "web-expiry-1",
        "web-proxy-expiry-14",
        "web-proxy-expiry-7",
        "web-proxy-expiry-1",
      ],
    );
    deepStrictEqual(deployment.ofType("aws:iam/role:Role").filter(({ name }) => name.includes("reminder")).length, 1);
    const { input } = deployment.find("web-proxy-expiry-1").inputs.target as { input: string };
    deepStrictEqual(
      input.split("\n")[0],
      "The registry token of web proxy (test/dev) expires on 2027-06-30, tomorrow.",
    );
    deepStrictEqual(input.includes("sidecars[0].credentials.expiresOn"), true);
  });

  for (const [title, args, message] of [
    [
      "a text that is not a valid date",
      expiring("31 March"),
      'credentials.expiresOn: "31 March" is not a valid date; write year, month and day, as in 2027-03-31',
    ],
    [
      "a sidecar's name too long for its schedules",
      {
        ...ALARMED,
        sidecars: [
          {
            name: "p".repeat(44),
            image: "ghcr.io/acme/proxy:1.0",
            credentials: { username: "acme-bot", token: TOKEN, expiresOn: "2027-06-30" },
          },
        ],
      },
      `sidecars[0].credentials.expiresOn: the name of its schedule, "web-${"p".repeat(44)}-expiry-14", is too long; use names of at most 46 characters together`,
    ],
  ] as const)
    it(`is refused with ${title}`, async () => {
      deepStrictEqual(await refusal(args as GhcrFargateServiceArgs), `GhcrFargateService "web": ${message}`);
    });
});

describe("RegistryCredentials.expiresOn", () => {
  const deployCredentials = (more: Partial<RegistryCredentialsArgs>, options?: DeployOptions) =>
    at(LONG_BEFORE, () =>
      deploy(() => {
        new RegistryCredentials("ghcr", { username: "acme-bot", token: TOKEN, ...more });
      }, options),
    );

  it("reminds at the topic that is given", async () => {
    const off = await deployCredentials({});
    const on = await deployCredentials({ expiresOn: "2027-03-31", topicArn: TOPIC_ARN });
    deepStrictEqual(
      on.list().filter((line) => !off.list().includes(line)),
      [
        "aws:iam/role:Role ghcr-reminder-role",
        "aws:iam/rolePolicy:RolePolicy ghcr-reminder-role-policy",
        `${SCHEDULE} ghcr-expiry-1`,
        `${SCHEDULE} ghcr-expiry-14`,
        `${SCHEDULE} ghcr-expiry-7`,
      ],
    );
    deepStrictEqual((on.find("ghcr-expiry-14").inputs.target as { arn: string }).arn, TOPIC_ARN);
    deepStrictEqual(on.leaks(TOKEN), []);
  });

  it("warns without a topic, and creates no schedule", async () => {
    const without = await deployCredentials({ expiresOn: "2027-01-10" });
    deepStrictEqual(warningsOf(without), [
      "expiresOn: the token expires on 2027-01-10, in 9 days; deploy a new one and change the date, or tasks can no longer pull their image",
    ]);
    deepStrictEqual(without.ofType(SCHEDULE), []);
  });
});
