// The secrets of containers by their names, and the keys that encrypt them. Secrets Manager answers as the provider does; SSM and STS are
// a server of the test's own. Not proven here: what ECS reads with it (test/engine/containerSecrets.test.ts).

import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateTask } from "../../components/ghcrFargateTask";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deploy, type Deployment, type DeployOptions } from "../support/deploy";
import { containerIn, deployService, policyOf, PUBLIC, refusal } from "./serviceFixture";

const ACCOUNT = "123456789012";
const REGION = "eu-central-1";
const arnOf = (rest: string) => `arn:aws:${rest.replace("*", `${REGION}:${ACCOUNT}`)}`;
const DB = arnOf("secretsmanager:*:secret:prod/db-AbCdEf");
const LEVEL = arnOf("ssm:*:parameter/prod/level");
const KEY = arnOf("kms:*:key/11111111-2222-3333-4444-555555555555");
const GET_SECRET = "aws:secretsmanager/getSecret:getSecret";
const GET_KEY = "aws:kms/getKey:getKey";
const DENIED = "AccessDeniedException: User: dev is not authorized to perform: secretsmanager:DescribeSecret";

/** A parameter, as SSM describes it. */
interface Parameter {
  readonly Type: string;
  readonly KeyId?: string;
}

describe("a container's secret", () => {
  let server: Server;
  let parameters: Record<string, Parameter>;
  let account: string;
  let asked: string[];
  const variables = {
    AWS_ENDPOINT_URL: "",
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_MAX_ATTEMPTS: "1",
  };
  const given = Object.fromEntries(Object.keys(variables).map((key) => [key, process.env[key]]));

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const target = request.headers["x-amz-target"];
        if (target === undefined) {
          response.setHeader("Content-Type", "text/xml");
          response.end(
            `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/dev</Arn><UserId>A</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`,
          );
          return;
        }
        asked.push(`${String(target)} ${body}`);
        const [name = ""] = (JSON.parse(body) as { ParameterFilters: [{ Values: string[] }] }).ParameterFilters[0]
          .Values;
        const found = parameters[name];
        response.end(JSON.stringify({ Parameters: found === undefined ? [] : [{ Name: name, ...found }] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, variables, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
  });
  after(async () => {
    for (const [key, value] of Object.entries(given))
      if (value === undefined) Reflect.deleteProperty(process.env, key);
      else process.env[key] = value;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    parameters = {};
    account = ACCOUNT;
    asked = [];
  });

  const service = (args: Partial<GhcrFargateServiceArgs>, options: DeployOptions = {}) =>
    deployService(
      { ...PUBLIC, registry: { pin: false, preflight: false }, rollout: { wait: false }, ...args },
      { engine: true, ...options },
    );
  const warningsOf = ({ warnings }: Deployment) =>
    warnings.filter((line) => !line.endsWith("will not show as a stack output."));
  const failure = async (args: Partial<GhcrFargateServiceArgs>, options: DeployOptions = {}) => {
    const { errors, resources } = await service(args, { ...options, mayFail: true });
    deepStrictEqual(
      resources.filter(({ type }) => type.startsWith("aws:")).map(({ name }) => name),
      [],
      "something was created",
    );
    return [...new Set(errors.map(({ message }) => message))];
  };
  const notFound = () => {
    throw new Error("reading Secrets Manager Secret (prod/db): couldn't find resource");
  };
  const decrypt = (...keys: string[]) => ({
    Sid: "DecryptContainerSecrets",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keys,
    Condition: { StringEquals: { "kms:ViaService": [`secretsmanager.${REGION}.amazonaws.com`] } },
  });
  const read = (...arns: string[]) => ({
    Sid: "ReadSecrets",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: arns,
  });
  const statements = (deployment: Deployment) =>
    (policyOf(deployment, "web-execution-role-policy") as { Statement: object[] }).Statement;

  it("by its name becomes the whole ARN, with the JSON key, and its key is granted", async () => {
    const deployment = await service(
      { secrets: { USER: "secretsmanager:prod/db:username::", PASSWORD: "secretsmanager:prod/db:password::" } },
      { calls: { [GET_SECRET]: { arn: DB, kmsKeyId: KEY } } },
    );
    deepStrictEqual(containerIn(deployment).secrets, [
      { name: "PASSWORD", valueFrom: `${DB}:password::` },
      { name: "USER", valueFrom: `${DB}:username::` },
    ]);
    deepStrictEqual(statements(deployment), [read(DB), decrypt(KEY)]);
    deepStrictEqual(
      deployment.calls.filter(({ token }) => token === GET_SECRET).map(({ inputs }) => inputs),
      [{ name: "prod/db" }],
      "one secret is looked up once",
    );
  });

  it("in a sidecar, a log driver and a scheduled task is looked up too", async () => {
    const secret = "secretsmanager:prod/db";
    const deployment = await service(
      {
        sidecars: [{ name: "agent", image: "ghcr.io/acme/agent:1", secrets: { API: secret } }],
        logs: {
          driver: "splunk",
          options: { "splunk-url": "https://splunk:8088" },
          secretOptions: { "splunk-token": secret },
        },
      },
      { calls: { [GET_SECRET]: { arn: DB, kmsKeyId: "" } } },
    );
    deepStrictEqual(containerIn(deployment, "agent").secrets, [{ name: "API", valueFrom: DB }]);
    deepStrictEqual((containerIn(deployment).logConfiguration as { secretOptions: object[] }).secretOptions, [
      { name: "splunk-token", valueFrom: DB },
    ]);
    deepStrictEqual(statements(deployment), [read(DB)]);
    const job = await deploy(
      () => ({
        arn: new GhcrFargateTask("job", {
          ...PUBLIC,
          registry: { pin: false, preflight: false },
          secrets: { API: secret },
        }).taskDefinitionArn,
      }),
      { engine: true, config: { "aws:region": REGION }, calls: { [GET_SECRET]: { arn: DB, kmsKeyId: KEY } } },
    );
    ok(String(job.find("job-execution-role-policy").inputs.policy).includes(KEY));
    ok(String(job.only("aws:ecs/taskDefinition:TaskDefinition").inputs.containerDefinitions).includes(DB));
  });

  it("in SSM by its name becomes its ARN; its key is granted by id, and AWS's own needs no grant", async () => {
    parameters = {
      "/prod/level": { Type: "SecureString", KeyId: "11111111-2222-3333-4444-555555555555" },
      "/prod/own": { Type: "SecureString", KeyId: "alias/aws/ssm" },
      PLAIN: { Type: "String" },
    };
    const deployment = await service({ secrets: { A: "ssm:/prod/level", B: "ssm:/prod/own", C: "ssm:PLAIN" } });
    const arns = [LEVEL, arnOf("ssm:*:parameter/prod/own"), arnOf("ssm:*:parameter/PLAIN")];
    deepStrictEqual(
      (containerIn(deployment).secrets as { valueFrom: string }[]).map(({ valueFrom }) => valueFrom),
      arns,
    );
    deepStrictEqual(statements(deployment), [
      { Sid: "ReadParameters", Effect: "Allow", Action: "ssm:GetParameters", Resource: arns },
      {
        ...decrypt(KEY),
        Condition: { StringEquals: { "kms:ViaService": [`ssm.${REGION}.amazonaws.com`] } },
      },
    ]);
    ok(
      asked.every((request) => request.startsWith("AmazonSSM.DescribeParameters ")),
      "a parameter's value was read",
    );
  });

  it("has its key found by alias", async () => {
    const deployment = await service(
      { secrets: { PASSWORD: DB } },
      { calls: { [GET_SECRET]: { arn: DB, kmsKeyId: "alias/prod" }, [GET_KEY]: { arn: KEY } } },
    );
    deepStrictEqual(statements(deployment), [read(DB), decrypt(KEY)]);
    deepStrictEqual(
      deployment.calls.filter(({ token }) => token === GET_KEY).map(({ inputs }) => inputs),
      [{ keyId: "alias/prod" }],
    );
  });

  it("by its ARN is not looked up where secretKeyArns says all, even that there is none", async () => {
    for (const secretKeyArns of [[KEY], []]) {
      const deployment = await service({ secrets: { PASSWORD: DB }, secretKeyArns });
      deepStrictEqual(
        deployment.calls.filter(({ token }) => token === GET_SECRET),
        [],
      );
      deepStrictEqual(statements(deployment), [read(DB), ...(secretKeyArns.length === 0 ? [] : [decrypt(KEY)])]);
    }
  });

  it("that the program creates is looked up once it exists, and unknown in a preview", async () => {
    const late = () => ({ secrets: { PASSWORD: pulumi.output(Promise.resolve(DB)) } });
    const deployment = await service(late(), { calls: { [GET_SECRET]: { arn: DB, kmsKeyId: KEY } } });
    deepStrictEqual(statements(deployment), [read(DB), decrypt(KEY)]);
  });

  it("that does not exist stops everything, with all misspelt names in one error", async () => {
    const [message, ...others] = await failure(
      {
        secrets: {
          PASSWORD: "secretsmanager:prod/dbb:password::",
          USER: "secretsmanager:prod/dbb:user::",
          LEVEL: "ssm:/prod/levl",
        },
        sidecars: [
          {
            name: "agent",
            image: "ghcr.io/acme/agent:1",
            secrets: { API: arnOf("secretsmanager:*:secret:api-AbCdEf") },
          },
        ],
      },
      { calls: { [GET_SECRET]: notFound } },
    );
    deepStrictEqual(others, []);
    strictEqual(
      message,
      [
        'GhcrFargateService "web": 3 problems, nothing was created',
        '  - secrets.PASSWORD: there is no secret "prod/dbb" in eu-central-1 of the account 123456789012; correct the name, or create it first',
        '  - secrets.LEVEL: there is no parameter "/prod/levl" in eu-central-1 of the account 123456789012; correct the name, or create it first',
        '  - sidecars[0].secrets.API: there is no secret "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-AbCdEf" in eu-central-1 of the account 123456789012; correct the ARN, or create it first',
      ].join("\n"),
    );
  });

  it("in SSM that only credentials of another account do not see is a warning", async () => {
    account = "999999999999";
    const deployment = await service({ secrets: { LEVEL: "ssm:/prod/level" } });
    strictEqual(warningsOf(deployment).length, 1);
    match(
      warningsOf(deployment)[0] ?? "",
      /^secrets\.LEVEL: which key encrypts it could not be looked up \(the AWS credentials at hand are of account 999999999999\); no task starts if/,
    );
  });

  const denied = () => {
    throw new Error(DENIED);
  };

  it("by its ARN that may not be described is a warning that names the argument to set", async () => {
    const deployment = await service({ secrets: { PASSWORD: DB } }, { calls: { [GET_SECRET]: denied } });
    deepStrictEqual(statements(deployment), [read(DB)]);
    deepStrictEqual(warningsOf(deployment), [
      `secrets.PASSWORD: which key encrypts it could not be looked up (${DENIED}); no task starts if it is a key of yours that the ` +
        "execution role may not use: set secretKeyArns to its ARN, or to [] if there is none, or allow secretsmanager:DescribeSecret and " +
        "secretsmanager:GetResourcePolicy, ssm:DescribeParameters and kms:DescribeKey where Pulumi runs",
    ]);
  });

  it("by a name that may not be looked up stops an update, and only warns in a preview, which does not know the ARN", async () => {
    const args = { secrets: { PASSWORD: "secretsmanager:prod/db" } };
    const wrong =
      `secrets.PASSWORD: the secret "prod/db" could not be looked up (${DENIED}); allow secretsmanager:DescribeSecret and ` +
      "secretsmanager:GetResourcePolicy where Pulumi runs, or pass the secret's ARN";
    deepStrictEqual(await failure(args, { calls: { [GET_SECRET]: denied } }), [`GhcrFargateService "web": ${wrong}`]);
    const preview = await service(args, { calls: { [GET_SECRET]: denied }, preview: true });
    deepStrictEqual(warningsOf(preview), [wrong]);
    ok(!JSON.stringify(preview.only("aws:ecs/taskDefinition:TaskDefinition").inputs).includes("prod/db"));
  });

  it("is left unknown in an offline preview without AWS, is the update's in one with AWS, and made up in a unit test", async () => {
    process.env.GHCR_FARGATE_OFFLINE = "1";
    try {
      const preview = await service(
        { secrets: { PASSWORD: "secretsmanager:prod/db", OTHER: DB } },
        { preview: true, calls: { [GET_SECRET]: denied } },
      );
      deepStrictEqual(warningsOf(preview), []);
      const reached = await service(
        { secrets: { PASSWORD: "secretsmanager:prod/db", OTHER: DB } },
        { preview: true, calls: { [GET_SECRET]: { arn: DB, kmsKeyId: KEY } } },
      );
      deepStrictEqual(containerIn(reached).secrets, [
        { name: "OTHER", valueFrom: DB },
        { name: "PASSWORD", valueFrom: DB },
      ]);
      const misspelt = { secrets: { PASSWORD: "secretsmanager:prod/dbb" } };
      deepStrictEqual(await failure(misspelt, { preview: true, calls: { [GET_SECRET]: notFound } }), [
        `GhcrFargateService "web": secrets.PASSWORD: there is no secret "prod/dbb" in ${REGION} of the account ${ACCOUNT}; correct the name, or create it first`,
      ]);
    } finally {
      Reflect.deleteProperty(process.env, "GHCR_FARGATE_OFFLINE");
    }
    const test = await deployService({
      ...PUBLIC,
      secrets: { A: "secretsmanager:prod/db:key::", B: "ssm:/prod/level", C: DB },
    });
    deepStrictEqual(containerIn(test).secrets, [
      { name: "A", valueFrom: `${arnOf("secretsmanager:*:secret:prod/db-AbCdEf")}:key::` },
      { name: "B", valueFrom: LEVEL },
      { name: "C", valueFrom: DB },
    ]);
    deepStrictEqual(
      test.calls.filter(({ token }) => token === GET_SECRET),
      [],
    );
  });

  it("that is none is refused without being shown", async () => {
    const wrong =
      'is neither the name nor the ARN of a Secrets Manager secret or an SSM parameter; pass "secretsmanager:NAME" (with :json-key:: behind it for one key of a JSON secret) or "ssm:NAME", or the ARN of either';
    strictEqual(
      await refusal({ ...PUBLIC, secrets: { PASSWORD: "hunter2" } }),
      `GhcrFargateService "web": secrets.PASSWORD: ${wrong}`,
    );
  });
});
