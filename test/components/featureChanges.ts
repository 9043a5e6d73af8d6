// What each feature changes of a service that has only what the feature builds on.

import { DETAIL_CHANGES } from "./detailChanges";

/** What a feature adds, takes away (`Type name`) and changes (`name input`). */
export interface Change {
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly changed?: readonly string[];
}

/** The features whose own test file holds what they change, by name. */
export const HELD_BY: Readonly<Record<string, string>> = {
  "a canary": "deployment.test.ts",
  hardening: "hardening.test.ts",
  reminders: "expiryReminders.test.ts",
  autoscaling: "autoscaling.test.ts",
  "alarms with a dashboard": "alarms.test.ts",
  "recorded shells": "executeCommand.test.ts",
  shells: "executeCommand.test.ts",
  "an empty volume": "volumes.test.ts",
  "an existing file system": "volumes.test.ts",
  "a created file system": "fileSystem.test.ts",
  FireLens: "logDriver.test.ts",
  Splunk: "logDriver.test.ts",
  "traces by OpenTelemetry": "tracing.test.ts",
  "a name in a created namespace": "discovery.test.ts",
  "Service Connect in a created namespace": "serviceConnect.test.ts",
  "a tight execution role with GuardDuty": "tightExecution.test.ts",
};

/** What the other features change, by name. */
export const CHANGES: Readonly<Record<string, Change>> = {
  "a task that has to succeed first": { added: ["TaskDefinition web-pre-deploy"], changed: ["web-task tags"] },
  "tasks that other services reach": { added: ["SecurityGroupIngressRule web-ingress-sg-0a1b2c3d4e5f60718"] },
  "a registry token": {
    added: [
      "RolePolicy web-execution-role-policy",
      "Alias web-key-alias",
      "Key web-key",
      "Secret web-secret",
      "SecretVersion web-secret-version",
    ],
    changed: ["web-task containerDefinitions"],
  },
  "a registry token under a given key": {
    added: ["RolePolicy web-execution-role-policy", "Secret web-secret", "SecretVersion web-secret-version"],
    changed: ["web-task containerDefinitions"],
  },
  "a registry secret that exists": {
    added: ["RolePolicy web-execution-role-policy"],
    changed: ["web-task containerDefinitions"],
  },
  "a new VPC with a NAT gateway in each zone": {
    added: ["DefaultSecurityGroup web-default-security-group", "Vpc web-vpc"],
    changed: ["web-security-group vpcId", "web-service networkConfiguration"],
  },
  "a new VPC with one NAT gateway": {
    added: ["DefaultSecurityGroup web-default-security-group", "Vpc web-vpc"],
    changed: ["web-security-group vpcId", "web-service networkConfiguration"],
  },
  "a new VPC": {
    added: ["DefaultSecurityGroup web-default-security-group", "Vpc web-vpc"],
    changed: ["web-security-group vpcId", "web-service networkConfiguration"],
  },
  "an existing network": { changed: ["web-security-group vpcId", "web-service networkConfiguration"] },
  "public addresses": { changed: ["web-service networkConfiguration"] },
  endpoints: {
    added: [
      "SecurityGroup web-endpoint-security-group",
      "VpcEndpoint web-endpoint-logs",
      "VpcEndpoint web-endpoint-secretsmanager",
      "VpcEndpoint web-endpoint-ssm",
      "SecurityGroupIngressRule web-endpoint-ingress-0",
    ],
  },
  "all endpoints": {
    added: [
      "SecurityGroup web-endpoint-security-group",
      "VpcEndpoint web-endpoint-ecr.api",
      "VpcEndpoint web-endpoint-ecr.dkr",
      "VpcEndpoint web-endpoint-logs",
      "VpcEndpoint web-endpoint-s3",
      "VpcEndpoint web-endpoint-secretsmanager",
      "SecurityGroupIngressRule web-endpoint-ingress-0",
    ],
  },
  "limited egress": {
    added: ["SecurityGroupEgressRule web-egress-0.0.0.0-0-443", "SecurityGroupEgressRule web-egress-10.0.0.0-8-2049"],
    removed: ["SecurityGroupEgressRule web-egress"],
  },
  "given security groups": {
    removed: ["SecurityGroup web-security-group", "SecurityGroupEgressRule web-egress"],
    changed: ["web-service networkConfiguration"],
  },
  HTTPS: {
    added: [
      "Certificate web-certificate",
      "CertificateValidation web-certificate-validation",
      "SecurityGroup web-lb-security-group",
      "Listener web-listener",
      "Listener web-redirect-listener",
      "LoadBalancer web-lb",
      "TargetGroup web-tg",
      "Record web-alias",
      "Record web-certificate-record",
      "SecurityGroupEgressRule web-lb-egress",
      "SecurityGroupIngressRule web-ingress-lb",
      "SecurityGroupIngressRule web-lb-ingress-443-0.0.0.0-0",
      "SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
    ],
    changed: ["web-service healthCheckGracePeriodSeconds", "web-service loadBalancers"],
  },
  "HTTPS with a given certificate": {
    added: [
      "SecurityGroup web-lb-security-group",
      "Listener web-listener",
      "Listener web-redirect-listener",
      "LoadBalancer web-lb",
      "TargetGroup web-tg",
      "SecurityGroupEgressRule web-lb-egress",
      "SecurityGroupIngressRule web-ingress-lb",
      "SecurityGroupIngressRule web-lb-ingress-443-0.0.0.0-0",
      "SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
    ],
    changed: ["web-service healthCheckGracePeriodSeconds", "web-service loadBalancers"],
  },
  "plain HTTP": {
    added: [
      "SecurityGroup web-lb-security-group",
      "Listener web-listener",
      "LoadBalancer web-lb",
      "TargetGroup web-tg",
      "SecurityGroupEgressRule web-lb-egress",
      "SecurityGroupIngressRule web-ingress-lb",
      "SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
    ],
    changed: ["web-service healthCheckGracePeriodSeconds", "web-service loadBalancers"],
  },
  "an internal balancer with IPv6": {
    added: [
      "SecurityGroup web-lb-security-group",
      "Listener web-listener",
      "LoadBalancer web-lb",
      "TargetGroup web-tg",
      "SecurityGroupEgressRule web-lb-egress",
      "SecurityGroupIngressRule web-ingress-lb",
      "SecurityGroupIngressRule web-lb-ingress-80-10.0.0.0-8",
      "SecurityGroupIngressRule web-lb-ingress-80-2001-db8-32",
    ],
    changed: ["web-service healthCheckGracePeriodSeconds", "web-service loadBalancers"],
  },
  "a shared listener": {
    added: ["ListenerRule web-rule", "TargetGroup web-tg", "SecurityGroupIngressRule web-ingress-lb"],
    changed: ["web-service healthCheckGracePeriodSeconds", "web-service loadBalancers"],
  },
  "tasks that clients reach": {
    added: [
      "SecurityGroupIngressRule web-ingress-10.0.0.0-8",
      "SecurityGroupIngressRule web-ingress-2001-db8-32",
      "SecurityGroupIngressRule web-ingress-pl-0a1b2c3d4e5f60718",
    ],
  },
  "a balancer's settings": {
    changed: [
      "web-service healthCheckGracePeriodSeconds",
      "web-tg deregistrationDelay",
      "web-tg healthCheck",
      "web-tg loadBalancingCrossZoneEnabled",
      "web-tg protocol",
      "web-tg slowStart",
      "web-tg stickiness",
    ],
  },
  "a listener on another port with a web ACL": {
    added: [
      "SecurityGroupIngressRule web-lb-ingress-80-pl-0a1b2c3d4e5f60718",
      "SecurityGroupIngressRule web-lb-ingress-9443-0.0.0.0-0",
      "SecurityGroupIngressRule web-lb-ingress-9443-pl-0a1b2c3d4e5f60718",
      "WebAclAssociation web-web-acl",
    ],
    removed: ["SecurityGroupIngressRule web-lb-ingress-443-0.0.0.0-0"],
    changed: [
      "web-lb dropInvalidHeaderFields",
      "web-lb idleTimeout",
      "web-listener port",
      "web-listener sslPolicy",
      "web-redirect-listener defaultActions",
    ],
  },
  "clients that sign in": { changed: ["web-listener defaultActions"] },
  "gRPC over TLS up to the container": {
    changed: [
      "web-tg healthCheck",
      "web-tg loadBalancingCrossZoneEnabled",
      "web-tg protocol",
      "web-tg protocolVersion",
    ],
  },
  "more targets": {
    added: [
      "Listener web-listener-9100",
      "ListenerRule web-rule-9090",
      "TargetGroup web-tg-9090",
      "TargetGroup web-tg-9100",
      "SecurityGroupIngressRule web-ingress-lb-9090",
      "SecurityGroupIngressRule web-ingress-lb-9100",
      "SecurityGroupIngressRule web-lb-ingress-9100-0.0.0.0-0",
    ],
    changed: ["web-service loadBalancers", "web-task containerDefinitions"],
  },
  "TCP with fixed addresses": {
    added: [
      "Eip web-lb-address-0",
      "Eip web-lb-address-1",
      "SecurityGroup web-lb-security-group",
      "Listener web-listener",
      "LoadBalancer web-lb",
      "TargetGroup web-tg",
      "SecurityGroupEgressRule web-lb-egress",
      "SecurityGroupIngressRule web-ingress-lb",
      "SecurityGroupIngressRule web-lb-ingress-8080-0.0.0.0-0",
    ],
    changed: ["web-service healthCheckGracePeriodSeconds", "web-service loadBalancers"],
  },
  "UDP at existing addresses": {
    added: [
      "SecurityGroup web-lb-security-group",
      "Listener web-listener",
      "LoadBalancer web-lb",
      "TargetGroup web-tg",
      "SecurityGroupEgressRule web-lb-egress",
      "SecurityGroupIngressRule web-ingress-lb",
      "SecurityGroupIngressRule web-ingress-lb-8079",
      "SecurityGroupIngressRule web-lb-ingress-udp-8080-0.0.0.0-0",
    ],
    changed: [
      "web-service healthCheckGracePeriodSeconds",
      "web-service loadBalancers",
      "web-task containerDefinitions",
    ],
  },
  "the process of the container": { changed: ["web-task containerDefinitions"] },
  "environment files": {
    added: ["RolePolicy web-execution-role-policy"],
    changed: ["web-task containerDefinitions"],
  },
  "a file system in memory": { changed: ["web-task containerDefinitions"] },
  "a family of its own": { changed: ["web-service taskDefinition", "web-task family"] },
  "a fixed name of the service": { changed: ["web-service name"] },
  "a fixed name of the log group": { changed: ["web-logs name", "web-task containerDefinitions"] },
  "a fixed name of the cluster": {
    changed: ["web-cluster name", "web-cluster-capacity clusterName", "web-service cluster"],
  },
  "a fixed name of the execution role": {
    changed: ["web-execution-role name", "web-execution-role-managed-policy role", "web-task executionRoleArn"],
  },
  "a fixed name of the task role": { changed: ["web-task taskRoleArn", "web-task-role name"] },
  "ports by name": { changed: ["web-task containerDefinitions"] },
  "blue/green with a test port and hooks": {
    added: [
      "Role web-hook-role",
      "Role web-infrastructure-role",
      "RolePolicy web-hook-role-policy",
      "RolePolicyAttachment web-infrastructure-role-managed-policy",
      "Listener web-test-listener",
      "ListenerRule web-production-rule",
      "ListenerRule web-test-rule",
      "TargetGroup web-tg2",
      "SecurityGroupIngressRule web-lb-ingress-8443-10.0.0.0-8",
    ],
    changed: ["web-service deploymentConfiguration", "web-service loadBalancers"],
  },
  "a linear shift with a test listener": {
    added: [
      "Role web-infrastructure-role",
      "RolePolicyAttachment web-infrastructure-role-managed-policy",
      "ListenerRule web-production-rule",
      "ListenerRule web-test-rule",
      "TargetGroup web-tg2",
    ],
    changed: ["web-service deploymentConfiguration", "web-service loadBalancers"],
  },
  "a rolling deployment in its own steps": {
    changed: ["web-service deploymentMaximumPercent", "web-service deploymentMinimumHealthyPercent"],
  },
  "a rollback on alarms": { changed: ["web-service alarms"] },
  "autoscaling by requests": { added: ["Policy web-request-scaling"] },
  "alarms to a given topic": {
    added: [
      "EventRule web-service-failures",
      "EventRule web-task-failures",
      "EventTarget web-service-failures",
      "EventTarget web-task-failures",
      "MetricAlarm web-cpu-alarm",
      "MetricAlarm web-memory-alarm",
      "MetricAlarm web-running-tasks-alarm",
    ],
  },
  "shells recorded in what exists": {
    added: ["RolePolicy web-task-role-policy"],
    changed: ["web-cluster configuration", "web-service enableExecuteCommand"],
  },
  "an existing cluster": {
    removed: ["Cluster web-cluster", "ClusterCapacityProviders web-cluster-capacity"],
    changed: ["web-service cluster"],
  },
  "Container Insights": { changed: ["web-cluster settings"] },
  Spot: {
    changed: ["web-service capacityProviderStrategies", "web-service forceNewDeployment", "web-service launchType"],
  },
  "encrypted logs": { changed: ["web-logs kmsKeyId", "web-logs retentionInDays"] },
  "traces by the X-Ray daemon": {
    added: ["RolePolicy web-task-role-policy"],
    changed: ["web-task containerDefinitions"],
  },
  "a name in a given namespace": { added: ["Service web-discovery"], changed: ["web-service serviceRegistries"] },
  "Service Connect in a given namespace": {
    changed: ["web-service serviceConnectConfiguration", "web-task containerDefinitions"],
  },
  "a given execution role": {
    removed: ["Role web-execution-role", "RolePolicyAttachment web-execution-role-managed-policy"],
    changed: ["web-task executionRoleArn"],
  },
  "a permissions boundary": {
    changed: ["web-execution-role permissionsBoundary", "web-task-role permissionsBoundary"],
  },
  "rights of the containers": {
    added: ["RolePolicy web-task-role-policy", "RolePolicyAttachment web-task-role-managed-policy-0"],
  },
  "a given task role": { removed: ["Role web-task-role"], changed: ["web-task taskRoleArn"] },
  "a public sidecar": { changed: ["web-task containerDefinitions"] },
  "a sidecar with a token of its own": {
    added: [
      "RolePolicy web-execution-role-policy",
      "Alias web-agent-key-alias",
      "Key web-agent-key",
      "Secret web-agent-secret",
      "SecretVersion web-agent-secret-version",
    ],
    changed: ["web-task containerDefinitions"],
  },
  "a sidecar that shares the credentials": { changed: ["web-task containerDefinitions"] },
  secrets: { added: ["RolePolicy web-execution-role-policy"], changed: ["web-task containerDefinitions"] },
  "secrets by name": { added: ["RolePolicy web-execution-role-policy"], changed: ["web-task containerDefinitions"] },
  "settings of the container": { changed: ["web-task containerDefinitions"] },
  "a larger task": {
    changed: ["web-task cpu", "web-task ephemeralStorage", "web-task memory", "web-task runtimePlatform"],
  },
  "three tasks": { changed: ["web-service desiredCount"] },
  "a budget": {},
  "no questions to the registry": {},
  "an attested image": {},
  "a pull-through cache": {
    added: [
      "PullThroughCacheRule web-pull-through",
      "RepositoryCreationTemplate web-pull-through-template",
      "RolePolicy web-execution-role-policy",
      "Secret web-pull-through-secret",
      "SecretVersion web-pull-through-secret-version",
    ],
    changed: ["web-task containerDefinitions"],
  },
  "no wait for the rollout": {},
  tags: {
    changed: [
      "web-cluster tags",
      "web-egress tags",
      "web-execution-role tags",
      "web-logs tags",
      "web-security-group tags",
      "web-service tags",
      "web-task tags",
      "web-task-role tags",
    ],
  },
  ...DETAIL_CHANGES,
};
