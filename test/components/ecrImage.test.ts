// A service whose image is in ECR: no credentials, a pull of exactly that repository, and a login in the image's Region.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { deployService, policyOf, PUBLIC } from "./serviceFixture";

const IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1.0.0";

describe("a service with an image in ECR", () => {
  it("gives its execution role the pull of that repository and no other", async () => {
    const deployment = await deployService({ ...PUBLIC, image: IMAGE });
    deepStrictEqual(deployment.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), []);
    const { Statement } = policyOf(deployment, "web-execution-role-policy") as { Statement: Record<string, unknown>[] };
    deepStrictEqual(
      Statement.filter(({ Sid }) => Sid !== "WriteLogs"),
      [
        { Sid: "LogInToEcr", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
        {
          Sid: "PullFromEcr",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: ["arn:aws:ecr:eu-west-1:123456789012:repository/shop/web"],
        },
      ],
    );
  });

  it("does so for an image that becomes known later where it is asked to, and else takes AWS's managed policy", async () => {
    const image = pulumi.output(IMAGE);
    const tight = await deployService({ ...PUBLIC, image, executionRole: { tight: true } });
    strictEqual(JSON.stringify(policyOf(tight, "web-execution-role-policy")).includes("repository/shop/web"), true);
    const managed = await deployService({ ...PUBLIC, image });
    strictEqual(managed.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").length, 1);
  });

  it("keeps AWS's managed policy where it is asked to", async () => {
    const deployment = await deployService({ ...PUBLIC, image: IMAGE, executionRole: { tight: false } });
    strictEqual(deployment.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").length, 1);
  });

  it("creates no secret", async () => {
    const deployment = await deployService({ ...PUBLIC, image: IMAGE });
    deepStrictEqual(deployment.ofType("aws:secretsmanager/secret:Secret"), []);
  });
});
