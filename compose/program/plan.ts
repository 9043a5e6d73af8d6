// The program of a compose project: one service for a project of ecs-cli, else a service for each of the file's.

import { ConvertMode, type Converted, type ConvertedServiceOfProject } from "../convert";
import { withoutEmpty, type TaskDefinition } from "../ecsCli/container";
import { isRouter, mainContainer, portOf, type TaskOfProgram } from "./containers";
import { networkOf } from "./network";
import { Notes } from "./notes";
import {
  inOrder,
  variableOf,
  type Args,
  type Data,
  type Program,
  type ProgramSettings,
  type ServiceStep,
  type Step,
} from "./program";
import { isComposeService, serviceArgs } from "./service";
import { SharedSteps } from "./sharedSteps";
import { taskArgs } from "./task";

/** Plans the program. */
export function planProgram(converted: Converted, settings: ProgramSettings = {}): Program {
  const { errors, warnings } = converted.conversion;
  const taken = new Set<string>();
  const name = (text: string) => {
    const variable = variableOf(text, taken);
    taken.add(variable);
    return variable;
  };
  const planner = new Planner(converted, settings, name);
  const steps = planner.steps();
  const ownNotes = planner.notes.all;
  return { project: converted.project, steps, notes: [...errors, ...warnings, ...ownNotes], ownNotes };
}

/** What all services of a project share. */
interface Connections {
  readonly cluster: Data;
  readonly namespace: Data;
}

class Planner {
  readonly notes: Notes;
  private readonly shared: SharedSteps;

  constructor(
    private readonly converted: Converted,
    private readonly settings: ProgramSettings,
    private readonly variable: (name: string) => string,
  ) {
    this.notes = new Notes(converted.positions);
    this.shared = new SharedSteps(converted.project, settings, variable);
  }

  steps(): Step[] {
    const { services } = this.converted.conversion;
    const [first] = services;
    const connections: Connections | undefined =
      services.length > 1 && first
        ? { cluster: this.shared.cluster(clusterOf(first)), namespace: this.shared.namespace() }
        : undefined;
    const variables = new Map(services.map(({ serviceName }) => [serviceName, this.variable(serviceName)]));
    const made = services.flatMap((service) => this.serviceStep(service, variables, connections) ?? []);
    return [...this.shared.steps, ...inOrder(made)];
  }

  private serviceStep(
    service: ConvertedServiceOfProject,
    variables: ReadonlyMap<string, string>,
    connections: Connections | undefined,
  ): ServiceStep | undefined {
    const { shared, settings } = this;
    const task = this.taskOf(service);
    if (!task) return undefined;
    const isTogether = connections !== undefined;
    const { args: network, publicGroup } = networkOf(service, task, { settings, shared, isTogether });
    const args: Args = {
      ...taskArgs(task, {
        shared,
        pullSecrets: this.converted.pullSecrets,
        logRetentionDays: isComposeService(service) ? service.logRetentionDays : undefined,
      }),
      ...serviceArgs(service, task),
      ...(connections ? this.connectionArgs(service, task, connections) : this.clusterArgs(service)),
      ...network,
    };
    const before = isComposeService(service) ? (service.dependsOnServices ?? []) : [];
    return {
      kind: "service",
      variable: variables.get(service.serviceName) ?? service.serviceName,
      name: this.nameOf(service.serviceName),
      containers: this.containersOf(task, service),
      args: withoutEmpty(args, ["desiredCount"]),
      dependsOn: before.flatMap((other) => variables.get(other) ?? []),
      publicGroup,
    };
  }

  private taskOf(service: ConvertedServiceOfProject): TaskOfProgram | undefined {
    const definition = this.converted.conversion.taskDefinitions.find(
      ({ family }) => family === service.taskDefinition,
    );
    const main = definition && mainContainer(definition);
    if (!definition || !main) return undefined;
    const isOne = this.converted.conversion.mode === ConvertMode.EcsCli;
    return {
      definition,
      main,
      containers: definition.containerDefinitions,
      notes: this.notes,
      ownerOf: ({ name }) => (isOne ? name : service.serviceName),
    };
  }

  private connectionArgs(
    service: ConvertedServiceOfProject,
    { main, notes }: TaskOfProgram,
    { cluster, namespace }: Connections,
  ): Args {
    const port = portOf(main);
    const tcp = (main.portMappings ?? []).filter(({ protocol }) => protocol === "tcp");
    const appProtocol = tcp[0]?.appProtocol;
    const further = tcp.slice(1).map(({ containerPort }) => containerPort);
    if (further.length > 0)
      notes.service(
        service.serviceName,
        [["ports"], ["expose"]],
        `${further.join(", ")}: not reached by the service's name, which is that of port ${port ?? 0}; add discovery to the program for a name of all ports`,
      );
    return {
      cluster: { arn: cluster },
      serviceConnect: {
        namespace,
        ...(port !== undefined && {
          discoveryName: plainName(service.serviceName),
          clientAlias: { dnsName: service.serviceName.toLowerCase() },
        }),
        ...(appProtocol !== undefined && { appProtocol }),
      },
    };
  }

  private clusterArgs(service: ConvertedServiceOfProject): Args {
    const cluster = clusterOf(service);
    return cluster === undefined ? {} : { cluster: { arn: this.shared.cluster(cluster) } };
  }

  private nameOf(service: string): string {
    const plain = service.replace(/[^A-Za-z0-9-]/g, "-").toLowerCase();
    const { prefix } = this.settings;
    if (prefix === undefined) return plain;
    return this.converted.conversion.mode === ConvertMode.EcsCli ? prefix : `${prefix}-${plain}`;
  }

  private containersOf({ containers, main }: TaskOfProgram, { serviceName }: ConvertedServiceOfProject): string[] {
    if (this.converted.conversion.mode === ConvertMode.Compose) return [serviceName];
    return [main, ...sidecarsOf(containers, main)].map(({ name }) => name);
  }
}

const sidecarsOf = (containers: TaskDefinition["containerDefinitions"], main: object) =>
  containers.filter((container) => container !== main && !isRouter(container));

const clusterOf = (service: ConvertedServiceOfProject) => (isComposeService(service) ? service.cluster : undefined);

const plainName = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "-");
