// What the details of features change of a service that has only what they build on.

import type { Change } from "./featureChanges";

/** What the features of detailFeatures.ts change, by name. */
export const DETAIL_CHANGES: Readonly<Record<string, Change>> = {
  "a sidecar with all settings of a container": {
    added: ["RolePolicy web-execution-role-policy"],
    changed: ["web-task containerDefinitions", "web-task volumes"],
  },
  "an order of containers": { changed: ["web-task containerDefinitions"] },
  "an attested sidecar": { changed: ["web-task containerDefinitions"] },
  "a file system mounted in AWS's old way": {
    added: ["RolePolicy web-task-role-policy"],
    changed: ["web-task containerDefinitions", "web-task volumes"],
  },
  "a created file system with settings of its own": {
    added: [
      "SecurityGroup web-file-system-security-group",
      "AccessPoint web-access-point-fast",
      "FileSystem web-file-system-fast",
      "FileSystemPolicy web-file-system-policy-fast",
      "MountTarget web-mount-target-fast-0",
      "MountTarget web-mount-target-fast-1",
      "SecurityGroupIngressRule web-file-system-ingress-0",
    ],
    changed: ["web-task containerDefinitions", "web-task volumes"],
  },
  "a log router of its own": { changed: ["web-task containerDefinitions"] },
  "a collector with settings of its own": { changed: ["web-task containerDefinitions"] },
  "routes that are not checked": {},
  "an endpoint of S3 alone": { added: ["VpcEndpoint web-endpoint-s3"] },
  "a balancer in subnets of its own": {
    added: [
      "SecurityGroupIngressRule web-lb-ingress-443-sg-0c1b2c3d4e5f60718",
      "SecurityGroupIngressRule web-lb-ingress-80-sg-0c1b2c3d4e5f60718",
    ],
    changed: ["web-lb accessLogs", "web-lb enableDeletionProtection", "web-lb subnets"],
  },
  "a zone by its id, and no redirect": {
    removed: ["Listener web-redirect-listener", "SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0"],
    changed: ["web-alias zoneId", "web-certificate-record zoneId"],
  },
  "a shared balancer's group and priority": {
    changed: ["web-ingress-lb referencedSecurityGroupId", "web-rule priority"],
  },
  "clients that sign in by OpenID Connect": { changed: ["web-listener defaultActions"] },
  "a target with settings of its own": {
    added: ["ListenerRule web-rule-9200", "TargetGroup web-tg-9200", "SecurityGroupIngressRule web-ingress-lb-9200"],
    changed: ["web-service loadBalancers", "web-task containerDefinitions"],
  },
  "times of a blue/green deployment": { changed: ["web-service deploymentConfiguration"] },
  "the first share of a canary": { changed: ["web-service deploymentConfiguration"] },
  "the steps of a linear shift": { changed: ["web-service deploymentConfiguration"] },
  "no circuit breaker": { changed: ["web-service deploymentCircuitBreaker"] },
  "no rebalancing of zones": { changed: ["web-service availabilityZoneRebalancing"] },
  "a pace of scaling": {
    added: ["ScheduledAction web-scaling-schedule-1"],
    changed: [
      "web-cpu-scaling targetTrackingScalingPolicyConfiguration",
      "web-memory-scaling targetTrackingScalingPolicyConfiguration",
    ],
  },
  "a discovered name of its own": {
    changed: ["web-discovery dnsConfig", "web-discovery name", "web-service serviceRegistries"],
  },
  "an address of its own in the mesh": {
    changed: ["web-service serviceConnectConfiguration", "web-task containerDefinitions"],
  },
  "shells recorded for a week": { changed: ["web-session-logs retentionInDays"] },
  "thresholds of alarms": {
    changed: ["cpu", "http-5xx", "memory", "response-time"].flatMap((alarm) => [
      `web-${alarm}-alarm alarmDescription`,
      `web-${alarm}-alarm threshold`,
    ]),
  },
  "a rollout with its own limits": {},
  "a pull-through cache that exists": {
    added: ["RolePolicy web-execution-role-policy"],
    changed: ["web-task containerDefinitions"],
  },
};
