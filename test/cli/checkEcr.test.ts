// `ghcr-fargate check` of an image in ECR: the caller's AWS credentials get the login, from the image's own Region.
// Not proven here: ECR's answers beyond its challenge, which are any registry's.

import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Command } from "commander";
import { addCheck } from "../../cli/check";
import { Network } from "../support/network";
import { PASSWORD, RegistryServer, USERNAME } from "../support/registryServer";

const HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

const ENVIRONMENT = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

describe("ghcr-fargate check of an image in ECR", () => {
  let registry: RegistryServer;
  let aws: Server;
  let asked: string[];
  let denies: boolean;
  const kept = new Map(ENVIRONMENT.map((name) => [name, process.env[name]]));

  beforeEach(async () => {
    registry = await new RegistryServer("basic").start();
    asked = [];
    denies = false;
    aws = createServer((request, response) => {
      const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "")?.[1];
      asked.push(`${String(request.headers["x-amz-target"])} in ${region ?? "none"}`);
      response.setHeader("content-type", "application/x-amz-json-1.1");
      if (denies) return void response.writeHead(400).end('{"__type":"AccessDeniedException","message":"no"}');
      const authorizationToken = Buffer.from(`${USERNAME}:${PASSWORD}`).toString("base64");
      response.end(JSON.stringify({ authorizationData: [{ authorizationToken }] }));
    });
    await new Promise<void>((resolve) => aws.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "made-up",
    });
  });
  afterEach(async () => {
    for (const [name, value] of kept)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    aws.close();
    await registry.stop();
  });

  async function run(image: string): Promise<{ output: string; error: string; code: number | undefined }> {
    const result = { output: "", error: "", code: undefined as number | undefined };
    const program = new Command("ghcr-fargate");
    addCheck(new Network({ [`https://${HOST}`]: registry.url }).options)(program, {
      write: (text) => void (result.output += text),
      writeError: (text) => void (result.error += text),
      readInput: () => Promise.reject(new Error("standard input was read")),
      env: {},
      colour: false,
      interactive: false,
      exitWith: (code) => void (result.code = code),
    });
    await program.parseAsync(["check", image], { from: "user" });
    return result;
  }

  it("logs in with AWS's token and checks tag and platform", async () => {
    registry.putIndex("shop/web", "v1.0.0", ["linux/amd64"]);
    const { output, code } = await run(`${HOST}/shop/web:v1.0.0`);
    assert.deepEqual(asked, ["AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken in eu-west-1"]);
    assert.match(output, /credentials {2}accepted/);
    assert.match(output, /linux\/amd64/);
    assert.ok(!output.includes(PASSWORD));
    assert.equal(code, 0);
  });

  it("says what AWS refused", async () => {
    denies = true;
    const { error, code } = await run(`${HOST}/shop/web:v1.0.0`);
    assert.equal(error, "error: permission denied: ecr:GetAuthorizationToken is missing; no\n");
    assert.equal(code, 3);
  });
});
