// The program in TypeScript, as a person would write it.

import { renderFinding } from "../problems";
import {
  importsOf,
  Reference,
  setCommand,
  Setting,
  settingsOf,
  type Data,
  type Program,
  type Step,
  type TakenOver,
} from "./program";

const WIDTH = 110;
/** Arguments of a step that are longer get a line each. */
const SHORT = 50;

const TYPES = {
  cluster: "aws.ecs.Cluster",
  namespace: "aws.servicediscovery.HttpNamespace",
  securityGroup: "aws.ec2.SecurityGroup",
  registryCredentials: "RegistryCredentials",
} as const;

const LOOKUPS = {
  getVpc: "aws.ec2.getVpcOutput",
  getSubnet: "aws.ec2.getSubnetOutput",
  getRole: "aws.iam.getRoleOutput",
  getCluster: "aws.ecs.getClusterOutput",
  getSecret: "aws.secretsmanager.getSecretOutput",
} as const;

/** Prints the program. */
export function renderTypeScript({ project, steps, notes, takenOver = [], takeOverNotes = [] }: Program): string {
  const { usesAws, usesCredentials } = importsOf(steps);
  const settings = settingsOf(steps);
  const services = steps.filter((step) => step.kind === "service");
  const head = [
    `// The compose project ${project} on AWS Fargate.`,
    ...takeOverNotes.map((note) => `// ${note}`),
    ...notes.map((note) => `// ${renderFinding(note).replaceAll(/\s*\n\s*/g, " ")}`),
    ...(usesAws ? ['import * as aws from "@pulumi/aws";'] : []),
    ...(takenOver.length + settings.length > 0 ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    `import { GhcrFargateService${usesCredentials ? ", RegistryCredentials" : ""} } from "ghcr-fargate";`,
    ...(settings.length > 0 ? ["", ...settings.map(setCommand("//")), "const config = new pulumi.Config();"] : []),
  ];
  const urls = services.map(({ variable, name }) => `${quoteKey(name)}: ${variable}.url`);
  const isTakeOver = takenOver.length > 0;
  const body = steps.map((step) =>
    renderStep(step, isTakeOver && step === services[0] ? ["transforms: [takeOver]"] : []),
  );
  return [
    head.join("\n"),
    ...(isTakeOver ? [renderTakeOver(takenOver)] : []),
    ...body,
    `export const urls = { ${urls.join(", ")} };`,
    "",
  ]
    .join("\n\n")
    .replace(/\n\n$/, "\n");
}

/** A transform for all children of the service: those that exist are imported, and keep their names. */
function renderTakeOver(resources: readonly TakenOver[]): string {
  const entries = resources.map(({ child, id, props, retained }): [string, Data] => [
    child,
    { id, ...(Object.keys(props).length > 0 && { props }), ...(retained && { retainOnDelete: true }) },
  ]);
  return `/** The first update takes over what runs, as it is. Then write false: the next update deploys this program. */
const isFirstUpdate = true;

/** What runs, by its name in this program. */
const running: Record<string, { id: string; props?: object; retainOnDelete?: boolean }> = ${render(Object.fromEntries(entries), 0)};

const takeOver: pulumi.ResourceTransform = ({ name, props, opts }) => {
  const found = running[name];
  if (found === undefined) return undefined;
  const { id, retainOnDelete } = found;
  const asItIs = { import: id, ignoreChanges: ["*", ...Object.keys(props)], retainOnDelete };
  return { props: { ...props, ...found.props }, opts: pulumi.mergeOptions(opts, isFirstUpdate ? asItIs : {}) };
};`;
}

function renderStep(step: Step, more: readonly string[] = []): string {
  const comment = step.kind === "service" || step.comment === "" ? "" : `// ${step.comment}\n`;
  switch (step.kind) {
    case "lookup":
      return `${comment}const ${step.variable} = ${LOOKUPS[step.call]}(${render(step.args, 0)});`;
    case "resource": {
      const args = Object.keys(step.args).length === 0 ? "" : `, ${render(step.args, 0)}`;
      return `${comment}const ${step.variable} = new ${TYPES[step.type]}(${JSON.stringify(step.name)}${args});`;
    }
    case "service": {
      const given = [...(step.dependsOn.length === 0 ? [] : [`dependsOn: [${step.dependsOn.join(", ")}]`]), ...more];
      const options = given.length === 0 ? "" : `, { ${given.join(", ")} }`;
      return `${comment}const ${step.variable} = new GhcrFargateService(${JSON.stringify(step.name)}, ${render(step.args, 0)}${options});`;
    }
  }
}

const quoteKey = (key: string) => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : JSON.stringify(key));

function render(data: Data, depth: number): string {
  if (data instanceof Reference) return `${data.variable}.${data.property}`;
  if (data instanceof Setting) return `config.requireSecret(${JSON.stringify(data.name)})`;
  if (typeof data !== "object") return JSON.stringify(data);
  const isList = Array.isArray(data);
  const parts = isList
    ? (data as readonly Data[]).map((item) => render(item, depth + 1))
    : Object.entries(data as Record<string, Data | undefined>).flatMap(([key, value]) =>
        value === undefined ? [] : [`${quoteKey(key)}: ${render(value, depth + 1)}`],
      );
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return `${open}${close}`;
  const space = isList ? "" : " ";
  const line = `${open}${space}${parts.join(", ")}${space}${close}`;
  if (!line.includes("\n") && line.length + depth * 2 < (depth === 0 ? SHORT : WIDTH)) return line;
  const indent = "  ".repeat(depth + 1);
  return `${open}\n${parts.map((part) => `${indent}${part},\n`).join("")}${"  ".repeat(depth)}${close}`;
}
