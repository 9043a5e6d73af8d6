// Features of a service alone, all together, and in random combinations.
// Not proven here: that AWS accepts what is created, and that arguments do what they say; the features' own tests look at that.

import { deepStrictEqual, strictEqual } from "node:assert";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import { planGhcrFargateService } from "../../components/ghcrFargateServicePlan";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deploy, type Deployment } from "../support/deploy";
import { changeAlone, short } from "./difference";
import { CHANGES, HELD_BY } from "./featureChanges";
import { FEATURES, OTHER_TOKEN } from "./features";
import { argsOf, randomSets, together } from "./featureSets";
import { violations } from "./invariants";
import { longestName } from "./physicalNames";
import { deployService, TOKEN } from "./serviceFixture";
import { ALLOWED_WILDCARDS, wildcardStatements } from "./wildcards";

const ALL = together(FEATURES);
const MODES = ["update", "preview"] as const;

function deployAs(name: string, args: GhcrFargateServiceArgs, mode: (typeof MODES)[number]): Promise<Deployment> {
  return deploy(() => new GhcrFargateService(name, args), { preview: mode === "preview" });
}

describe("a feature alone", () => {
  const changeOf = changeAlone(FEATURES, (features) => deployService(argsOf(features)));

  it("is held here or in a test file of its own", () => {
    deepStrictEqual([...Object.keys(CHANGES), ...Object.keys(HELD_BY)].sort(), FEATURES.map(({ name }) => name).sort());
  });

  for (const feature of FEATURES.filter(({ name }) => name in CHANGES))
    it(`changes only its own resources: ${feature.name}`, async () => {
      deepStrictEqual(await changeOf(feature), { added: [], removed: [], changed: [], ...CHANGES[feature.name] });
    });
});

