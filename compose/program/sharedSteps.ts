// The steps of a program that its services share: lookups, the cluster, security groups. Each is made once, when it is needed.

import { isWholeSecretArn } from "../../model/arns";
import { parseSecretReference } from "../../model/secretReferences";
import { GHCR } from "../../model/imageReference";
import type { RegistryLogin } from "../ecsCli/registryCreds";
import type { ConvertedService } from "../services/convert";
import {
  Reference,
  Setting,
  variableOf,
  type Data,
  type LookupStep,
  type ProgramSettings,
  type ResourceStep,
  type Step,
} from "./program";

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

  /** The cluster that all services run in: of this name or ARN, or a new one. */
  cluster(existing: string | undefined): Data {
    if (existing?.startsWith("arn:") === true) return existing;
    if (existing !== undefined)
      return new Reference(
        this.lookup("cluster", {
          call: "getCluster",
          args: { clusterName: existing },
          comment: "The cluster of x-aws-cluster.",
        }),
        "arn",
      );
    const cluster: ResourceStep = {
      kind: "resource",
      variable: this.variable("cluster"),
      type: "cluster",
      name: this.project,
      args: {},
      comment: "All services run in one cluster.",
    };
    this.steps.push(cluster);
    return new Reference(cluster.variable, "arn");
  }

  /** The namespace of services that call each other. */
  namespace(): Reference {
    const { project } = this;
    const namespace: ResourceStep = {
      kind: "resource",
      variable: this.variable("namespace"),
      type: "namespace",
      name: project,
      args: { name: project },
      comment: "Service Connect: the services call each other by their names.",
    };
    this.steps.push(namespace);
    return new Reference(namespace.variable, "arn");
  }

  /** The secret of a user of a registry. */
  registryCredentials({ registry, username, password, keyArn }: RegistryLogin): string {
    const known = this.made.get(`registry ${registry}`);
    if (known !== undefined) return known;
    const variable = this.variable(`${registry} credentials`);
    this.made.set(`registry ${registry}`, variable);
    const plain = registry.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const { prefix } = this.settings;
    this.steps.push({
      kind: "resource",
      variable,
      type: "registryCredentials",
      name: prefix === undefined ? plain : `${prefix}-${plain}`,
      args: {
        username,
        token: new Setting(variableOf(`${registry} password`, new Set()), password),
        ...(registry !== GHCR && { registry }),
        keyArn,
      },
      comment: `The user of ${registry}, as a secret that its images are pulled with.`,
    });
    return variable;
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

  publishedGroup(service: ConvertedService, cidrBlocks: readonly string[]): string {
    const { serviceName, publishedPorts = [], publishedUdpPorts = [] } = service;
    const vpcId = this.vpcId();
    const variable = this.variable(`${serviceName}-published`);
    const rules = (protocol: string, ports: readonly number[]) =>
      ports.map((port) => ({ protocol, fromPort: port, toPort: port, cidrBlocks }));
    this.steps.push({
      kind: "resource",
      variable,
      type: "securityGroup",
      name: `${this.project}-${serviceName}-published`,
      args: {
        description: `Published ports of ${serviceName} of ${this.project}`,
        vpcId,
        ingress: [...rules("tcp", publishedPorts), ...rules("udp", publishedUdpPorts)],
      },
      comment: `Who may connect to the published ports of ${serviceName}.`,
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

  /** The ARN of a secret of Secrets Manager: ECS takes its name too, and its ARN without the six characters at the end. */
  secret(given: string): Data {
    if (isWholeSecretArn(given)) return given;
    const args = given.startsWith("arn:") ? { arn: given } : { name: given };
    const name = given.split(":").at(-1) ?? given;
    return new Reference(this.lookup(`${name} secret`, { call: "getSecret", args, comment: "" }), "arn");
  }

  /** What a container's secret is read from: for ECS a name alone is a parameter's, and an ARN may lack the six characters. */
  secretSource(given: string): Data {
    const reference = parseSecretReference(given);
    if (reference === undefined) return given.startsWith("arn:") ? given : `ssm:${given}`;
    return reference.store === "secretsmanager" && reference.arn === given ? this.secret(given) : given;
  }

  /** The variable of what is looked up, under a name of its own. */
  lookup(name: string, step: Pick<LookupStep, "call" | "args" | "comment">): string {
    const key = `${step.call} ${JSON.stringify(step.args)}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const variable = this.variable(name);
    this.made.set(key, variable);
    this.steps.push({ kind: "lookup", variable, ...step });
    return variable;
  }
}
