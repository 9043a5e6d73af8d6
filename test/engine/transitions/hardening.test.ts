// A hardened service, from its creation to its end.
// Not proven here: that a running service becomes hardened; the emulator cannot give a log group that exists another key.

import assert from "node:assert/strict";
import { attributes, onlyBalancer } from "../support/balancers";
import type { Emulator } from "../support/emulator";
import { describeTransitions, type Transition } from "../support/transitions";

const service = (loadBalancer: string) =>
  `{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new" }, hardening: true, ` +
  `alarms: { emails: ["ops@example.com"] }, loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"], ${loadBalancer} } }`;

/** That the load balancer can be deleted or not, and that the rest is as strict as `hardening` says. */
function isHardened(deletionProtection: string): Transition["check"] {
  return async ({ outputs }, { emulator }) => {
    const {
      "deletion_protection.enabled": protects,
      "access_logs.s3.enabled": logs,
      "access_logs.s3.bucket": bucket = "",
    } = await attributes(emulator, "LoadBalancer", await onlyBalancer(emulator));
    assert.deepEqual([protects, logs], [deletionProtection, "true"]);
    assert.match(bucket, /^web-log-bucket-/);
    const { taskDefinition } = await emulator.json<{
      taskDefinition: { containerDefinitions: { readonlyRootFilesystem?: boolean }[] };
    }>("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition", {
      taskDefinition: outputs.taskDefinitionArn,
    });
    assert.deepEqual(
      taskDefinition.containerDefinitions.map(({ readonlyRootFilesystem }) => readonlyRootFilesystem),
      [true],
    );
    assert.deepEqual(await logGroup(emulator), { days: 365, encrypted: true });
    const flowLogs = await emulator.query("ec2", "DescribeFlowLogs", "2016-11-15");
    assert.match(flowLogs, new RegExp(`<logDestination>arn:aws:s3:::${bucket}/?`));
  };
}

async function logGroup(emulator: Emulator): Promise<object> {
  const { logGroups } = await emulator.json<{ logGroups: { retentionInDays?: number; kmsKeyId?: string }[] }>(
    "logs",
    "Logs_20140328.DescribeLogGroups",
    { logGroupNamePrefix: "web-logs" },
  );
  const [{ retentionInDays: days, kmsKeyId } = {}] = logGroups;
  return { days, encrypted: kmsKeyId !== undefined };
}

describeTransitions("hardening", [
  { name: "it is created hardened", args: service(""), replaces: [], check: isHardened("true") },
  {
    name: "its load balancer may be deleted",
    args: service("deletionProtection: false"),
    replaces: [],
    check: isHardened("false"),
  },
]);
