// Hardening: the stricter settings that security scanners ask for, and the key and the bucket that they need.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../model/childNames";
import { hardeningKeyPolicy, logBucketPolicy } from "../model/hardeningPolicies";
import type { BilledItem } from "../model/monthlyCost";
import { costOfKey, costOfResource } from "../model/resourceCost";
import type { AlarmsPlan } from "./alarms/alarms";
import type { ChildContext } from "./component/childContext";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import type { LoadBalancerPlan } from "./loadBalancer/loadBalancerPlan";
import { NatGateways, NetworkMode } from "./network/networkArgs";
import type { TaskPlan } from "./task/task";

/** A year and a day less: the first period of CloudWatch Logs that scanners accept. */
const RETENTION_DAYS = 365;

/** What hardening creates, as planned. */
export interface HardeningPlan {
  /** Whether the load balancer's requests are logged to a created bucket. */
  readonly accessLogs: boolean;
  /** Whether the traffic of a created VPC is logged there. */
  readonly flowLogs: boolean;
  /** Whether a key for the log group and the alarm topic is created. */
  readonly key: boolean;
}

/** The arguments with the defaults of `hardening`; what the user says stays. */
export function hardenedArgs(args: GhcrFargateServiceArgs): GhcrFargateServiceArgs {
  if (args.hardening !== true) return args;
  const { network = {}, loadBalancer } = args;
  const needsNat = network.mode === NetworkMode.New && network.assignPublicIp === undefined;
  return {
    ...args,
    readonlyRootFilesystem: args.readonlyRootFilesystem ?? true,
    ...(args.sidecars !== undefined && {
      sidecars: args.sidecars.map((sidecar) => ({
        ...sidecar,
        readonlyRootFilesystem: sidecar.readonlyRootFilesystem ?? true,
      })),
    }),
    network: {
      ...network,
      ...(needsNat
        ? { natGateways: network.natGateways ?? NatGateways.Single }
        : { assignPublicIp: network.assignPublicIp ?? false }),
    },
    logs: { ...args.logs, retentionDays: args.logs?.retentionDays ?? RETENTION_DAYS },
    ...(loadBalancer !== undefined &&
      loadBalancer.listenerArn === undefined && {
        loadBalancer: { ...loadBalancer, deletionProtection: loadBalancer.deletionProtection ?? true },
      }),
  };
}

/** Plans what hardening creates; undefined without it. */
export function planHardening(args: GhcrFargateServiceArgs): HardeningPlan | undefined {
  if (args.hardening !== true) return undefined;
  const { loadBalancer, alarms, logs, network } = args;
  const { protocol = "HTTPS" } = loadBalancer ?? {};
  const logsRequests = loadBalancer !== undefined && loadBalancer.listenerArn === undefined;
  const logsProtocol = ["HTTPS", "HTTP", "TLS"].includes(protocol);
  return {
    accessLogs: logsRequests && logsProtocol && loadBalancer.accessLogs === undefined,
    flowLogs: network?.mode === NetworkMode.New,
    key: logs?.keyArn === undefined || (alarms?.emails !== undefined && alarms.topicKeyArn === undefined),
  };
}

/** What hardening created. */
export interface Hardening {
  /** The key of the log group and of the alarm topic. */
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly bucket: { readonly name: pulumi.Output<string>; readonly arn: pulumi.Output<string> } | undefined;
}