describe("all features that go together", () => {
  let all: Deployment;
  before(async () => {
    all = await deployAs("web", argsOf(ALL), "update");
  });

  it("create exactly these resources", () => {
    deepStrictEqual(all.list(), [
      "aws:acm/certificate:Certificate web-certificate",
      "aws:acm/certificateValidation:CertificateValidation web-certificate-validation",
      "aws:appautoscaling/policy:Policy web-cpu-scaling",
      "aws:appautoscaling/policy:Policy web-memory-scaling",
      "aws:appautoscaling/scheduledAction:ScheduledAction web-scaling-schedule-0",
      "aws:appautoscaling/scheduledAction:ScheduledAction web-scaling-schedule-1",
      "aws:appautoscaling/target:Target web-scaling",
      "aws:cloudwatch/dashboard:Dashboard web-dashboard",
      "aws:cloudwatch/eventRule:EventRule web-service-failures",
      "aws:cloudwatch/eventRule:EventRule web-task-failures",
      "aws:cloudwatch/eventTarget:EventTarget web-service-failures",
      "aws:cloudwatch/eventTarget:EventTarget web-task-failures",
      "aws:cloudwatch/logGroup:LogGroup web-logs",
      "aws:cloudwatch/logGroup:LogGroup web-session-logs",
      "aws:cloudwatch/metricAlarm:MetricAlarm web-cpu-alarm",
      "aws:cloudwatch/metricAlarm:MetricAlarm web-http-5xx-alarm",
      "aws:cloudwatch/metricAlarm:MetricAlarm web-memory-alarm",
      "aws:cloudwatch/metricAlarm:MetricAlarm web-response-time-alarm",
      "aws:cloudwatch/metricAlarm:MetricAlarm web-running-tasks-alarm",
      "aws:cloudwatch/metricAlarm:MetricAlarm web-unhealthy-hosts-alarm",
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup web-default-security-group",
      "aws:ec2/flowLog:FlowLog web-flow-log",
      "aws:ec2/securityGroup:SecurityGroup web-endpoint-security-group",
      "aws:ec2/securityGroup:SecurityGroup web-file-system-security-group",
      "aws:ec2/securityGroup:SecurityGroup web-lb-security-group",
      "aws:ec2/securityGroup:SecurityGroup web-security-group",
      "aws:ec2/vpcEndpoint:VpcEndpoint web-endpoint-logs",
      "aws:ec2/vpcEndpoint:VpcEndpoint web-endpoint-secretsmanager",
      "aws:ec2/vpcEndpoint:VpcEndpoint web-endpoint-ssm",
      "aws:ecs/cluster:Cluster web-cluster",
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders web-cluster-capacity",
      "aws:ecs/service:Service web-service",
      "aws:ecs/taskDefinition:TaskDefinition web-pre-deploy",
      "aws:ecs/taskDefinition:TaskDefinition web-task",
      "aws:efs/accessPoint:AccessPoint web-access-point-data",
      "aws:efs/accessPoint:AccessPoint web-access-point-fast",
      "aws:efs/backupPolicy:BackupPolicy web-backup-policy-data",
      "aws:efs/fileSystem:FileSystem web-file-system-data",
      "aws:efs/fileSystem:FileSystem web-file-system-fast",
      "aws:efs/fileSystemPolicy:FileSystemPolicy web-file-system-policy-data",
      "aws:efs/fileSystemPolicy:FileSystemPolicy web-file-system-policy-fast",
      "aws:efs/mountTarget:MountTarget web-mount-target-data-0",
      "aws:efs/mountTarget:MountTarget web-mount-target-data-1",
      "aws:efs/mountTarget:MountTarget web-mount-target-fast-0",
      "aws:efs/mountTarget:MountTarget web-mount-target-fast-1",
      "aws:iam/role:Role web-execution-role",
      "aws:iam/role:Role web-hook-role",
      "aws:iam/role:Role web-infrastructure-role",
      "aws:iam/role:Role web-reminder-role",
      "aws:iam/role:Role web-task-role",
      "aws:iam/rolePolicy:RolePolicy web-execution-role-policy",
      "aws:iam/rolePolicy:RolePolicy web-hook-role-policy",
      "aws:iam/rolePolicy:RolePolicy web-reminder-role-policy",
      "aws:iam/rolePolicy:RolePolicy web-task-role-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment web-infrastructure-role-managed-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment web-task-role-managed-policy-0",
      "aws:kms/alias:Alias web-agent-key-alias",
      "aws:kms/alias:Alias web-key-alias",
      "aws:kms/key:Key web-agent-key",
      "aws:kms/key:Key web-hardening-key",
      "aws:kms/key:Key web-key",
      "aws:kms/key:Key web-session-key",
      "aws:lb/listener:Listener web-listener",
      "aws:lb/listener:Listener web-redirect-listener",
      "aws:lb/listener:Listener web-test-listener",
      "aws:lb/listenerRule:ListenerRule web-production-rule",
      "aws:lb/listenerRule:ListenerRule web-test-rule",
      "aws:lb/loadBalancer:LoadBalancer web-lb",
      "aws:lb/targetGroup:TargetGroup web-tg",
      "aws:lb/targetGroup:TargetGroup web-tg2",
      "aws:route53/record:Record web-alias",
      "aws:route53/record:Record web-certificate-record",
      "aws:s3/bucket:Bucket web-log-bucket",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration web-log-bucket-lifecycle",
      "aws:s3/bucketPolicy:BucketPolicy web-log-bucket-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock web-log-bucket-access",
      "aws:s3/bucketVersioning:BucketVersioning web-log-bucket-versioning",
      "aws:scheduler/schedule:Schedule web-expiry-1",
      "aws:scheduler/schedule:Schedule web-expiry-14",
      "aws:scheduler/schedule:Schedule web-expiry-7",
      "aws:secretsmanager/secret:Secret web-agent-secret",
      "aws:secretsmanager/secret:Secret web-secret",
      "aws:secretsmanager/secretVersion:SecretVersion web-agent-secret-version",
      "aws:secretsmanager/secretVersion:SecretVersion web-secret-version",
      "aws:servicediscovery/httpNamespace:HttpNamespace web-connect-namespace",
      "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace web-discovery-namespace",
      "aws:servicediscovery/service:Service web-discovery",
      "aws:sns/topic:Topic web-alarms",
      "aws:sns/topicPolicy:TopicPolicy web-alarms-policy",
      "aws:sns/topicSubscription:TopicSubscription web-alarm-email-ops-example.com",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress-0.0.0.0-0-443",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress-10.0.0.0-8-2049",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress-endpoints",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-file-system-egress",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-lb-egress",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-endpoint-ingress-0",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-file-system-ingress-0",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-ingress-lb",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-ingress-sg-0a1b2c3d4e5f60718",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-80-pl-0a1b2c3d4e5f60718",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-80-sg-0c1b2c3d4e5f60718",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-8443-10.0.0.0-8",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-9443-0.0.0.0-0",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-9443-pl-0a1b2c3d4e5f60718",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-9443-sg-0c1b2c3d4e5f60718",
      "aws:wafv2/webAclAssociation:WebAclAssociation web-web-acl",
      "awsx:ec2:Vpc web-vpc",
      "ghcr-fargate:index:GhcrFargateService web",
    ]);
  });

  it("leave out only what another choice takes the place of", () => {
    deepStrictEqual(
      FEATURES.filter((feature) => !ALL.includes(feature)).map(({ name }) => name),
      [
        "a registry token under a given key",
        "a registry secret that exists",
        "a new VPC with one NAT gateway",
        "a new VPC",
        "an existing network",
        "public addresses",
        "all endpoints",
        "given security groups",
        "HTTPS with a given certificate",
        "plain HTTP",
        "an internal balancer with IPv6",
        "a shared listener",
        "tasks that clients reach",
        "a canary",
        "a linear shift with a test listener",
        "a rolling deployment in its own steps",
        "autoscaling by requests",
        "clients that sign in",
        "gRPC over TLS up to the container",
        "more targets",
        "TCP with fixed addresses",
        "UDP at existing addresses",
        "alarms to a given topic",
        "an existing cluster",
        "shells recorded in what exists",
        "shells",
        "Splunk",
        "traces by the X-Ray daemon",
        "a name in a given namespace",
        "Service Connect in a given namespace",
        "a given execution role",
        "a given task role",
        "no questions to the registry",
        "a pull-through cache",
        "routes that are not checked",
        "an endpoint of S3 alone",
        "a zone by its id, and no redirect",
        "a shared balancer's group and priority",
        "clients that sign in by OpenID Connect",
        "a target with settings of its own",
        "the first share of a canary",
        "the steps of a linear shift",
        "a rollout with its own limits",
        "a pull-through cache that exists",
      ],
    );
  });

  it("tag everything that AWS lets be tagged", () => {
    const untagged = all.resources.filter(({ inputs }) => inputs.tags === undefined).map(({ type }) => type);
    deepStrictEqual(short([...new Set(untagged)]).sort(), [
      "Alias",
      "BackupPolicy",
      "BucketLifecycleConfiguration",
      "BucketPolicy",
      "BucketPublicAccessBlock",
      "BucketVersioning",
      "CertificateValidation",
      "ClusterCapacityProviders",
      "Dashboard",
      "EventTarget",
      "FileSystemPolicy",
      "GhcrFargateService",
      "MountTarget",
      "Policy",
      "Record",
      "RolePolicy",
      "RolePolicyAttachment",
      "Schedule",
      "ScheduledAction",
      "SecretVersion",
      "TopicPolicy",
      "TopicSubscription",
      "WebAclAssociation",
    ]);
  });

  it("bound the rights of every role that is created", () => {
    const roles = all.ofType("aws:iam/role:Role");
    deepStrictEqual(
      roles.filter(({ inputs }) => inputs.permissionsBoundary === undefined).map(({ name }) => name),
      [],
    );
    strictEqual(roles.length, 5);
  });

  it("need each statement that may name everything", () => {
    const used = new Set(wildcardStatements(all.resources).map(({ allowedBy }) => allowedBy));
    deepStrictEqual(
      ALLOWED_WILDCARDS.filter((entry) => !used.has(entry)),
      [],
    );
  });
});

describe("random combinations of features", () => {
  const combinations = randomSets(FEATURES, { minLength: 12, seed: 46, numRuns: 20 });

  it("have every feature among them", () => {
    deepStrictEqual(
      FEATURES.filter((feature) => !combinations.some((features) => features.includes(feature))),
      [],
    );
  });

  combinations.forEach((features, i) => {
    const args = argsOf(features);
    for (const mode of MODES)
      it(`hold what always holds, ${i + 1} in ${mode}: ${features.map(({ name }) => name).join(", ")}`, async () => {
        const name = longestName((given) => planGhcrFargateService(given, args));
        const deployment = await deployAs(name, args, mode);
        deepStrictEqual(violations(name, deployment), []);
        for (const secret of [TOKEN, OTHER_TOKEN]) deepStrictEqual(deployment.leaks(secret), []);
        strictEqual(deployment.ofType("aws:ecs/service:Service").length, 1);
      });
  });
});
