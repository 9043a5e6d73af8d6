// VPC endpoints: AWS services that the tasks reach without internet access.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkRouteTableId } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfInterfaceEndpoint } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { NetworkMode, type ServiceNetwork } from "./networkArgs";
import { portRule } from "./ingress";
import { HTTPS_PORT, type TaskSecurityGroups } from "./securityGroup";
import type { Network } from "./vpc";

/** The endpoints, as planned. */
export interface EndpointsPlan {
  /** The services of the interface endpoints, as AWS names them. */
  readonly interfaces: readonly string[];
  readonly s3: boolean;
  readonly routeTableIds: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** Plans the endpoints; undefined without any. */
export function planEndpoints(
  checks: ArgumentChecks,
  { endpoints: given, mode = NetworkMode.Default }: ServiceNetwork,
): EndpointsPlan | undefined {
  if (given === undefined) return undefined;
  const { secretsManager = false, ssm = false, logs = false, ecr = false, s3 = ecr, routeTableIds } = given;
  if (mode === NetworkMode.Default)
    checks.add(
      "network.endpoints",
      'cannot be set with network.mode: "default": the default VPC is not modified',
      'set network.mode: "new" or "existing"',
    );
  if (![secretsManager, ssm, logs, ecr, s3].includes(true))
    checks.add("network.endpoints", "has no service", "set one of secretsManager, ssm, logs, ecr and s3 to true");
  const takesRouteTables = mode === NetworkMode.Existing && s3;
  const path = "network.endpoints.routeTableIds";
  if (takesRouteTables && routeTableIds === undefined)
    checks.add(
      path,
      'required while network.mode is "existing" and s3 is true',
      "pass the route tables of network.subnetIds, or set s3: false if the VPC has the endpoint",
    );
  if (!takesRouteTables && routeTableIds !== undefined)
    checks.add(
      path,
      `cannot be set ${s3 ? `with network.mode: ${quote(mode)}` : "without an endpoint of S3"}`,
      "leave it unset",
    );
  return {
    interfaces: [
      ...(secretsManager ? ["secretsmanager"] : []),
      ...(ssm ? ["ssm"] : []),
      ...(logs ? ["logs"] : []),
      ...(ecr ? ["ecr.api", "ecr.dkr"] : []),
    ],
    s3,
    routeTableIds: checks.value(path, routeTableIds, checkRouteTableIds),
  };
}

function checkRouteTableIds(ids: pulumi.Input<string>[]) {
  if (!Array.isArray(ids) || ids.length === 0) return { wrong: "is empty", fix: "pass one route table or more" };
  const plain = ids.filter((id) => typeof id === "string");
  return plain.map(checkRouteTableId).find((fault) => fault !== undefined);
}

/** Creates the endpoints and their security group; returns what the tasks need before they start. */
export function createEndpoints(
  name: string,
  {
    plan,
    network,
    tasks,
  }: { readonly plan: EndpointsPlan | undefined; readonly network: Network; readonly tasks: TaskSecurityGroups },
  context: ChildContext,
): aws.ec2.VpcEndpoint[] {
  if (plan === undefined) return [];
  const { options, awsEnvironment, tags } = context;
  const { vpcId, subnetIds } = network;
  const serviceName = (service: string) =>
    awsEnvironment.apply(({ partition, region }) => endpointServiceName(partition, region, service));
  const securityGroupIds =
    plan.interfaces.length === 0 ? [] : [createEndpointSecurityGroup(name, { vpcId, tasks }, context).id];
  const interfaces = plan.interfaces.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        endpointName(name, service),
        {
          vpcId,
          serviceName: serviceName(service),
          vpcEndpointType: "Interface",
          subnetIds,
          securityGroupIds,
          privateDnsEnabled: true,
          tags,
        },
        options,
      ),
  );
  if (!plan.s3) return interfaces;
  const s3 = new aws.ec2.VpcEndpoint(
    endpointName(name, "s3"),
    {
      vpcId,
      serviceName: serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: plan.routeTableIds ?? network.routeTableIds,
      tags,
    },
    options,
  );
  if (tasks.limited !== undefined)
    new aws.vpc.SecurityGroupEgressRule(
      childNameOf(name, "egress", "s3"),
      {
        ...portRule(tasks.limited.id, HTTPS_PORT),
        prefixListId: s3.prefixListId,
        description: "Amazon S3 through its endpoint",
        tags,
      },
      options,
    );
  return [...interfaces, s3];
}

/** What the interface endpoints are billed for, in so many subnets; those of S3 are free. */
export function costOfEndpoints(name: string, { interfaces }: EndpointsPlan, subnets: number): BilledItem[] {
  return interfaces.flatMap((service) => costOfInterfaceEndpoint(endpointName(name, service), { quantity: subnets }));
}

/** What AWS calls the service of an endpoint; China names those of ECR otherwise (`aws ec2 describe-vpc-endpoint-services`). */
function endpointServiceName(partition: string, region: string, service: string): string {
  const prefix = partition === "aws-cn" && service.startsWith("ecr.") ? "cn.com.amazonaws" : "com.amazonaws";
  return `${prefix}.${region}.${service}`;
}

function endpointName(name: string, service: string): string {
  return childNameOf(name, "endpoint", service);
}

function createEndpointSecurityGroup(
  name: string,
  { vpcId, tasks }: { readonly vpcId: pulumi.Input<string>; readonly tasks: TaskSecurityGroups },
  { options, tags }: ChildContext,
): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    childName(name, "endpointSecurityGroup"),
    { description: `VPC endpoints of ${name}`, vpcId, tags },
    options,
  );
  tasks.ids.forEach((referencedSecurityGroupId, i) => {
    new aws.vpc.SecurityGroupIngressRule(
      childNameOf(name, "endpoint-ingress", i),
      { ...portRule(group.id, HTTPS_PORT), referencedSecurityGroupId, description: "HTTPS from the tasks", tags },
      options,
    );
  });
  if (tasks.limited !== undefined)
    new aws.vpc.SecurityGroupEgressRule(
      childNameOf(name, "egress", "endpoints"),
      {
        ...portRule(tasks.limited.id, HTTPS_PORT),
        referencedSecurityGroupId: group.id,
        description: "AWS services through VPC endpoints",
        tags,
      },
      options,
    );
  return group;
}
