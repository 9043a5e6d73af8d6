// Kinds of resources of networks and load balancers. Most are part of another one: where the stack has that, the part is the
// stack's too.

import { queryAws } from "../signedRequest";
import type { Aws } from "../aws";
import { text, type Inputs, type Kind } from "./creation";

/** The kinds, by Pulumi's types. */
export const CONTAINED: Readonly<Record<string, Kind>> = {
  "aws:lb/listener:Listener": {
    within: "loadBalancerArn",
    find: async (aws, { loadBalancerArn, port }) => {
      const answer = await (await aws.loadBalancing()).describeListeners({ LoadBalancerArn: text(loadBalancerArn) });
      return (answer.Listeners ?? [])
        .filter((listener) => listener.Port === port)
        .map(({ ListenerArn: id = "" }) => ({ id, remove: `elbv2 delete-listener --listener-arn ${id}` }));
    },
  },
  "aws:lb/listenerRule:ListenerRule": {
    within: "listenerArn",
    find: async (aws, { listenerArn, priority }) => {
      const { Rules = [] } = await (await aws.loadBalancing()).describeRules({ ListenerArn: text(listenerArn) });
      return Rules.filter((rule) => rule.Priority === String(priority)).map(({ RuleArn: id = "" }) => ({
        id,
        remove: `elbv2 delete-rule --rule-arn ${id}`,
      }));
    },
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    name: "name",
    find: async (aws, inputs) => {
      const filters = { "group-name": inputs.name, ...(inputs.vpcId !== undefined && { "vpc-id": inputs.vpcId }) };
      const groups = await list(aws, "DescribeSecurityGroups", filters);
      return groups.map(({ groupId, ipPermissionsEgress }) => ({
        id: text(groupId),
        remove: `ec2 delete-security-group --group-id ${text(groupId)}`,
        // AWS adds a rule that lets everything out, and the provider takes it away before it calls the group created.
        unfinished: inputs.egress === undefined && items(ipPermissionsEgress).length > 0,
      }));
    },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    within: "securityGroupId",
    find: (aws, inputs) => findRules(aws, inputs, "ingress"),
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    within: "securityGroupId",
    find: (aws, inputs) => findRules(aws, inputs, "egress"),
  },
  "aws:ec2/subnet:Subnet": {
    within: "vpcId",
    find: async (aws, { vpcId, cidrBlock }) =>
      (await list(aws, "DescribeSubnets", { "vpc-id": vpcId, "cidr-block": cidrBlock })).map(({ subnetId }) => ({
        id: text(subnetId),
        remove: `ec2 delete-subnet --subnet-id ${text(subnetId)}`,
      })),
  },
  "aws:ec2/internetGateway:InternetGateway": {
    within: "vpcId",
    find: async (aws, { vpcId, tags }) => {
      const attached = await list(aws, "DescribeInternetGateways", { "attachment.vpc-id": vpcId });
      const remove = (id: string) => `ec2 delete-internet-gateway --internet-gateway-id ${id}`;
      if (attached.length > 0)
        return attached.map(({ internetGatewayId }) => {
          const id = text(internetGatewayId);
          const detach = `ec2 detach-internet-gateway --internet-gateway-id ${id} --vpc-id ${text(vpcId)}`;
          return { id, remove: `${detach}, then ${remove(id)}` };
        });
      // The provider attaches it in a second call.
      return (await list(aws, "DescribeInternetGateways", nameTag(tags)))
        .filter(({ attachmentSet }) => items(attachmentSet).length === 0)
        .map(({ internetGatewayId }) => {
          const id = text(internetGatewayId);
          return { id, remove: remove(id), unfinished: true };
        });
    },
  },
  "aws:ec2/natGateway:NatGateway": {
    within: "subnetId",
    find: async (aws, { subnetId }) =>
      (await list(aws, "DescribeNatGateways", { "subnet-id": subnetId }))
        .filter(({ state }) => state === "available" || state === "pending")
        .map(({ natGatewayId: id }) => ({
          id: text(id),
          remove: `ec2 delete-nat-gateway --nat-gateway-id ${text(id)}`,
        })),
  },
  "aws:ec2/routeTable:RouteTable": {
    within: "vpcId",
    find: async (aws, { vpcId, tags }) =>
      (
        await list(aws, "DescribeRouteTables", {
          "vpc-id": vpcId,
          "tag:Name": (tags as Inputs | undefined)?.Name,
        })
      ).map(({ routeTableId: id }) => ({
        id: text(id),
        remove: `ec2 delete-route-table --route-table-id ${text(id)}`,
      })),
  },
  "aws:ec2/route:Route": {
    within: "routeTableId",
    find: async (aws, { routeTableId, destinationCidrBlock: to }) => {
      const [table] = await list(aws, "DescribeRouteTables", { "route-table-id": routeTableId });
      return items(table?.routeSet)
        .filter(({ destinationCidrBlock }) => to !== undefined && destinationCidrBlock === to)
        .map(() => ({
          id: `${text(routeTableId)}_${text(to)}`,
          remove: `ec2 delete-route --route-table-id ${text(routeTableId)} --destination-cidr-block ${text(to)}`,
        }));
    },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    within: "subnetId",
    find: async (aws, { subnetId, routeTableId }) =>
      (
        await list(aws, "DescribeRouteTables", {
          "route-table-id": routeTableId,
          "association.subnet-id": subnetId,
        })
      )
        .flatMap((table) => items(table.associationSet))
        .filter((association) => association.subnetId === subnetId)
        .map(({ routeTableAssociationId: association }) => ({
          id: `${text(subnetId)}/${text(routeTableId)}`,
          remove: `ec2 disassociate-route-table --association-id ${text(association)}`,
        })),
  },
};

