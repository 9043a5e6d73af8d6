// What a program creates, as the JSON of a Terraform plan: the form that security scanners read.

import type { Properties } from "../../preview/captured";
import { expandRemoteComponent } from "../../preview/remoteComponents";
import type { Recorded } from "../support/recorded";

/** A resource of the plan: what is planned for it, and the resources that each property comes from. */
interface Planned {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly deps: Readonly<Record<string, readonly string[]>>;
}

/** The plan. Components are left out; of those of awsx, their children are in. */
export function terraformPlanOf(recorded: readonly Recorded[]): object {
  const planned = recorded.flatMap(withChildren).map((resource) => ({ ...resource, ...addressOf(resource) }));
  const addressesOf = (dependency: string, property: string): string[] =>
    planned
      .filter(({ name, tfType }) => name === dependency && (WANTED[tfType]?.test(property) ?? true))
      .map(({ address }) => address);
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: {
      root_module: {
        resources: planned.map(({ address, tfType, tfName, inputs }) => ({
          ...resourceOf(address, tfType, tfName),
          values: blockOf(inputs),
        })),
      },
    },
    configuration: {
      root_module: {
        resources: planned.map(({ address, tfType, tfName, deps }) => ({
          ...resourceOf(address, tfType, tfName),
          expressions: Object.fromEntries(
            Object.entries(deps).map(([property, names]) => [
              snakeCaseOf(property),
              { references: names.flatMap((name) => addressesOf(name, property)).flatMap((at) => [`${at}.id`, at]) },
            ]),
          ),
        })),
      },
    },
  };
}

/** A new VPC's parts have names in common: the properties that each is meant by. */
const WANTED: Readonly<Record<string, RegExp>> = {
  aws_vpc: /^vpcId$/,
  aws_internet_gateway: /^gatewayId$/,
  aws_subnet: /^subnet/,
};

function withChildren({ type, name, inputs, deps, remote }: Recorded): Planned[] {
  if (!type.startsWith("aws:")) {
    if (!remote) return [];
    const expansion = expandRemoteComponent(type, { name, inputs: inputs as Properties, propertyDependencies: {} });
    if (expansion === undefined) throw new Error(`it is not known what ${type} creates`);
    return expansion.children.map((child) => ({ ...child, deps: belongsTo(name, child.parent?.type) }));
  }
  return [{ type, name, inputs, deps }];
}

const belongsTo = (vpc: string, parent: string | undefined): Planned["deps"] =>
  parent === "aws:ec2/vpc:Vpc" ? { vpcId: [vpc] } : {};

function resourceOf(address: string, type: string, name: string): object {
  const provider_name = "registry.terraform.io/hashicorp/aws";
  return { address, mode: "managed", type, name, provider_name };
}

/** Of Pulumi's modules, those that are not part of the names in Terraform, or another word there. */
const MODULES: Readonly<Record<string, string>> = { ec2: "", vpc: "vpc_", lb: "lb_", s3: "s3_" };
const TYPES: Readonly<Record<string, string>> = {
  "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
  "aws:cloudwatch/eventRule:EventRule": "aws_cloudwatch_event_rule",
};

function addressOf({ type, name }: Planned): { tfType: string; tfName: string; address: string } {
  const [, module = "", file = ""] = /^aws:(\w+)\/(\w+):\w+$/.exec(type) ?? [];
  const tfType = TYPES[type] ?? `aws_${MODULES[module] ?? `${module}_`}${snakeCaseOf(file)}`;
  const tfName = name.replace(/[^\w-]/g, "_");
  return { tfType, tfName, address: `${tfType}.${tfName}` };
}

/** What Pulumi calls differently. */
const RENAMED: Readonly<Record<string, string>> = { aliases: "alias", topic: "topic_arn" };

/** Objects whose keys are the user's, and texts. */
const MAPS = new Set(["tags", "dimensions", "options"]);

/** Properties as arguments and blocks: a block is a list, of one where Pulumi has an object, and its name is singular. */
function blockOf(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([property, value]) => {
      const name = RENAMED[property] ?? snakeCaseOf(property);
      if (MAPS.has(property)) return [name, value];
      if (Array.isArray(value) && value.some(isRecord))
        return [name.replace(/ies$/, "y").replace(/s$/, ""), value.map((each) => blockOf(each as typeof inputs))];
      return [name, isRecord(value) ? [blockOf(value)] : value];
    }),
  );
}

const snakeCaseOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
