// Hardening comes and goes.

import { describeTransitions } from "../support/transitions";

const service = (...parts: string[]) =>
  `{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new", natGateways: "single" }, ` +
  `alarms: { emails: ["ops@example.com"] }, loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, ${parts.join(" ")} }`;

describeTransitions("hardening", [
  { name: "it is as it comes", args: service(), replaces: [] },
  { name: "it is hardened", args: service("hardening: true"), replaces: ["ecs:TaskDefinition web-task"] },
  {
    name: "it is as it was",
    args: service(),
    replaces: ["ecs:TaskDefinition web-task"],
    deletes: [
      "ec2:DefaultSecurityGroup web-default-security-group",
      "ec2:FlowLog web-flow-log",
      "kms:Key web-hardening-key",
      "s3:Bucket web-log-bucket",
      "s3:BucketLifecycleConfiguration web-log-bucket-lifecycle",
      "s3:BucketPolicy web-log-bucket-policy",
      "s3:BucketPublicAccessBlock web-log-bucket-access",
      "s3:BucketVersioning web-log-bucket-versioning",
    ],
  },
]);
