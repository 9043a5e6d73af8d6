// Kinds of resources with a name in AWS: Pulumi makes names up before it creates, so that the state has them.

import { callKms, queryAws } from "../signedRequest";
import { nameOf } from "../service";
import { text, type Found, type Kind } from "./creation";

/** The kinds, by Pulumi's types. */
export const NAMED: Readonly<Record<string, Kind>> = {
  "aws:secretsmanager/secret:Secret": {
    name: "name",
    find: async (aws, { name }) => {
      const secrets = await aws.secrets();
      return absentIf(/^ResourceNotFoundException$/, async () => {
        const { ARN: id = "", DeletedDate: deleted } = await secrets.describeSecret({ SecretId: text(name) });
        return deleted === undefined ? [{ id, remove: `secretsmanager delete-secret --secret-id ${id}` }] : [];
      });
    },
  },
  "aws:kms/alias:Alias": {
    name: "name",
    find: (aws, inputs) =>
      absentIf(/^NotFoundException$/, async () => {
        const name = text(inputs.name);
        await callKms(aws, "DescribeKey", { KeyId: name });
        return [{ id: name, remove: `kms delete-alias --alias-name ${name}` }];
      }),
  },
  "aws:iam/role:Role": {
    name: "name",
    find: (aws, inputs) =>
      absentIf(/^NoSuchEntity/, async () => {
        const name = text(inputs.name);
        await queryAws(aws, "iam:GetRole", { RoleName: name });
        return [{ id: name, remove: `iam delete-role --role-name ${name}` }];
      }),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    name: "name",
    find: (aws, inputs) =>
      absentIf(/^NoSuchEntity/, async () => {
        const [role, name] = [text(inputs.role), text(inputs.name)];
        await queryAws(aws, "iam:GetRolePolicy", { RoleName: role, PolicyName: name });
        return [{ id: `${role}:${name}`, remove: `iam delete-role-policy --role-name ${role} --policy-name ${name}` }];
      }),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    name: "name",
    find: async (aws, inputs) => {
      const name = text(inputs.name);
      const { logGroups = [] } = await (await aws.logs()).describeLogGroups({ logGroupNamePrefix: name });
      return logGroups
        .filter(({ logGroupName }) => logGroupName === name)
        .map(() => ({ id: name, remove: `logs delete-log-group --log-group-name ${name}` }));
    },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    name: "name",
    find: async (aws, inputs) => {
      const name = text(inputs.name);
      const { MetricAlarms = [] } = await (await aws.alarms()).describeAlarms({ AlarmNames: [name] });
      return MetricAlarms.map(() => ({ id: name, remove: `cloudwatch delete-alarms --alarm-names ${name}` }));
    },
  },
  "aws:ecs/cluster:Cluster": {
    name: "name",
    find: async (aws, inputs) => {
      const name = text(inputs.name);
      const { clusters = [] } = await (await aws.ecs()).describeClusters({ clusters: [name] });
      return clusters
        .filter(({ status }) => status === "ACTIVE")
        .map(({ clusterArn = "" }) => ({
          id: name,
          arn: clusterArn,
          remove: `ecs delete-cluster --cluster ${name}`,
        }));
    },
  },
  "aws:ecs/service:Service": {
    name: "name",
    find: (aws, inputs) =>
      absentIf(/^ClusterNotFoundException$/, async () => {
        const [cluster, name] = [text(inputs.cluster), text(inputs.name)];
        const { services = [] } = await (await aws.ecs()).describeServices({ cluster, services: [name] });
        return services
          .filter(({ status }) => status !== "INACTIVE")
          .map(({ serviceArn = "" }) => ({
            id: `${nameOf(cluster)}/${name}`,
            arn: serviceArn,
            remove: `ecs delete-service --cluster ${nameOf(cluster)} --service ${name} --force`,
          }));
      }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    name: "name",
    find: async (aws, { name }) => {
      const elb = await aws.loadBalancing();
      return absentIf(/^LoadBalancerNotFound/, async () => {
        const { LoadBalancers = [] } = await elb.describeLoadBalancers({ Names: [text(name)] });
        return LoadBalancers.map(({ LoadBalancerArn: id = "" }) => ({
          id,
          remove: `elbv2 delete-load-balancer --load-balancer-arn ${id}`,
        }));
      });
    },
  },
  "aws:lb/targetGroup:TargetGroup": {
    name: "name",
    find: async (aws, { name }) => {
      const elb = await aws.loadBalancing();
      return absentIf(/^TargetGroupNotFound/, async () => {
        const { TargetGroups = [] } = await elb.describeTargetGroups({ Names: [text(name)] });
        return TargetGroups.map(({ TargetGroupArn: id = "" }) => ({
          id,
          remove: `elbv2 delete-target-group --target-group-arn ${id}`,
        }));
      });
    },
  },
  "aws:appautoscaling/policy:Policy": {
    name: "name",
    find: async (aws, inputs) => {
      const [name, resource, dimension] = [text(inputs.name), text(inputs.resourceId), text(inputs.scalableDimension)];
      const { ScalingPolicies = [] } = await (
        await aws.autoscaling()
      ).describeScalingPolicies({ ServiceNamespace: "ecs", ResourceId: resource, PolicyNames: [name] });
      return ScalingPolicies.map(({ PolicyARN: arn = "" }) => ({
        id: `ecs/${resource}/${dimension}/${name}`,
        arn,
        remove: `application-autoscaling delete-scaling-policy --service-namespace ecs --resource-id ${resource} --scalable-dimension ${dimension} --policy-name ${name}`,
      }));
    },
  },
};

/** What a call finds; nothing where AWS answers that there is no such thing. */
async function absentIf(error: RegExp, find: () => Promise<readonly Found[]>): Promise<readonly Found[]> {
  try {
    return await find();
  } catch (thrown) {
    if (thrown instanceof Error && error.test(thrown.name)) return [];
    throw thrown;
  }
}
