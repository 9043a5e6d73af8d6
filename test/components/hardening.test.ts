// Hardening: which defaults change, what is created for it, and what stays the user's.
// Not proven here: that AWS accepts it; test/engine/transitions/hardening.test.ts asks an emulator.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { containerIn, deployService, policyOf, PUBLIC } from "./serviceFixture";

const OPEN: GhcrFargateServiceArgs = {
  ...PUBLIC,
  port: 8080,
  network: { mode: "new" },
  loadBalancer: { ingressCidrs: ["0.0.0.0/0"], domainName: "app.example.com" },
  alarms: { emails: ["ops@example.com"] },
  sidecars: [{ name: "proxy", image: "docker.io/library/caddy:2" }],
};
const HARDENED: GhcrFargateServiceArgs = { ...OPEN, hardening: true };
const ACCOUNT = "123456789012";
const KEY = /^arn:aws:kms:eu-central-1:123456789012:key\//;

describe("hardening", () => {
  it("creates a key, a bucket for logs, and flow logs", async () => {
    const before = new Set((await deployService(OPEN)).list());
    deepStrictEqual(
      (await deployService(HARDENED)).list().filter((child) => !before.has(child)),
      [
        "aws:ec2/flowLog:FlowLog web-flow-log",
        "aws:kms/key:Key web-hardening-key",
        "aws:s3/bucket:Bucket web-log-bucket",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration web-log-bucket-lifecycle",
        "aws:s3/bucketPolicy:BucketPolicy web-log-bucket-policy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock web-log-bucket-access",
        "aws:s3/bucketVersioning:BucketVersioning web-log-bucket-versioning",
      ],
    );
  });

  it("changes the defaults of what is there", async () => {
    const deployment = await deployService(HARDENED);
    const { retentionInDays, kmsKeyId } = deployment.find("web-logs").inputs;
    strictEqual(retentionInDays, 365);
    strictEqual(KEY.test(String(kmsKeyId)), true);
    strictEqual(deployment.find("web-alarms").inputs.kmsMasterKeyId, kmsKeyId);
    const { enableDeletionProtection, accessLogs } = deployment.find("web-lb").inputs;
    strictEqual(enableDeletionProtection, true);
    strictEqual((accessLogs as { enabled: boolean }).enabled, true);
    for (const name of ["app", "proxy"]) strictEqual(containerIn(deployment, name).readonlyRootFilesystem, true);
    const { assignPublicIp } = deployment.find("web-service").inputs.networkConfiguration as Record<string, unknown>;
    strictEqual(assignPublicIp, false);
  });

  it("leaves what the user says", async () => {
    const key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    const deployment = await deployService({
      ...HARDENED,
      network: PUBLIC.network,
      readonlyRootFilesystem: false,
      logs: { retentionDays: 7, keyArn: key },
      alarms: { emails: ["ops@example.com"], topicKeyArn: key },
      loadBalancer: { ...OPEN.loadBalancer, deletionProtection: false, accessLogs: { bucket: "mine" } },
    });
    deepStrictEqual(
      deployment.resources.filter(({ type }) => /^aws:(s3|ec2\/flowLog|kms)/.test(type)),
      [],
    );
    strictEqual(deployment.find("web-logs").inputs.retentionInDays, 7);
    strictEqual(containerIn(deployment).readonlyRootFilesystem, false);
    strictEqual(deployment.find("web-lb").inputs.enableDeletionProtection, false);
  });

  it("lets only load balancers and flow logs of the account write, over TLS", async () => {
    const deployment = await deployService(HARDENED);
    const { Statement } = policyOf(deployment, "web-log-bucket-policy") as { Statement: Record<string, unknown>[] };
    deepStrictEqual(
      Statement.map(({ Sid, Effect, Condition }) => [Sid, Effect, Condition]),
      [
        [
          "AccessLogs",
          "Allow",
          {
            StringEquals: { "aws:SourceAccount": ACCOUNT },
            ArnLike: { "aws:SourceArn": `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:loadbalancer/*` },
          },
        ],
        ...["DeliveredLogs", "DeliveryChecks"].map((sid) => [
          sid,
          "Allow",
          {
            StringEquals: { "aws:SourceAccount": ACCOUNT },
            ArnLike: { "aws:SourceArn": `arn:aws:logs:eu-central-1:${ACCOUNT}:*` },
          },
        ]),
        ["TlsOnly", "Deny", { Bool: { "aws:SecureTransport": "false" } }],
      ],
    );
  });
});
