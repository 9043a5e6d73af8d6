// The steps of a compose project's program as resources and lookups of Pulumi.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Reference, Setting, type ResourceStep } from "../compose/program/program";
import { RegistryCredentials, type RegistryCredentialsArgs } from "./registryCredentials";

/** The lookups, by the call of a step. */
export const LOOKUPS = {
  getVpc: (args: Record<string, unknown>, options: pulumi.InvokeOutputOptions) => aws.ec2.getVpcOutput(args, options),
  getSubnet: (args: Record<string, unknown>, options: pulumi.InvokeOutputOptions) =>
    aws.ec2.getSubnetOutput(args, options),
  getRole: (args: Record<string, unknown>, options: pulumi.InvokeOutputOptions) =>
    aws.iam.getRoleOutput(args as unknown as aws.iam.GetRoleOutputArgs, options),
  getCluster: (args: Record<string, unknown>, options: pulumi.InvokeOutputOptions) =>
    aws.ecs.getClusterOutput(args as unknown as aws.ecs.GetClusterOutputArgs, options),
  getSecret: (args: Record<string, unknown>, options: pulumi.InvokeOutputOptions) =>
    aws.secretsmanager.getSecretOutput(args, options),
};

/** Creates what several services share. */
export function createShared(
  { type, name }: ResourceStep,
  args: Record<string, unknown>,
  parent: pulumi.Resource,
): pulumi.Resource {
  switch (type) {
    case "cluster":
      return new aws.ecs.Cluster(name, args, { parent });
    case "namespace":
      return new aws.servicediscovery.HttpNamespace(name, args, { parent });
    case "securityGroup":
      return new aws.ec2.SecurityGroup(name, args, { parent });
    case "registryCredentials":
      return new RegistryCredentials(name, args as unknown as RegistryCredentialsArgs, { parent });
  }
}

/** Data with the outputs that it refers to. */
export function resolveData(data: unknown, made: ReadonlyMap<string, object>): unknown {
  if (data instanceof Reference) return (made.get(data.variable) as Record<string, unknown>)[data.property];
  if (data instanceof Setting) return pulumi.secret(data.value);
  if (Array.isArray(data)) return data.map((item) => resolveData(item, made));
  if (typeof data !== "object" || data === null || pulumi.Output.isInstance(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, resolveData(value, made)]));
}
