// What AWS allows as names: lengths and characters of every type that the component creates, each from the API that takes the name.

import type { Recorded } from "../support/recorded";

interface Naming {
  /** The input that holds the name; Pulumi makes one where it is unset. @default "name" */
  readonly input?: string;
  readonly maxLength: number;
  readonly pattern: RegExp;
}

const NAMESPACE = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const WORD = /^[A-Za-z0-9_-]+$/;
const IAM = /^[\w+=,.@-]+$/;
const DASHED = /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;
const DOTTED = /^[.\w-]+$/;
const DOMAIN = /^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/;

/** The types that have a name in AWS. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  "aws:appautoscaling/policy:Policy": { maxLength: 256, pattern: /^\P{C}+$/u },
  "aws:appautoscaling/scheduledAction:ScheduledAction": { maxLength: 256, pattern: /^\P{C}+$/u },
  "aws:cloudwatch/dashboard:Dashboard": { input: "dashboardName", maxLength: 255, pattern: WORD },
  "aws:cloudwatch/eventRule:EventRule": { maxLength: 64, pattern: DOTTED },
  "aws:cloudwatch/logGroup:LogGroup": { maxLength: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { maxLength: 255, pattern: /^\P{C}+$/u },
  "aws:ec2/securityGroup:SecurityGroup": { maxLength: 255, pattern: /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/ },
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
    input: "ecrRepositoryPrefix",
    maxLength: 30,
    pattern: NAMESPACE,
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    input: "prefix",
    maxLength: 256,
    pattern: NAMESPACE,
  },
  "aws:ecs/cluster:Cluster": { maxLength: 255, pattern: WORD },
  "aws:ecs/service:Service": { maxLength: 255, pattern: WORD },
  "aws:ecs/taskDefinition:TaskDefinition": { input: "family", maxLength: 255, pattern: WORD },
  "aws:iam/role:Role": { maxLength: 64, pattern: IAM },
  "aws:iam/rolePolicy:RolePolicy": { maxLength: 128, pattern: IAM },
  "aws:kms/alias:Alias": { maxLength: 256, pattern: /^alias\/(?!aws\/)[A-Za-z0-9/_-]+$/ },
  "aws:lb/loadBalancer:LoadBalancer": { maxLength: 32, pattern: DASHED },
  "aws:lb/targetGroup:TargetGroup": { maxLength: 32, pattern: DASHED },
  "aws:route53/record:Record": { maxLength: 255, pattern: DOMAIN },
  "aws:s3/bucket:Bucket": { input: "bucket", maxLength: 63, pattern: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/ },
  "aws:scheduler/schedule:Schedule": { maxLength: 64, pattern: DOTTED },
  "aws:secretsmanager/secret:Secret": { maxLength: 512, pattern: /^[A-Za-z0-9/_+=.@-]+$/ },
  "aws:servicediscovery/httpNamespace:HttpNamespace": { maxLength: 1024, pattern: /^[!-~]+$/ },
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": { maxLength: 253, pattern: DOMAIN },
  "aws:servicediscovery/service:Service": { maxLength: 63, pattern: DOMAIN },
  "aws:sns/topic:Topic": { maxLength: 256, pattern: WORD },
  "aws:sqs/queue:Queue": { maxLength: 80, pattern: WORD },
};

/** The types that AWS gives an id and no name. */
const NAMELESS = [
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/flowLog:FlowLog",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:appautoscaling/target:Target",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:ec2/eip:Eip",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  "aws:efs/accessPoint:AccessPoint",
  "aws:efs/backupPolicy:BackupPolicy",
  "aws:efs/fileSystem:FileSystem",
  "aws:efs/fileSystemPolicy:FileSystemPolicy",
  "aws:efs/mountTarget:MountTarget",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kms/key:Key",
  "aws:lb/listener:Listener",
  "aws:lb/listenerRule:ListenerRule",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "awsx:ec2:Vpc",
  "ghcr-fargate:index:GhcrFargateService",
  "ghcr-fargate:index:GhcrFargateTask",
];

/** Pulumi's suffix, which is not in the logical name. */
const AUTONAME_SUFFIX = "-a1b2c3d";

/** What is wrong with the names of these resources. A name that a preview does not know is not judged. */
export function badNames(resources: readonly Recorded[]): string[] {
  return resources.flatMap(({ type, name, inputs }) => {
    const naming = NAMINGS[type];
    if (naming === undefined) return NAMELESS.includes(type) ? [] : [`${type}: no limit is known here`];
    const { maxLength, pattern } = naming;
    const given = inputs[naming.input ?? "name"];
    if (given === "<unknown>") return [];
    const text = typeof given === "string" ? given : autoNameOf(type, name);
    return [
      ...(text.length > maxLength ? [`${type} ${text}: ${text.length} characters, at most ${maxLength}`] : []),
      ...(pattern.test(text) ? [] : [`${type} ${text}: not of ${pattern.source}`]),
    ];
  });
}

/** The longest name of a component that its plan does not refuse. */
export function longestName(plan: (name: string) => unknown): string {
  const name = (length: number): string => "web".padEnd(length, "-long");
  plan(name(3));
  let [accepted, refused] = [3, 300];
  while (refused - accepted > 1) {
    const length = Math.floor((accepted + refused) / 2);
    try {
      plan(name(length));
      accepted = length;
    } catch {
      refused = length;
    }
  }
  return name(accepted);
}

function autoNameOf(type: string, name: string): string {
  return `${type === "aws:kms/alias:Alias" ? "alias/" : ""}${name}${AUTONAME_SUFFIX}`;
}
