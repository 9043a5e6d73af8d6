// Values that are Outputs: checked when they are known, with the words of plain values.

import { deepStrictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { ARGUMENT_SHAPES } from "../../components/component/argumentShapes";
import { deployService, PUBLIC } from "./serviceFixture";

describe("bad values that are known later", () => {
  const LATER: readonly (readonly [title: string, args: GhcrFargateServiceArgs, message: string])[] = [
    [
      "image",
      { ...PUBLIC, image: pulumi.output("ghcr.io/Acme/web:1") },
      'image: "ghcr.io/Acme/web:1" has upper-case letters in its repository; registries know lower case only: write "ghcr.io/acme/web:1"',
    ],
    ["memory", { ...PUBLIC, memory: pulumi.output(100) }, "memory: 100 MiB is not a memory size of Fargate; use 512"],
    [
      "memory with cpu",
      { ...PUBLIC, cpu: pulumi.output(1024), memory: 512 },
      "memory: 512 MiB do not go with cpu: 1024; Fargate's nearest sizes are memory: 2048, or cpu: 256 with memory: 512",
    ],
    [
      "desiredCount",
      { ...PUBLIC, desiredCount: Promise.resolve(1.5) },
      "desiredCount: 1.5 is not valid; must be a whole number from 0 to 5000 (tasks)",
    ],
    [
      "credentials.token",
      { ...PUBLIC, credentials: { username: "u", token: pulumi.secret("") } },
      "credentials.token: is empty; pass a token with the right to read packages",
    ],
    [
      "credentials.token with a line end",
      { ...PUBLIC, credentials: { username: "u", token: pulumi.secret("ghp_abc\n") } },
      "credentials.token: contains white space; pass the token alone, without a line end",
    ],
    [
      "credentials.secretArn",
      { ...PUBLIC, credentials: { secretArn: pulumi.output("ghcr") } },
      'credentials.secretArn: "ghcr" is not a valid ARN of a Secrets Manager secret; pass an ARN like arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME',
    ],
    [
      "logs.retentionDays",
      { ...PUBLIC, logs: { retentionDays: pulumi.output(2) } },
      "logs.retentionDays: 2 days is not a retention period of CloudWatch Logs; use 1, or another of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
  ];
  for (const [title, args, message] of LATER)
    it(`${title}: the update fails with the words of a plain value`, async () => {
      const { errors } = await deployService(args, { mayFail: true });
      const found = errors.filter((error) => error.message.includes(`GhcrFargateService "web": ${message}`));
      deepStrictEqual([errors.length > 0, found.length], [true, errors.length]);
    });

  it("are refused by our own errors alone, whatever they are", async () => {
    const names = Object.entries(ARGUMENT_SHAPES.GhcrFargateService ?? {})
      .filter(([, type]) => /^!?[[{]?(string|number|boolean)$/.test(type))
      .map(([name]) => name);
    for (const nasty of [NaN, 10n, "x".repeat(1e5), { a: 1 }, [[1]], true]) {
      const args = { ...PUBLIC, ...Object.fromEntries(names.map((name) => [name, pulumi.output(nasty as never)])) };
      const { errors } = await deployService(args, { mayFail: true });
      deepStrictEqual(
        errors.map(({ message }) => message).filter((message) => !message.startsWith('GhcrFargateService "web": ')),
        [],
      );
    }
    deepStrictEqual(names.length > 10, true);
  });
});
