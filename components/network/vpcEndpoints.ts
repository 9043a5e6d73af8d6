// VPC endpoints: AWS services that the tasks reach without the internet.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkRouteTableId } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfInterfaceEndpoint } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import { NetworkMode, type Network, type ServiceNetwork } from "./network";
import type { TaskGroups } from "./securityGroup";
import type { Surroundings } from "../component/childContext";

/** The endpoints, as planned. */
export interface EndpointsPlan {
  /** The services of the interface endpoints, as AWS names them. */
  readonly interfaces: readonly string[];
  readonly s3: boolean;
  readonly routeTableIds: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** Plans the endpoints; undefined where none are asked for. */
export function planEndpoints(
  checks: ArgumentChecks,
  { endpoints: given, mode = NetworkMode.Default }: ServiceNetwork = {},
): EndpointsPlan | undefined {
  if (given === undefined) return undefined;
  const { secretsManager = false, logs = false, ecr = false, s3 = ecr, routeTableIds } = given;
  if (mode === NetworkMode.Default)
    checks.add(
      "network.endpoints",
      'given while network.mode is "default"',
      'set network.mode: "new" or "existing": the default VPC is not changed',
    );
  if (![secretsManager, logs, ecr, s3].includes(true))
    checks.add("network.endpoints", "names no service", "set one of secretsManager, logs, ecr and s3 to true");
  const takesRouteTables = mode === NetworkMode.Existing && s3;
  if (takesRouteTables && routeTableIds === undefined)
    checks.add(
      "network.endpoints.routeTableIds",
      'missing while network.mode is "existing" and an endpoint of S3 is asked for',
      "pass the route tables of network.subnetIds, or set s3: false if the VPC has the endpoint",
    );
  if (!takesRouteTables && routeTableIds !== undefined)
    checks.add(
      "network.endpoints.routeTableIds",
      s3 ? `given while network.mode is ${quote(mode)}` : "given without an endpoint of S3",
      "leave it unset",
    );
  return {
    interfaces: [
      ...(secretsManager ? ["secretsmanager"] : []),
      ...(logs ? ["logs"] : []),
      ...(ecr ? ["ecr.api", "ecr.dkr"] : []),
    ],
    s3,
    routeTableIds: checks.value("network.endpoints.routeTableIds", routeTableIds, checkRouteTableIds),
  };
}

function checkRouteTableIds(ids: pulumi.Input<string>[]) {
  if (!Array.isArray(ids) || ids.length === 0) return { wrong: "is empty", fix: "pass one route table or more" };
  const plain = ids.filter((id) => typeof id === "string");
  return plain.map(checkRouteTableId).find((fault) => fault !== undefined);
}

/** Creates the endpoints, and the security group that lets the tasks in; returns what a task must not start before. */
export function createEndpoints(
  name: string,
  plan: EndpointsPlan | undefined,
  network: Network,
  tasks: TaskGroups,
  surroundings: Surroundings,
): aws.ec2.VpcEndpoint[] {
  if (plan === undefined) return [];
  const { parent, place, tags } = surroundings;
  const serviceName = (service: string) => pulumi.interpolate`com.amazonaws.${place.region}.${service}`;
  const groupIds = plan.interfaces.length === 0 ? [] : [createGroup(name, network, tasks, surroundings).id];
  const interfaces = plan.interfaces.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        endpointName(name, service),
        {
          vpcId: network.vpcId,
          serviceName: serviceName(service),
          vpcEndpointType: "Interface",
          subnetIds: network.subnetIds,
          securityGroupIds: groupIds,
          privateDnsEnabled: true,
          tags,
        },
        { parent },
      ),
  );
  if (!plan.s3) return interfaces;
  const s3 = new aws.ec2.VpcEndpoint(
    endpointName(name, "s3"),
    {
      vpcId: network.vpcId,
      serviceName: serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: plan.routeTableIds ?? network.routeTableIds,
      tags,
    },
    { parent },
  );
  createEgress(name, "s3", tasks, { prefixListId: s3.prefixListId }, surroundings);
  return [...interfaces, s3];
}

/** What the interface endpoints are billed for, in so many subnets; those of S3 are free. */
export function costOfEndpoints(name: string, { interfaces }: EndpointsPlan, subnets: number): BilledItem[] {
  return interfaces.flatMap((service) => costOfInterfaceEndpoint(endpointName(name, service), { quantity: subnets }));
}

function endpointName(name: string, service: string): string {
  return childNameOf(name, "endpoint", service);
}

const HTTPS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

function createGroup(
  name: string,
  { vpcId }: Network,
  tasks: TaskGroups,
  surroundings: Surroundings,
): aws.ec2.SecurityGroup {
  const { parent, tags } = surroundings;
  const group = new aws.ec2.SecurityGroup(
    childName(name, "endpointSecurityGroup"),
    { description: `VPC endpoints of ${name}`, vpcId, tags },
    { parent },
  );
  tasks.ids.forEach((referencedSecurityGroupId, i) => {
    new aws.vpc.SecurityGroupIngressRule(
      childNameOf(name, "endpoint-ingress", i),
      { securityGroupId: group.id, ...HTTPS, referencedSecurityGroupId, tags },
      { parent },
    );
  });
  createEgress(name, "endpoints", tasks, { referencedSecurityGroupId: group.id }, surroundings);
  return group;
}

function createEgress(
  name: string,
  key: string,
  { limited }: TaskGroups,
  target: Pick<aws.vpc.SecurityGroupEgressRuleArgs, "prefixListId" | "referencedSecurityGroupId">,
  { parent, tags }: Surroundings,
): void {
  if (limited === undefined) return;
  new aws.vpc.SecurityGroupEgressRule(
    childNameOf(name, "egress", key),
    { securityGroupId: limited.id, ...HTTPS, ...target, tags },
    { parent },
  );
}
