// What the components of awsx create besides a VPC (https://www.pulumi.com/registry/packages/awsx/api-docs/, version 3.9).

import { FARGATE_SIZES } from "../model/fargateSizes";
import { textOf, type CapturedResource, type Properties, type Value } from "./captured";
import type { Expansion, RemoteChild } from "./expansion";

/** A remote component, as far as it decides what is created. */
export type Component = Pick<CapturedResource, "name" | "inputs" | "propertyDependencies">;

type Expand = (component: Component) => Expansion;

/** By type. */
export const AWSX_COMPONENTS: Readonly<Record<string, Expand>> = {
  "awsx:ecs:FargateService": (component) => service(component, "FARGATE"),
  "awsx:ecs:EC2Service": (component) => service(component, "EC2"),
  "awsx:ecs:FargateTaskDefinition": ({ name, inputs }) =>
    expansion((add) => void taskDefinition(add, { name, inputs, launchType: "FARGATE" })),
  "awsx:ecs:EC2TaskDefinition": ({ name, inputs }) =>
    expansion((add) => void taskDefinition(add, { name, inputs, launchType: "EC2" })),
  "awsx:lb:ApplicationLoadBalancer": (component) => balancer(component, "application"),
  "awsx:lb:NetworkLoadBalancer": (component) => balancer(component, "network"),
  "awsx:lb:TargetGroupAttachment": ({ name }) =>
    expansion((add) => void add({ type: "aws:lb/targetGroupAttachment:TargetGroupAttachment", name })),
  "awsx:ecr:Repository": ({ name, inputs }) =>
    expansion((add) => {
      const lowerCase = name.toLowerCase();
      const { lifecyclePolicy, ...settings } = inputs;
      add({ type: "aws:ecr/repository:Repository", name: lowerCase, inputs: settings });
      if (record(lifecyclePolicy).skip !== true)
        add({ type: "aws:ecr/lifecyclePolicy:LifecyclePolicy", name: lowerCase });
    }),
  "awsx:ecr:Image": ({ name }) => expansion((add) => void add({ type: "docker-build:index:Image", name })),
  "awsx:ecr:RegistryImage": ({ name }) =>
    expansion((add) => void add({ type: "docker:index/registryImage:RegistryImage", name })),
  "awsx:ec2:DefaultVpc": () => expansion(() => undefined),
};

type Add = (child: Omit<RemoteChild, "inputs"> & { readonly inputs?: Properties }) => RemoteChild;

function expansion(create: (add: Add) => void): Expansion {
  const children: RemoteChild[] = [];
  create((given) => {
    const child = { inputs: {}, ...given };
    children.push(child);
    return child;
  });
  return { children, listLengths: {} };
}

/** What awsx opens where no security group is given: every port, to everybody. */
const OPEN_GROUP: Properties = {
  ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
};

function service({ name, inputs, propertyDependencies }: Component, launchType: "FARGATE" | "EC2"): Expansion {
  return expansion((add) => {
    const { taskDefinitionArgs, networkConfiguration, assignPublicIp, ...settings } = inputs;
    const ownDefinition = isRecord(taskDefinitionArgs)
      ? taskDefinition(add, {
          name,
          inputs: taskDefinitionArgs,
          launchType,
          parent: add({
            type: `awsx:ecs:${launchType === "EC2" ? "EC2" : "Fargate"}TaskDefinition`,
            name,
            component: true,
          }),
        })
      : undefined;
    if (launchType === "FARGATE" && networkConfiguration === undefined)
      add({ type: "aws:ec2/securityGroup:SecurityGroup", name: `${name}-sg`, inputs: OPEN_GROUP });
    const strategies = settings.capacityProviderStrategies;
    const byCluster = settings.useClusterDefaultCapacityProviderStrategy === true;
    add({
      type: "aws:ecs/service:Service",
      name,
      inputs: {
        ...settings,
        desiredCount: settings.desiredCount ?? 1,
        networkConfiguration: networkConfiguration ?? { assignPublicIp: assignPublicIp ?? false },
        ...(strategies === undefined && !byCluster && { launchType }),
      },
      from: { taskDefinition: ownDefinition ? [ownDefinition] : (propertyDependencies.taskDefinition ?? []) },
    });
  });
}

