// The ECS services of a Pulumi stack, read from its state.

import { WrongOption } from "./wrongOption";

/** A resource as `pulumi stack export` prints it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
  readonly parent?: string;
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A service that a stack deployed. */
export interface StackService {
  /** The component's name in the program, or the resource's where no component made it. */
  readonly name: string;
  /** The cluster's ARN. */
  readonly cluster: string;
  /** The service's name in ECS. */
  readonly service: string;
  readonly region: string;
  /** Where clients reach it, if the component knows. */
  readonly url?: string;
  /** The service and its task definition, as the state has them. */
  readonly resource: StateResource;
  readonly taskDefinition?: StateResource;
  /** Whether autoscaling sets the number of tasks. */
  readonly autoscaled: boolean;
  /** The number of tasks that the program asked for. */
  readonly desiredCount?: number;
  /** The CloudWatch alarms that the component created. */
  readonly alarmNames: readonly string[];
  /** The component's outputs, or none where no component of this library made the service. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const SCALABLE_TARGET = "aws:appautoscaling/target:Target";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPONENT = "ghcr-fargate:index:GhcrFargateService";

/** The services of a stack, in the order of its state; those about to be deleted are left out. */
export function servicesOfStack(resources: readonly StateResource[]): StackService[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources.flatMap((resource) => {
    const { arn, name, cluster } = resource.outputs ?? {};
    if (resource.type !== SERVICE || resource.delete === true) return [];
    if (typeof arn !== "string" || typeof name !== "string" || typeof cluster !== "string") return [];
    const component = componentOf(resource, byUrn);
    const outputs = component?.outputs ?? {};
    const taskDefinition = resources.find(
      (each) => each.type === TASK_DEFINITION && each.outputs?.arn === resource.outputs?.taskDefinition,
    );
    return {
      name: nameOf((component ?? resource).urn),
      cluster,
      service: name,
      resource,
      ...(taskDefinition !== undefined && { taskDefinition }),
      autoscaled: resources.some(
        ({ type, outputs: target }) =>
          type === SCALABLE_TARGET && target?.resourceId === `service/${nameInArn(cluster)}/${name}`,
      ),
      region: arn.split(":")[3] ?? "",
      alarmNames: component === undefined ? [] : alarmsOf(component.urn, resources),
      ...(typeof resource.inputs?.desiredCount === "number" && { desiredCount: resource.inputs.desiredCount }),
      ...(typeof outputs.url === "string" && { url: outputs.url }),
      outputs,
    };
  });
}

function alarmsOf(component: string, resources: readonly StateResource[]): string[] {
  return resources.flatMap(({ type, parent, outputs }) =>
    type === ALARM && parent === component && typeof outputs?.name === "string" ? outputs.name : [],
  );
}

/** The component of this library that a resource belongs to. */
function componentOf(resource: StateResource, byUrn: ReadonlyMap<string, StateResource>): StateResource | undefined {
  for (let at = byUrn.get(resource.parent ?? ""); at !== undefined; at = byUrn.get(at.parent ?? ""))
    if (at.type === COMPONENT) return at;
  return undefined;
}

/** The name in a URN, `urn:pulumi:dev::shop::aws:ecs/service:Service::web`. */
function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** The service that a person means: the only one, or the one of that name in the program or in ECS. `wayOut`: options that do without a stack. */
export function chooseService(
  services: readonly StackService[],
  wanted: string | undefined,
  { stack, wayOut }: { readonly stack: string; readonly wayOut?: string | undefined },
): StackService {
  const names = services.map(({ name }) => name).join(", ");
  if (services.length === 0)
    throw new Error(
      `stack ${stack} has no ECS service; run pulumi up first${wayOut === undefined ? "" : `, or pass ${wayOut}`}`,
    );
  const found =
    wanted === undefined ? services : services.filter(({ name, service }) => [name, service].includes(wanted));
  const [service] = found;
  if (service === undefined)
    throw new WrongOption(`--service: stack ${stack} has no service ${wanted ?? ""}; its services are ${names}`);
  if (found.length > 1)
    throw new WrongOption(`stack ${stack} has ${found.length} services; choose with --service: ${names}`);
  return service;
}
