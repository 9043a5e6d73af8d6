// The program in TypeScript, as a person would write it.

import { renderFinding } from "../problems";
import { Reference, type Data, type Program, type Step } from "./program";

const WIDTH = 110;
/** Arguments of a step that are longer get a line each. */
const SHORT = 50;

const TYPES = {
  cluster: "aws.ecs.Cluster",
  namespace: "aws.servicediscovery.HttpNamespace",
  securityGroup: "aws.ec2.SecurityGroup",
} as const;

const LOOKUPS = {
  getVpc: "aws.ec2.getVpcOutput",
  getSubnet: "aws.ec2.getSubnetOutput",
  getRole: "aws.iam.getRoleOutput",
} as const;

/** Prints the program. */
export function renderTypeScript({ project, steps, notes }: Program): string {
  const usesAws = steps.some(({ kind }) => kind !== "service");
  const services = steps.filter((step) => step.kind === "service");
  const head = [
    `// The compose project ${project} on AWS Fargate.`,
    ...notes.map((note) => `// ${renderFinding(note).replaceAll(/\s*\n\s*/g, " ")}`),
    ...(usesAws ? ['import * as aws from "@pulumi/aws";'] : []),
    'import { GhcrFargateService } from "ghcr-fargate";',
  ];
  const urls = services.map(({ variable, name }) => `${quoteKey(name)}: ${variable}.url`);
  return [head.join("\n"), ...steps.map(renderStep), `export const urls = { ${urls.join(", ")} };`, ""]
    .join("\n\n")
    .replace(/\n\n$/, "\n");
}

function renderStep(step: Step): string {
  const comment =
    step.kind === "service"
      ? step.notes.map((note) => `// ${note}\n`).join("")
      : step.comment === ""
        ? ""
        : `// ${step.comment}\n`;
  switch (step.kind) {
    case "lookup":
      return `${comment}const ${step.variable} = ${LOOKUPS[step.call]}(${render(step.args, 0)});`;
    case "resource": {
      const args = Object.keys(step.args).length === 0 ? "" : `, ${render(step.args, 0)}`;
      return `${comment}const ${step.variable} = new ${TYPES[step.type]}(${JSON.stringify(step.name)}${args});`;
    }
    case "service": {
      const options = step.dependsOn.length === 0 ? "" : `, { dependsOn: [${step.dependsOn.join(", ")}] }`;
      return `${comment}const ${step.variable} = new GhcrFargateService(${JSON.stringify(step.name)}, ${render(step.args, 0)}${options});`;
    }
  }
}

const quoteKey = (key: string) => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : JSON.stringify(key));

function render(data: Data, depth: number): string {
  if (data instanceof Reference) return `${data.variable}.${data.property}`;
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
