// The plan of one GhcrFargateService: every argument checked, every default filled in, nothing created yet.

import type * as pulumi from "@pulumi/pulumi";
import { isEcrRegistry } from "../model/imageReference";
import { checkComponentName, type ChildRole } from "../model/childNames";
import { quote } from "../model/problems";
import { ArgumentChecks } from "./argumentChecks";
import { planCluster, type ClusterPlan } from "./cluster";
import { checkContainers, planContainer, type ContainerPlan } from "./container";
import { checkKeyArn, credentialsRoles, planImageCredentials, type CredentialsPlan } from "./imageCredentials";
import { planLogs, type LogsPlan } from "./logs";
import { planNetwork, type NetworkPlan } from "./network";
import { planRoles, type RolesPlan } from "./roles";
import { planSecurityGroup, type SecurityGroupPlan } from "./securityGroup";
import { planService, type ServicePlan } from "./service";
import type { GhcrFargateServiceArgs, Sidecar } from "./serviceArgs";
import type { Tags } from "./surroundings";
import { planTaskSize, type TaskSizePlan } from "./taskDefinition";

/** The name of the service's own container. */
export const MAIN_CONTAINER = "app";

/** A container, and how its image is pulled. */
export interface PulledContainer {
  readonly container: ContainerPlan;
  /** Undefined for a public image. "shared": with the credentials of the service's own container. */
  readonly credentials: CredentialsPlan | "shared" | undefined;
}

/** Everything that decides what is created. */
export interface FargatePlan {
  readonly main: PulledContainer;
  readonly sidecars: readonly PulledContainer[];
  readonly secretKeyArns: readonly pulumi.Input<string>[];
  readonly size: TaskSizePlan;
  readonly cluster: ClusterPlan;
  readonly network: NetworkPlan;
  readonly securityGroup: SecurityGroupPlan;
  readonly roles: RolesPlan;
  readonly service: ServicePlan;
  readonly logs: LogsPlan;
  readonly tags: Tags | undefined;
}

/** Plans a service; throws one error with every problem found. */
export function planFargate(name: string, args: GhcrFargateServiceArgs): FargatePlan {
  const checks = new ArgumentChecks(`GhcrFargateService ${quote(name)}`);
  const main = planMainContainer(checks, args);
  const sidecars = (args.sidecars ?? []).map((sidecar, i) =>
    planSidecar(checks, sidecar, i, main.credentials !== undefined),
  );
  const containers = [main, ...sidecars].map(({ container }) => container);
  checkContainers(checks, containers);
  const imagesInEcr = containers.every(({ reference }) => reference !== undefined && isEcrRegistry(reference.registry));
  const plan: FargatePlan = {
    main,
    sidecars,
    secretKeyArns: checks.values("secretKeyArns", args.secretKeyArns ?? [], checkKeyArn),
    size: planTaskSize(checks, args),
    cluster: planCluster(checks, args.cluster),
    network: planNetwork(checks, args.network),
    securityGroup: planSecurityGroup(checks, args.network, args.port, imagesInEcr),
    roles: planRoles(checks, args.executionRole, args.taskRole, args.enableExecuteCommand ?? false),
    service: planService(checks, args),
    logs: planLogs(checks, args.logs),
    tags: args.tags,
  };
  checks.shape("name", name, (text) => checkComponentName(text, rolesOf(plan)));
  checks.throwProblems();
  return plan;
}

function planMainContainer(checks: ArgumentChecks, args: GhcrFargateServiceArgs): PulledContainer {
  const { image, port, ...settings } = args;
  const container = planContainer(
    checks,
    "",
    { ...settings, name: MAIN_CONTAINER, image, ...(port !== undefined && { port }) },
    { essential: true },
  );
  return {
    container,
    credentials: planImageCredentials(checks, "credentials", args.credentials, container.reference?.registry),
  };
}

function planSidecar(
  checks: ArgumentChecks,
  sidecar: Sidecar,
  i: number,
  mainHasCredentials: boolean,
): PulledContainer {
  const path = `sidecars[${i}].`;
  const { credentials, shareCredentials = false, essential = true, cpu, memoryMiB, ...given } = sidecar;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(sidecar.name))
    checks.add(
      `${path}name`,
      `${quote(sidecar.name)} is no container name`,
      "use letters, digits, dashes and underscores",
    );
  const container = planContainer(checks, path, given, {
    essential,
    ...(cpu !== undefined && { cpu }),
    ...(memoryMiB !== undefined && { memory: memoryMiB }),
  });
  if (!shareCredentials)
    return {
      container,
      credentials: planImageCredentials(checks, `${path}credentials`, credentials, container.reference?.registry),
    };
  if (credentials !== undefined)
    checks.add(`${path}credentials`, "given together with shareCredentials", "leave one of them unset");
  if (!mainHasCredentials)
    checks.add(
      `${path}shareCredentials`,
      "true while the service has no credentials",
      "set credentials, or leave it unset",
    );
  return { container, credentials: "shared" };
}

/** The roles of the children that the service will have, as far as their names have limits. */
function rolesOf({ main, cluster, securityGroup, roles }: FargatePlan): ChildRole[] {
  const created = main.credentials !== "shared" ? main.credentials?.create : undefined;
  return [
    ...(created === undefined ? [] : credentialsRoles(created)),
    ...(cluster.existing === undefined ? (["cluster"] as const) : []),
    ...(securityGroup.create === undefined ? [] : (["securityGroup"] as const)),
    ...(roles.executionRoleArn === undefined ? (["executionRole"] as const) : []),
    ...(roles.taskRoleArn === undefined ? (["taskRole"] as const) : []),
    "logGroup",
    "service",
  ];
}