/** A task definition with what it needs: log group and roles, unless they are given. */
function taskDefinition(
  add: Add,
  {
    name,
    inputs,
    launchType,
    ...parent
  }: {
    readonly name: string;
    readonly inputs: Properties;
    readonly launchType: "FARGATE" | "EC2";
    readonly parent?: RemoteChild;
  },
): RemoteChild {
  if (inputs.logGroup === undefined) add({ type: "aws:cloudwatch/logGroup:LogGroup", name, ...parent });
  for (const [key, property] of [
    ["task", "taskRole"],
    ["execution", "executionRole"],
  ] as const) {
    if (record(inputs[property]).roleArn !== undefined || record(inputs[property]).skip === true) continue;
    add({ type: "aws:iam/role:Role", name: `${name}-${key}`, ...parent });
    if (key === "execution")
      add({ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", name: `${name}-${key}`, ...parent });
  }
  const { container, containers, ...settings } = inputs;
  const all = container === undefined ? Object.values(record(containers)) : [container];
  const size = launchType === "FARGATE" ? fargateSize(all.map(record)) : {};
  return add({
    type: "aws:ecs/taskDefinition:TaskDefinition",
    name,
    ...parent,
    inputs: { ...size, ...settings, containerDefinitions: all, requiresCompatibilities: [launchType] },
  });
}

/** The smallest size of Fargate that holds what the containers ask for. */
function fargateSize(containers: readonly Properties[]): Properties {
  const sum = (numbers: readonly (Value | undefined)[]) =>
    numbers.reduce<number>((total, value) => total + (typeof value === "number" ? value : 0), 0);
  const cpu = sum(containers.map((container) => container.cpu));
  const memory = sum(containers.map((container) => container.memory ?? container.memoryReservation));
  for (const size of FARGATE_SIZES) {
    const fitting = size.memoryMiB.find((offered) => offered >= memory);
    if (size.cpu >= cpu && fitting !== undefined) return { cpu: String(size.cpu), memory: String(fitting) };
  }
  return {};
}

function balancer({ name, inputs, propertyDependencies }: Component, kind: "application" | "network"): Expansion {
  return expansion((add) => {
    const { subnetIds, subnets, defaultTargetGroup, defaultSecurityGroup, listener, listeners, ...settings } = inputs;
    const group = record(defaultSecurityGroup);
    const needsGroup =
      settings.securityGroups === undefined && group.skip !== true && group.securityGroupId === undefined;
    if (kind === "application" && needsGroup)
      add({
        type: "aws:ec2/securityGroup:SecurityGroup",
        name,
        inputs: isRecord(group.args) ? group.args : OPEN_GROUP,
      });
    const given = subnetIds ?? subnets;
    const created = add({
      type: "aws:lb/loadBalancer:LoadBalancer",
      name,
      inputs: { ...settings, loadBalancerType: kind, ...(given !== undefined && { subnets: given }) },
      from: { subnets: propertyDependencies.subnetIds ?? propertyDependencies.subnets ?? [] },
    });
    add({ type: "aws:lb/targetGroup:TargetGroup", name, inputs: record(defaultTargetGroup) });
    const all = Array.isArray(listeners) ? listeners.map((item) => record(item as Value)) : [record(listener)];
    for (const [i, settingsOfOne] of all.entries())
      add({
        type: "aws:lb/listener:Listener",
        name: `${name}-${i}`,
        inputs: { port: defaultPort(settingsOfOne), ...settingsOfOne },
        from: { loadBalancerArn: [created] },
      });
  });
}

function defaultPort({ protocol }: Properties): number {
  return textOf(protocol) === "HTTPS" || textOf(protocol) === "TLS" ? 443 : 80;
}

function record(value: Value | undefined): Properties {
  return isRecord(value) ? value : {};
}

function isRecord(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
