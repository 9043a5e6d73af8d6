// The steps of a program that its services share: lookups, the cluster, security groups. Each is made once, when it is needed.

import { Reference, type Data, type LookupStep, type ProgramSettings, type ResourceStep, type Step } from "./program";

const DEFAULT_VPC = { call: "getVpc", args: { default: true }, comment: "The default VPC of the account." } as const;

/** Makes the shared steps of a project's program. */
export class SharedSteps {
  readonly steps: Step[] = [];
  private readonly made = new Map<string, string>();

  constructor(
    private readonly project: string,
    private readonly settings: ProgramSettings,
    private readonly variable: (name: string) => string,
  ) {}

  /** The cluster and the namespace of services that call each other. */
  connections(): { readonly cluster: Reference; readonly namespace: Reference } {
    const { project } = this;
    const cluster: ResourceStep = {
      kind: "resource",
      variable: this.variable("cluster"),
      type: "cluster",
      name: project,
      args: {},
      comment: "All services run in one cluster.",
    };
    const namespace: ResourceStep = {
      kind: "resource",
      variable: this.variable("namespace"),
      type: "namespace",
      name: project,
      args: { name: project },
      comment: "Service Connect: the services call each other by their names.",
    };
    this.steps.push(cluster, namespace);
    return { cluster: new Reference(cluster.variable, "arn"), namespace: new Reference(namespace.variable, "arn") };
  }

  /** The security group of a network of the file: its members reach each other. */
  networkGroup(network: string): string {
    const known = this.made.get(`network ${network}`);
    if (known !== undefined) return known;
    const vpcId = this.vpcId();
    const variable = this.variable(`${network}-network`);
    this.made.set(`network ${network}`, variable);
    const all = { protocol: "-1", fromPort: 0, toPort: 0 };
    this.steps.push({
      kind: "resource",
      variable,
      type: "securityGroup",
      name: `${this.project}-${network}`,
      args: {
        description: `Network ${network} of ${this.project}`,
        vpcId,
        ingress: [{ ...all, self: true }],
        egress: [{ ...all, cidrBlocks: ["0.0.0.0/0"] }],
      },
      comment: `The network "${network}" of the compose file: its services reach each other. To publish a port, add a rule for it.`,
    });
    return variable;
  }

  publishedGroup(service: string, ports: readonly number[], cidrBlocks: readonly string[]): string {
    const vpcId = this.vpcId();
    const variable = this.variable(`${service}-published`);
    this.steps.push({
      kind: "resource",
      variable,
      type: "securityGroup",
      name: `${this.project}-${service}-published`,
      args: {
        description: `Published ports of ${service} of ${this.project}`,
        vpcId,
        ingress: ports.map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks })),
      },
      comment: `Who may connect to the published ports of ${service}.`,
    });
    return variable;
  }

  private vpcId(): Data {
    return this.settings.network?.vpcId ?? new Reference(this.lookup("vpc", DEFAULT_VPC), "id");
  }

  /** ecs-cli took a role's name, too. */
  role(arn: string): Data {
    if (arn.startsWith("arn:")) return arn;
    return new Reference(this.lookup(`${arn} role`, { call: "getRole", args: { name: arn }, comment: "" }), "arn");
  }

  /** The variable of what is looked up, under a name of its own. */
  lookup(name: string, step: Pick<LookupStep, "call" | "args" | "comment">): string {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const variable = this.variable(name);
    this.made.set(name, variable);
    this.steps.push({ kind: "lookup", variable, ...step });
    return variable;
  }
}