/** Creates the key and the bucket. */
export function createHardening(
  name: string,
  plan: HardeningPlan | undefined,
  { options, awsEnvironment, tags }: ChildContext,
): Hardening {
  if (plan === undefined) return { keyArn: undefined, bucket: undefined };
  const key = plan.key
    ? new aws.kms.Key(
        childName(name, "hardeningKey"),
        {
          description: `Logs and notifications of ${name}`,
          enableKeyRotation: true,
          policy: pulumi.jsonStringify(awsEnvironment.apply(hardeningKeyPolicy)),
          tags,
        },
        options,
      )
    : undefined;
  const keyArn = key?.arn;
  if (!plan.accessLogs && !plan.flowLogs) return { keyArn, bucket: undefined };
  const bucket = new aws.s3.Bucket(childName(name, "logBucket"), { tags }, options);
  const settings = { bucket: bucket.id };
  new aws.s3.BucketPublicAccessBlock(
    childName(name, "logBucketAccess"),
    {
      ...settings,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    options,
  );
  new aws.s3.BucketVersioning(
    childName(name, "logBucketVersioning"),
    { ...settings, versioningConfiguration: { status: "Enabled" } },
    options,
  );
  new aws.s3.BucketLifecycleConfiguration(
    childName(name, "logBucketLifecycle"),
    {
      ...settings,
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: RETENTION_DAYS },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    options,
  );
  const policy = new aws.s3.BucketPolicy(
    childName(name, "logBucketPolicy"),
    {
      ...settings,
      policy: pulumi.jsonStringify(
        pulumi.all([bucket.arn, awsEnvironment]).apply(([arn, environment]) => logBucketPolicy(arn, environment)),
      ),
    },
    options,
  );
  // Elastic Load Balancing tries to write as soon as it is told of the bucket: the policy has to be there.
  const ready = pulumi.all([bucket.bucket, policy.id]).apply(([text]) => text);
  return { keyArn, bucket: { name: ready, arn: pulumi.all([bucket.arn, policy.id]).apply(([arn]) => arn) } };
}

/** The parts of a plan that take what hardening created. */
interface HardenedParts {
  readonly task: TaskPlan;
  readonly alarms: AlarmsPlan | undefined;
  readonly loadBalancer: LoadBalancerPlan | undefined;
  readonly hardening: HardeningPlan | undefined;
}

/** The plan with the created key and bucket, where the user gave none. */
export function hardenedPlan<P extends HardenedParts>(plan: P, { keyArn, bucket }: Hardening): P {
  const { task, alarms, loadBalancer, hardening } = plan;
  if (hardening === undefined) return plan;
  const topic = alarms && {
    ...alarms.topic,
    keyArn: alarms.topic.keyArn ?? (alarms.topic.existing === undefined ? keyArn : undefined),
  };
  const create = loadBalancer?.routing.create;
  return {
    ...plan,
    task: { ...task, logs: { ...task.logs, keyArn: task.logs.keyArn ?? keyArn } },
    alarms: alarms && { ...alarms, topic },
    loadBalancer:
      loadBalancer !== undefined && create !== undefined && bucket !== undefined && hardening.accessLogs
        ? { ...loadBalancer, routing: { create: { ...create, accessLogs: { bucket: bucket.name } } } }
        : loadBalancer,
  };
}

/** Logs the traffic of a created VPC to the bucket. */
export function createFlowLog(
  name: string,
  {
    plan,
    created,
    vpcId,
  }: { readonly plan: HardeningPlan | undefined; readonly created: Hardening; readonly vpcId: pulumi.Output<string> },
  { options, tags }: ChildContext,
): void {
  if (plan?.flowLogs !== true || created.bucket === undefined) return;
  new aws.ec2.FlowLog(
    childName(name, "flowLog"),
    { vpcId, trafficType: "ALL", logDestinationType: "s3", logDestination: created.bucket.arn, tags },
    options,
  );
}

/** What hardening is billed for. */
export function costOfHardening(name: string, plan: HardeningPlan | undefined): BilledItem[] {
  if (plan === undefined) return [];
  return [
    ...(plan.key ? costOfKey(childName(name, "hardeningKey"), { rotated: true }) : []),
    ...(plan.accessLogs || plan.flowLogs ? costOfResource(childName(name, "logBucket"), "aws:s3:Bucket") : []),
    ...(plan.flowLogs ? costOfResource(childName(name, "flowLog"), "aws:ec2:FlowLog") : []),
  ];
}
