// What AWS gives a resource: ids, ARNs and other outputs, with values of the right form, each one telling whose it is.

/** A resource as AWS is asked for it. */
export interface Requested {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** Where a call goes: follows the provider's `region` and `allowedAccountIds`. */
export interface Scope {
  readonly region: string;
  readonly account: string;
}

/** The region and account of the default provider. */
export const DEFAULT_SCOPE: Scope = { region: "eu-central-1", account: "123456789012" };

/** The id and outputs AWS would compute for a resource, next to its inputs. */
export function computedOf(resource: Requested, scope: Scope): { id?: string; state: Record<string, unknown> } {
  const { type, name, inputs } = resource;
  if (type === "awsx:ec2:Vpc") return { state: vpcOutputs(name) };
  if (!type.startsWith("aws:")) return { id: `${name}-id`, state: {} };
  const region = (inputs.region as string | undefined) ?? scope.region;
  const physicalName = physicalNameOf(resource);
  const form = FORMS[type] ?? { arn: () => `${type.split(/[:/]/)[1] ?? ""}:*:thing/${physicalName}` };
  const [service = "", where, ...rest] = form.arn(physicalName, inputs).split(":");
  const arn = ["arn", partitionOf(region), service, where && region, scope.account, ...rest].join(":");
  const path = rest.join(":");
  return {
    id: form.id === "arn" ? arn : (form.id?.(physicalName) ?? `${name}-id`),
    state: { arn, name: physicalName, region, ...form.more?.(path, scope, inputs) },
  };
}

/** The name a resource has in AWS: the one given, or Pulumi's auto-name. Known in a preview too. */
export function physicalNameOf({ name, inputs }: Requested): string {
  return typeof inputs.name === "string" ? inputs.name : `${name}-a1b2c3d`;
}

/** The partition of a Region. */
export function partitionOf(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function vpcOutputs(name: string): Record<string, unknown> {
  return {
    vpcId: idOf("vpc", name),
    publicSubnetIds: [idOf("subnet", `${name}public1`), idOf("subnet", `${name}public2`)],
    privateSubnetIds: [idOf("subnet", `${name}private1`), idOf("subnet", `${name}private2`)],
    isolatedSubnetIds: [],
    routeTables: [{ id: idOf("rtb", `${name}1`) }, { id: idOf("rtb", `${name}2`) }],
  };
}

/** An id in EC2's form, which has no dashes but one. */
function idOf(kind: string, name: string): string {
  return `${kind}-${name.toLowerCase().replace(/[^a-z0-9]/g, "")}`;
}

interface Form {
  /** `service:*:resource`, or `service::resource` where the ARN has no region. */
  readonly arn: (name: string, inputs: Record<string, unknown>) => string;
  /** The id, where it is not the stand-in's own `<logical name>-id`. */
  readonly id?: "arn" | ((name: string) => string);
  /** Further outputs, from the resource part of the ARN. */
  readonly more?: (path: string, scope: Scope, inputs: Record<string, unknown>) => Record<string, unknown>;
}

/** A value where it is a text. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
const afterLast = (value: unknown, mark: string): string => text(value).split(mark).at(-1) ?? "";

const FORMS: Record<string, Form> = {
  "aws:kms/key:Key": { arn: (n) => `kms:*:key/${n}`, id: (n) => n, more: (path) => ({ keyId: afterLast(path, "/") }) },
  "aws:kms/alias:Alias": {
    arn: (n) => `kms:*:${n}`,
    id: (n) => n,
    more: (_path, _scope, inputs) => ({ targetKeyArn: inputs.targetKeyId }),
  },
  "aws:secretsmanager/secret:Secret": { arn: (n) => `secretsmanager:*:secret:${n}-AbCdEf`, id: "arn" },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    arn: (_n, inputs) => `secretsmanager:*:${text(inputs.secretId).split(":").slice(5).join(":")}`,
    more: (_path, _scope, inputs) => ({ versionId: "a1b2c3d4-0001", secretArn: inputs.secretId }),
  },
  "aws:iam/role:Role": { arn: (n) => `iam::role/${n}`, id: (n) => n },
  "aws:iam/policy:Policy": { arn: (n) => `iam::policy/${n}`, id: "arn" },
  "aws:ecs/cluster:Cluster": { arn: (n) => `ecs:*:cluster/${n}`, id: "arn" },
  "aws:ecs/service:Service": {
    arn: (n, inputs) => `ecs:*:service/${afterLast(inputs.cluster ?? "default", "/")}/${n}`,
    id: "arn",
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    arn: (_n, inputs) => `ecs:*:task-definition/${text(inputs.family)}:1`,
    id: (n) => n,
    more: (path, { region, account }) => ({
      revision: 1,
      arnWithoutRevision: `arn:${partitionOf(region)}:ecs:${region}:${account}:${path.replace(/:1$/, "")}`,
    }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    arn: (n) => `elasticloadbalancing:*:loadbalancer/app/${n}/50dc6c495c0c9188`,
    id: "arn",
    more: (path, { region }) => ({
      arnSuffix: path.replace("loadbalancer/", ""),
      dnsName: `${path.split("/")[2] ?? ""}-1234567890.${region}.elb.amazonaws.com`,
      zoneId: "Z215JYRZR1TBD5",
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    arn: (n) => `elasticloadbalancing:*:targetgroup/${n}/73e2d6bc24d8a067`,
    id: "arn",
    more: (path) => ({ arnSuffix: path }),
  },
  "aws:lb/listener:Listener": {
    arn: (n) => `elasticloadbalancing:*:listener/app/${n}/50dc6c495c0c9188/0467ef3c8400ae65`,
    id: "arn",
  },
  "aws:lb/listenerRule:ListenerRule": {
    arn: (n) => `elasticloadbalancing:*:listener-rule/app/${n}/50dc6c495c0c9188/0467ef3c8400ae65/9683b2d02a6cabee`,
    id: "arn",
  },
  "aws:cloudwatch/logGroup:LogGroup": { arn: (n) => `logs:*:log-group:${n}`, id: (n) => n },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { arn: (n) => `cloudwatch:*:alarm:${n}`, id: (n) => n },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { arn: (n) => `cloudwatch:*:alarm:${n}`, id: (n) => n },
  "aws:sns/topic:Topic": { arn: (n) => `sns:*:${n}`, id: "arn" },
  "aws:sqs/queue:Queue": { arn: (n) => `sqs:*:${n}` },
  "aws:ec2/securityGroup:SecurityGroup": {
    arn: (n) => `ec2:*:security-group/${idOf("sg", n)}`,
    id: (n) => idOf("sg", n),
  },
  "aws:ec2/vpc:Vpc": { arn: (n) => `ec2:*:vpc/${idOf("vpc", n)}`, id: (n) => idOf("vpc", n) },
  "aws:ec2/subnet:Subnet": { arn: (n) => `ec2:*:subnet/${idOf("subnet", n)}`, id: (n) => idOf("subnet", n) },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    arn: (n) => `ec2:*:vpc-endpoint/${idOf("vpce", n)}`,
    id: (n) => idOf("vpce", n),
    more: () => ({ prefixListId: "pl-6ea54007" }),
  },
  "aws:identitystore/group:Group": {
    arn: (n) => `identitystore::group/${n}`,
    more: () => ({ groupId: "90676c3a-1111-4222-8333-444455556666" }),
  },
  "aws:ecr/repository:Repository": {
    arn: (n) => `ecr:*:repository/${n}`,
    id: (n) => n,
    more: (path, { region, account }) => ({
      repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${path.replace("repository/", "")}`,
      registryId: account,
    }),
  },
  "aws:acm/certificate:Certificate": {
    arn: (n) => `acm:*:certificate/${n}`,
    id: "arn",
    more: (_path, _scope, { domainName }) => ({
      domainValidationOptions: [
        {
          domainName,
          resourceRecordName: `_proof.${text(domainName)}.`,
          resourceRecordType: "CNAME",
          resourceRecordValue: "_proof.acm-validations.aws.",
        },
      ],
    }),
  },
  "aws:route53/record:Record": {
    arn: (n) => `route53:::record/${n}`,
    more: (_path, _scope, { name }) => ({ fqdn: name }),
  },
  "aws:efs/fileSystem:FileSystem": {
    arn: (n) => `elasticfilesystem:*:file-system/${idOf("fs", n)}`,
    id: (n) => idOf("fs", n),
  },
  "aws:efs/accessPoint:AccessPoint": {
    arn: (n) => `elasticfilesystem:*:access-point/${idOf("fsap", n)}`,
    id: (n) => idOf("fsap", n),
  },
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    arn: (n) => `servicediscovery:*:namespace/${idOf("ns", n)}`,
    id: (n) => idOf("ns", n),
  },
  "aws:servicediscovery/httpNamespace:HttpNamespace": {
    arn: (n) => `servicediscovery:*:namespace/${idOf("ns", n)}`,
    id: (n) => idOf("ns", n),
  },
  "aws:servicediscovery/service:Service": {
    arn: (n) => `servicediscovery:*:service/${idOf("srv", n)}`,
    id: (n) => idOf("srv", n),
  },
};
