// The program of a compose project: one service for a project of ecs-cli, else a service for each of the file's.

import { FARGATE_SIZES } from "../../model/fargateSizes";
import type { Converted, ConvertedServiceOfProject } from "../convert";
import { withoutEmpty, type ContainerDefinition, type TaskDefinition } from "../ecsCli/container";
import { parseTaskCpu, parseTaskMemory } from "../ecsCli/fargate";
import { containerArgs, containerNotes, mainContainer, MAIN_NAME, portOf, volumeArgs } from "./containers";
import {
  Reference,
  inOrder,
  variableOf,
  type Args,
  type Data,
  type Program,
  type ProgramSettings,
  type ServiceStep,
  type Step,
} from "./program";
import { SharedSteps } from "./sharedSteps";

/** Plans the program. */
export function planProgram(converted: Converted, settings: ProgramSettings = {}): Program {
  const { conversion } = converted;
  const notes = [...conversion.errors, ...conversion.warnings];
  const taken = new Set<string>();
  const name = (text: string) => {
    const variable = variableOf(text, taken);
    taken.add(variable);
    return variable;
  };
  const planner = new Planner(converted, settings, name);
  return { project: converted.project, steps: planner.steps(), notes };
}

class Planner {
  private readonly shared: SharedSteps;

  constructor(
    private readonly converted: Converted,
    private readonly settings: ProgramSettings,
    private readonly variable: (name: string) => string,
  ) {
    this.shared = new SharedSteps(converted.project, settings, variable);
  }

  steps(): Step[] {
    const { services, taskDefinitions } = this.converted.conversion;
    const isTogether = services.length > 1;
    const connections = isTogether ? this.shared.connections() : undefined;
    const variables = new Map(services.map(({ serviceName }) => [serviceName, this.variable(serviceName)]));
    const made = services.flatMap((service): ServiceStep[] => {
      const task = taskDefinitions.find(({ family }) => family === service.taskDefinition);
      const main = task && mainContainer(task);
      if (!task || !main) return [];
      const port = portOf(main);
      const args: Args = {
        ...this.taskArgs(task, main),
        ...this.serviceArgs(service),
        ...(connections && {
          cluster: { arn: connections.cluster },
          serviceConnect: {
            namespace: connections.namespace,
            ...(port !== undefined && {
              discoveryName: plainName(service.serviceName),
              clientAlias: { dnsName: service.serviceName.toLowerCase() },
            }),
          },
        }),
        ...this.networkArgs(service),
      };
      const before = "dependsOnServices" in service ? (service.dependsOnServices ?? []) : [];
      return [
        {
          kind: "service",
          variable: variables.get(service.serviceName) ?? service.serviceName,
          name: this.nameOf(service.serviceName),
          containers: this.containersOf(task, main, service),
          args: withoutEmpty(args, ["desiredCount"]),
          dependsOn: before.flatMap((other) => variables.get(other) ?? []),
          publicGroup: this.publicGroup(service, args),
          notes: task.containerDefinitions.flatMap(containerNotes),
        },
      ];
    });
    return [...this.shared.steps, ...inOrder(made)];
  }

  private nameOf(service: string): string {
    const plain = service.replace(/[^A-Za-z0-9-]/g, "-").toLowerCase();
    const { prefix } = this.settings;
    if (prefix === undefined) return plain;
    return this.converted.conversion.mode === "ecs-cli" ? prefix : `${prefix}-${plain}`;
  }

  private containersOf(
    task: TaskDefinition,
    main: ContainerDefinition,
    { serviceName }: ConvertedServiceOfProject,
  ): string[] {
    if (this.converted.conversion.mode === "compose") return [serviceName];
    const others = task.containerDefinitions.filter((container) => container !== main);
    return [main, ...others].map(({ name }) => name);
  }

  private taskArgs(task: TaskDefinition, main: ContainerDefinition): Args {
    const { cpu, memory } = sizeOf(task);
    const others = task.containerDefinitions.filter((container) => container !== main);
    return {
      image: main.image,
      ...this.credentials(main),
      port: portOf(main),
      cpu,
      memory,
      ...(task.runtimePlatform?.cpuArchitecture === "ARM64" && { cpuArchitecture: "ARM64" }),
      ...containerArgs(main, main.name),
      sidecars: others.map((container) =>
        withoutEmpty(
          {
            name: container.name === MAIN_NAME ? `${MAIN_NAME}-container` : container.name,
            image: container.image,
            ...this.credentials(container),
            port: portOf(container),
            essential: container.essential ?? true,
            cpu: container.cpu,
            ...containerArgs(container, main.name),
          },
          ["essential"],
        ),
      ),
      volumes: volumeArgs(task),
      ...(task.executionRoleArn !== undefined && { executionRole: { arn: this.shared.role(task.executionRoleArn) } }),
      ...(task.taskRoleArn !== undefined && { taskRole: { arn: this.shared.role(task.taskRoleArn) } }),
    };
  }

  private credentials({ name, repositoryCredentials }: ContainerDefinition): Args {
    if (!repositoryCredentials) return {};
    const keyArn = this.converted.secretKeys.get(name);
    return {
      credentials: { secretArn: repositoryCredentials.credentialsParameter, ...(keyArn !== undefined && { keyArn }) },
    };
  }

