// The program in Pulumi's YAML.

import { stringify } from "yaml";
import { renderFinding } from "../problems";
import { Reference, setCommand, Setting, settingsOf, type Data, type Program, type Step } from "./program";

const TYPES = {
  cluster: "aws:ecs:Cluster",
  namespace: "aws:servicediscovery:HttpNamespace",
  securityGroup: "aws:ec2:SecurityGroup",
  registryCredentials: "ghcr-fargate:index:RegistryCredentials",
} as const;

const LOOKUPS = {
  getVpc: "aws:ec2:getVpc",
  getSubnet: "aws:ec2:getSubnet",
  getRole: "aws:iam:getRole",
  getCluster: "aws:ecs:getCluster",
  getSecret: "aws:secretsmanager:getSecret",
} as const;

/** Prints the program: a whole Pulumi.yaml. */
export function renderYaml({ project, steps, notes }: Program): string {
  const variables = steps.flatMap((step) =>
    step.kind === "lookup"
      ? [[step.variable, { "fn::invoke": { function: LOOKUPS[step.call], arguments: plain(step.args) } }] as const]
      : [],
  );
  const resources = steps.flatMap((step) =>
    step.kind === "lookup" ? [] : [[step.variable, resourceOf(step)] as const],
  );
  const urls = steps.flatMap((step) =>
    step.kind === "service" ? [[step.name, `\${${step.variable}.url}`] as const] : [],
  );
  const settings = settingsOf(steps);
  const program = {
    name: project,
    runtime: "yaml",
    ...(settings.length > 0 && {
      config: Object.fromEntries(settings.map(({ name }) => [name, { type: "string", secret: true }])),
    }),
    ...(variables.length > 0 && { variables: Object.fromEntries(variables) }),
    resources: Object.fromEntries(resources),
    outputs: { urls: Object.fromEntries(urls) },
  };
  const comments = notes.map((note) => renderFinding(note));
  const commands = settings.map(setCommand("#"));
  return `${comments.map((text) => `# ${text.replaceAll(/\s*\n\s*/g, " ")}\n`).join("")}${commands.map((command) => `${command}\n`).join("")}${stringify(program, { lineWidth: 0 })}`;
}

function resourceOf(step: Exclude<Step, { kind: "lookup" }>) {
  const type = step.kind === "service" ? "ghcr-fargate:index:GhcrFargateService" : TYPES[step.type];
  const dependsOn = step.kind === "service" ? step.dependsOn.map((variable) => `\${${variable}}`) : [];
  return {
    type,
    name: step.name,
    ...(Object.keys(step.args).length > 0 && { properties: plain(step.args) }),
    ...(dependsOn.length > 0 && { options: { dependsOn } }),
  };
}

/** Data of YAML; a dollar sign before a brace would be a reference. */
function plain(data: Data): unknown {
  if (data instanceof Reference) return `\${${data.variable}.${data.property}}`;
  if (data instanceof Setting) return `\${${data.name}}`;
  if (typeof data === "string") return data.replaceAll("${", () => "$${");
  if (typeof data !== "object") return data;
  if (Array.isArray(data)) return (data as readonly Data[]).map(plain);
  const entries = Object.entries(data as Record<string, Data | undefined>);
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, plain(value)]])));
}