/** The rules of a security group that let the same traffic pass. */
async function findRules(aws: Aws, inputs: Inputs, direction: "ingress" | "egress") {
  const group = text(inputs.securityGroupId);
  const rules = await list(aws, "DescribeSecurityGroupRules", { "group-id": group });
  const ends = ({ ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId }: Inputs, other: unknown) =>
    [ipProtocol, ...(ipProtocol === "-1" ? [] : [fromPort, toPort]), cidrIpv4, cidrIpv6, prefixListId, other]
      .map((end) => (typeof end === "number" ? String(end) : text(end)))
      .join(" ");
  const wanted = ends(inputs, inputs.referencedSecurityGroupId);
  return rules
    .filter(({ isEgress }) => (isEgress === "true") === (direction === "egress"))
    .filter((rule) => ends(rule, (rule.referencedGroupInfo as Inputs | undefined)?.groupId) === wanted)
    .map(({ securityGroupRuleId: id }) => ({
      id: text(id),
      remove: `ec2 revoke-security-group-${direction} --group-id ${group} --security-group-rule-ids ${text(id)}`,
    }));
}

/** What EC2 calls its lists. */
const SETS = {
  DescribeSecurityGroups: "securityGroupInfo",
  DescribeSecurityGroupRules: "securityGroupRuleSet",
  DescribeSubnets: "subnetSet",
  DescribeInternetGateways: "internetGatewaySet",
  DescribeNatGateways: "natGatewaySet",
  DescribeRouteTables: "routeTableSet",
  DescribeVpcs: "vpcSet",
  DescribeAddresses: "addressesSet",
} as const;

/** What EC2 lists under these filters. */
export async function list(
  aws: Aws,
  action: keyof typeof SETS,
  filters: Readonly<Record<string, unknown>>,
): Promise<Inputs[]> {
  const parameters = Object.entries(filters).flatMap(([name, value], index) => [
    [`Filter.${index + 1}.Name`, name],
    [`Filter.${index + 1}.Value.1`, text(value)],
  ]);
  const answer = await queryAws(aws, `ec2:${action}`, Object.fromEntries(parameters) as Record<string, string>);
  return items(answer[SETS[action]]);
}

/** The filter for what has the same name among its tags. */
export function nameTag(tags: unknown): Readonly<Record<string, unknown>> {
  return { "tag:Name": (tags as Inputs | undefined)?.Name };
}

/** The entries of a list in an answer of EC2; an empty one is a text. */
function items(value: unknown): Inputs[] {
  const { item = [] } = (typeof value === "object" && value !== null ? value : {}) as { item?: Inputs[] };
  return item;
}