  private serviceArgs(service: ConvertedServiceOfProject): Args {
    if (!("deploymentConfiguration" in service))
      return service.desiredCount === 1 ? {} : { desiredCount: service.desiredCount };
    const { desiredCount, deploymentConfiguration, autoscaling, taskRolePolicies, tags } = service;
    const { minimumHealthyPercent, maximumPercent } = deploymentConfiguration;
    const isDefault = minimumHealthyPercent === 100 && maximumPercent === 200;
    return {
      ...(desiredCount !== 1 && !autoscaling && { desiredCount }),
      ...(autoscaling && {
        autoscaling: withoutEmpty({
          min: autoscaling.min ?? 1,
          max: autoscaling.max ?? 10,
          cpuPercent: autoscaling.cpu,
          memoryPercent: autoscaling.memory,
        }),
      }),
      ...(!isDefault && { deployment: { minimumHealthyPercent, maximumPercent } }),
      ...((taskRolePolicies ?? service.taskRoleStatements) && {
        taskRole: withoutEmpty({
          policyArns: [...(taskRolePolicies ?? [])],
          statements: (service.taskRoleStatements ?? []).flatMap(statementOf),
        }),
      }),
      ...(tags && { tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) }),
    };
  }

  private publicGroup(service: ConvertedServiceOfProject, { network }: Args): Data | undefined {
    const groups = (network as { readonly securityGroupIds?: readonly Data[] } | undefined)?.securityGroupIds ?? [];
    if (!("networks" in service)) return groups[0];
    const isPublished = (service.publishedPorts ?? []).length > 0 && (this.settings.ingressCidrs ?? []).length > 0;
    return isPublished ? groups.at(-1) : undefined;
  }

  private networkArgs(service: ConvertedServiceOfProject): Args {
    const { network } = this.settings;
    const vpc = "networkConfiguration" in service ? service.networkConfiguration?.awsvpcConfiguration : undefined;
    if (vpc?.subnets) {
      const [first = ""] = vpc.subnets;
      const subnet = this.shared.lookup("subnet", {
        call: "getSubnet",
        args: { id: first },
        comment: "The VPC of the subnets.",
      });
      return {
        network: {
          mode: "existing",
          vpcId: new Reference(subnet, "vpcId"),
          subnetIds: [...vpc.subnets],
          ...(vpc.securityGroups && { securityGroupIds: [...vpc.securityGroups] }),
          ...(vpc.assignPublicIp !== undefined && { assignPublicIp: vpc.assignPublicIp === "ENABLED" }),
        },
      };
    }
    const published = "publishedPorts" in service ? (service.publishedPorts ?? []) : [];
    const cidrs = [...(this.settings.ingressCidrs ?? [])];
    if (!("networks" in service) || this.converted.conversion.services.length < 2) {
      const ingress =
        cidrs.length > 0 && (published.length > 0 || !("networks" in service)) ? { ingressCidrs: cidrs } : {};
      return network || cidrs.length > 0 ? { network: { ...network, ...ingress } } : {};
    }
    const groups = (service.networks ?? []).map((name) => new Reference(this.shared.networkGroup(name), "id"));
    if (published.length > 0 && cidrs.length > 0)
      groups.push(new Reference(this.shared.publishedGroup(service.serviceName, published, cidrs), "id"));
    const isExisting = network?.vpcId !== undefined;
    return { network: { ...(isExisting ? network : {}), securityGroupIds: groups } };
  }
}

/** A statement of IAM as one of a task role; what does not allow, or has conditions, is none. */
function statementOf(statement: unknown): Data[] {
  if (typeof statement !== "object" || statement === null) return [];
  const { Effect, Action, Resource, Condition } = statement as Record<string, unknown>;
  const texts = (value: unknown) => [value].flat().filter((text) => typeof text === "string");
  const [actions, resources] = [texts(Action), texts(Resource)];
  if (Effect !== "Allow" || Condition !== undefined || actions.length === 0 || resources.length === 0) return [];
  return [{ actions, resources }];
}

const plainName = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "-");

/** The task's size; without one the smallest that its containers fit in. */
function sizeOf(task: TaskDefinition): { readonly cpu: number | undefined; readonly memory: number | undefined } {
  const cpu = task.cpu === undefined ? undefined : parseTaskCpu(task.cpu);
  const memory = task.memory === undefined ? undefined : parseTaskMemory(task.memory);
  if (cpu !== undefined && memory !== undefined) return { cpu, memory };
  const sum = (pick: (container: ContainerDefinition) => number | undefined) =>
    task.containerDefinitions.reduce((total, container) => total + (pick(container) ?? 0), 0);
  const neededCpu = cpu ?? sum((container) => container.cpu);
  const neededMemory = memory ?? sum((container) => container.memory ?? container.memoryReservation);
  for (const row of FARGATE_SIZES) {
    const fits = row.memoryMiB.find((mebibytes) => mebibytes >= neededMemory);
    if (row.cpu >= neededCpu && fits !== undefined) return { cpu: row.cpu, memory: fits };
  }
  return { cpu, memory };
}
