// The program in Python.

import { renderFinding } from "../problems";
import { importsOf, Reference, setCommand, Setting, settingsOf, type Data, type Program, type Step } from "./program";

const WIDTH = 100;

const TYPES = {
  cluster: "aws.ecs.Cluster",
  namespace: "aws.servicediscovery.HttpNamespace",
  securityGroup: "aws.ec2.SecurityGroup",
  registryCredentials: "RegistryCredentials",
} as const;

const LOOKUPS = {
  getVpc: "aws.ec2.get_vpc_output",
  getSubnet: "aws.ec2.get_subnet_output",
  getRole: "aws.iam.get_role_output",
  getCluster: "aws.ecs.get_cluster_output",
  getSecret: "aws.secretsmanager.get_secret_output",
} as const;

/** Mappings whose keys are the user's own. */
const OWN_KEYS = new Set(["environment", "secrets", "dockerLabels", "tags", "options"]);

/** Prints the program. */
export function renderPython({ project, steps, notes }: Program): string {
  const { usesAws, usesCredentials } = importsOf(steps);
  const settings = settingsOf(steps);
  const imports = [
    "import pulumi",
    ...(usesAws ? ["import pulumi_aws as aws"] : []),
    `from pulumi_ghcr_fargate import GhcrFargateService${usesCredentials ? ", RegistryCredentials" : ""}`,
    ...(settings.length > 0 ? ["", ...settings.map(setCommand("#")), "config = pulumi.Config()"] : []),
  ];
  const head = [
    `# The compose project ${project} on AWS Fargate.`,
    ...notes.map((note) => `# ${renderFinding(note).replaceAll(/\s*\n\s*/g, " ")}`),
    ...imports,
  ];
  const urls = steps.flatMap((step) =>
    step.kind === "service" ? [`${JSON.stringify(step.name)}: ${snake(step.variable)}.url`] : [],
  );
  return `${[head.join("\n"), ...steps.map(renderStep), `pulumi.export("urls", {${urls.join(", ")}})`].join("\n\n")}\n`;
}

function renderStep(step: Step): string {
  const comment = step.kind === "service" || step.comment === "" ? "" : `# ${step.comment}\n`;
  const call =
    step.kind === "lookup" ? LOOKUPS[step.call] : step.kind === "resource" ? TYPES[step.type] : "GhcrFargateService";
  const args = Object.entries(step.args).flatMap(([key, value]) =>
    value === undefined ? [] : [`${snake(key)}=${render(value, 1, OWN_KEYS.has(key))}`],
  );
  const options =
    step.kind === "service" && step.dependsOn.length > 0
      ? [`opts=pulumi.ResourceOptions(depends_on=[${step.dependsOn.map(snake).join(", ")}])`]
      : [];
  const all = [...(step.kind === "lookup" ? [] : [JSON.stringify(step.name)]), ...args, ...options];
  const line = `${snake(step.variable)} = ${call}(${all.join(", ")})`;
  const text =
    line.length <= WIDTH && !line.includes("\n")
      ? line
      : `${snake(step.variable)} = ${call}(\n${all.map((part) => `    ${part},\n`).join("")})`;
  return `${comment}${text}`;
}

/** `clientAlias` as `client_alias`. */
function snake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

function render(data: Data, depth: number, ownKeys = false): string {
  if (data instanceof Reference) return `${snake(data.variable)}.${snake(data.property)}`;
  if (data instanceof Setting) return `config.require_secret(${JSON.stringify(data.name)})`;
  if (typeof data === "boolean") return data ? "True" : "False";
  if (typeof data !== "object") return JSON.stringify(data);
  const isList = Array.isArray(data);
  const parts = isList
    ? (data as readonly Data[]).map((item) => render(item, depth + 1))
    : Object.entries(data as Record<string, Data | undefined>).flatMap(([key, value]) =>
        value === undefined
          ? []
          : [`${JSON.stringify(ownKeys ? key : snake(key))}: ${render(value, depth + 1, OWN_KEYS.has(key))}`],
      );
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const line = `${open}${parts.join(", ")}${close}`;
  if (!line.includes("\n") && line.length + depth * 4 < WIDTH) return line;
  const indent = "    ".repeat(depth + 1);
  return `${open}\n${parts.map((part) => `${indent}${part},\n`).join("")}${"    ".repeat(depth)}${close}`;
}
