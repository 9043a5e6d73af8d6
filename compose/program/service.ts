// A service of AWS's API as arguments of GhcrFargateService: how many tasks, how they are replaced, how they are found.

import type { ConvertedServiceOfProject } from "../convert";
import { withoutEmpty } from "../ecsCli/container";
import type { EcsService } from "../ecsCli/service";
import type { ConvertedService } from "../services/convert";
import type { TaskOfProgram } from "./containers";
import { portOf } from "./containers";
import type { Notes } from "./notes";
import type { Args, Data } from "./program";

/** Whether a service is one of a project of Docker Compose. */
export function isComposeService(service: ConvertedServiceOfProject): service is ConvertedService {
  return "deploymentConfiguration" in service;
}

/** The arguments of a service that are not its task's, its network's or its neighbours'. */
export function serviceArgs(service: ConvertedServiceOfProject, task: TaskOfProgram): Args {
  return isComposeService(service) ? composeArgs(service, task.notes) : ecsCliArgs(service, task);
}

function ecsCliArgs(
  { desiredCount, serviceDiscovery, placementStrategy, placementConstraints }: EcsService,
  task: TaskOfProgram,
): Args {
  if (placementStrategy ?? placementConstraints)
    task.notes.params(["run_params", "task_placement"], "is dropped: Fargate chooses where tasks run");
  return {
    ...(desiredCount !== 1 && { desiredCount }),
    ...(serviceDiscovery && { discovery: discoveryArgs(serviceDiscovery, task) }),
  };
}

function discoveryArgs(discovery: NonNullable<EcsService["serviceDiscovery"]>, { main, notes }: TaskOfProgram): Args {
  const { namespace, name, dnsRecord, containerName, containerPort, failureThreshold } = discovery;
  const note = (key: readonly string[], message: string): void => {
    notes.params(["run_params", "service_discovery", ...key], message);
  };
  if (namespace?.id === undefined && namespace?.name !== undefined)
    note(
      [`${namespace.type}_dns_namespace`],
      namespace.type === "private"
        ? `the namespace ${namespace.name} is created; for one that exists set its id`
        : `${namespace.name} becomes a private namespace: a public one has to exist; set its id`,
    );
  if (containerName !== undefined && containerName !== main.name)
    note(
      ["container_name"],
      `${containerName} is dropped: records are those of the service's own container, ${main.name}`,
    );
  if (containerPort !== undefined && containerPort !== portOf(main))
    note(["container_port"], `${containerPort} is dropped: records have the service's port`);
  if (failureThreshold !== undefined)
    note(["service_discovery_service"], "failure_threshold is dropped: ECS says itself which tasks are healthy");
  return withoutEmpty({
    ...(namespace?.id === undefined ? { namespaceName: namespace?.name } : { namespaceId: namespace.id }),
    name,
    ...(dnsRecord.type !== "A" && { recordType: dnsRecord.type }),
    ttlSeconds: dnsRecord.ttl,
  });
}

function composeArgs(service: ConvertedService, notes: Notes): Args {
  const { desiredCount, deploymentConfiguration, autoscaling, taskRolePolicies, taskRoleStatements, tags } = service;
  const { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker } = deploymentConfiguration;
  const isDefault = minimumHealthyPercent === 100 && maximumPercent === 200;
  if (deploymentCircuitBreaker?.enable === false)
    notes.service(
      service.serviceName,
      [["deploy", "update_config", "failure_action"]],
      '"continue" becomes "rollback": ECS ends a deployment that cannot succeed',
    );
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
    ...((taskRolePolicies ?? taskRoleStatements) && {
      taskRole: withoutEmpty({
        policyArns: [...(taskRolePolicies ?? [])],
        statements: statementsOf(service, notes),
      }),
    }),
    ...(tags && { tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) }),
  };
}

function statementsOf({ serviceName, taskRoleStatements = [] }: ConvertedService, notes: Notes): Data[] {
  return taskRoleStatements.flatMap((statement, i) => {
    const read = statementOf(statement);
    if (!read)
      notes.service(
        serviceName,
        [["x-aws-role"]],
        `statement ${i + 1} is dropped: it does not simply allow actions on resources; attach it as a policy with x-aws-policies`,
      );
    return read ?? [];
  });
}

/** A statement of IAM as one of a task role; undefined for one that does not allow, or has more than actions and resources. */
function statementOf(statement: unknown): Data | undefined {
  if (typeof statement !== "object" || statement === null) return undefined;
  const { Effect, Action, Resource, ...more } = statement as Record<string, unknown>;
  const texts = (value: unknown) => [value].flat().filter((text) => typeof text === "string");
  const [actions, resources] = [texts(Action), texts(Resource)];
  const isPlain =
    Effect === "Allow" && Object.keys(more).every((key) => key === "Sid") && actions.length > 0 && resources.length > 0;
  return isPlain ? { actions, resources } : undefined;
}
