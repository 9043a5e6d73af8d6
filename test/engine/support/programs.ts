// Programs of one service, for stacks that are about one thing.

import type { Project } from "./stack";

/** A project whose program makes the service "web" with these arguments, as TypeScript. */
export function serviceProject(name: string, args: string, more: Partial<Project> = {}): Project {
  return {
    name,
    secrets: { token: "ghp_0123456789abcdefghijklmnopqrstuvwxyz" },
    ...more,
    files: {
      "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.ts\n`,
      "index.ts": serviceProgram(args),
      ...more.files,
    },
  };
}

/** The text of such a program. `before`: statements that the arguments may use. */
export function serviceProgram(args: string, before = ""): string {
  return `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService, RegistryCredentials } from "ghcr-fargate";
const config = new pulumi.Config();
${before}
const web = new GhcrFargateService("web", ${args});
export const { url, serviceName, serviceArn, clusterArn, imageUri, secretArn, taskDefinitionArn } = web;
`;
}
