// What holds of every service, whatever it is asked for.

import type { Deployment } from "../support/deploy";
import type { Recorded } from "../support/recorded";
import { badNames } from "./physicalNames";
import { wildcardStatements } from "./wildcards";

/** What does not hold of the service that has this name; nothing, if all is well. */
export function violations(component: string, { resources }: Deployment): string[] {
  return [
    ...openTasks(component, resources),
    ...wildcardStatements(resources)
      .filter(({ allowedBy }) => allowedBy === undefined)
      .map(({ where, statement }) => `${where} names everything: ${JSON.stringify(statement)}`),
    ...resources.flatMap((resource) => strayChild(component, resource, resources)),
    ...resources.flatMap((resource) => selfDependency(resource, resources)),
    ...badNames(resources),
  ];
}

/** With a load balancer, addresses are let in by its own security group only. */
function openTasks(component: string, resources: readonly Recorded[]): string[] {
  if (!resources.some(({ type }) => type === "aws:lb/targetGroup:TargetGroup")) return [];
  const inline = resources.filter(
    ({ type, inputs }) => type === "aws:ec2/securityGroup:SecurityGroup" && inputs.ingress !== undefined,
  );
  const rules = resources.filter(
    ({ type, inputs, deps }) =>
      type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" &&
      inputs.referencedSecurityGroupId === undefined &&
      deps.securityGroupId?.join() !== `${component}-lb-security-group`,
  );
  return [...inline, ...rules].map(({ name }) => `${name} lets addresses in beside the load balancer`);
}

function strayChild(component: string, child: Recorded, resources: readonly Recorded[]): string[] {
  if (child.parent === undefined)
    return child.name === component ? [] : [`${child.type} ${child.name} is no child of ${component}`];
  const parents = [child.parent];
  while (parents.at(-1) !== undefined && parents.at(-1) !== component && parents.length < 10)
    parents.push(resources.find(({ name }) => name === parents.at(-1))?.parent ?? "the stack");
  return [
    ...(parents.at(-1) === component ? [] : [`${child.type} ${child.name} is below ${parents.join(", ")}`]),
    ...(child.name.startsWith(`${component}-`) ? [] : [`${child.type} ${child.name} is not named after ${component}`]),
  ];
}

/** Resources are told apart by name here, which two of different types may share. */
function selfDependency({ name, type, dependsOn }: Recorded, resources: readonly Recorded[]): string[] {
  const isAlone = resources.filter((other) => other.name === name).length === 1;
  return isAlone && dependsOn.includes(name) ? [`${type} ${name} waits for itself`] : [];
}
