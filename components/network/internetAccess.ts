// Whether the tasks reach what their images are pulled from. A plan that cannot work is refused before anything is created.

import * as pulumi from "@pulumi/pulumi";
import { getAllResources } from "@pulumi/pulumi/output";
import { isEngineAttached } from "../../rollout/engine";
import { isEcrRegistry, parseImageReference } from "../../model/imageReference";
import { firstLineOf, quote, type Problem } from "../../model/problems";
import { lateError, type ArgumentChecks } from "../component/argumentChecks";
import { NatGateways, NetworkMode, type Network, type NetworkPlan } from "./network";
import { isOffline } from "../component/offline";
import { lookUpRoutings, type SubnetRouting } from "./routeTables";
import type { PulledContainer } from "../task/containers";
import type { EndpointsPlan } from "./vpcEndpoints";

const WAYS_OUT =
  'there are three ways out: a NAT gateway (network.mode: "new" with natGateways: "single", or private subnets with a route to one), ' +
  "a public address (network.assignPublicIp: true in public subnets), or images in ECR with network.endpoints";

/** Checks what is known of the modes "default" and "new". */
export function checkWayOut(
  checks: ArgumentChecks,
  network: NetworkPlan,
  endpoints: EndpointsPlan | undefined,
  containers: readonly PulledContainer[],
): void {
  if (!lacksAddresses(network)) return;
  const [outside] = registriesOutside(containers.flatMap(({ container }) => container.reference?.registry ?? []));
  if (outside !== undefined) {
    const { path, wrong, fix } = withoutAddresses(outside);
    checks.add(path, wrong, fix);
  } else if (network.mode === NetworkMode.New) {
    const has = (service: string) => endpoints?.interfaces.includes(service) ?? false;
    const needed = { ecr: has("ecr.api"), s3: endpoints?.s3 ?? false, logs: has("logs") };
    const readsSecrets = containers.some(
      ({ container, credentials }) =>
        credentials !== undefined || Object.keys(container.settings.secrets ?? {}).length > 0,
    );
    const missing = Object.entries({ ...needed, ...(readsSecrets && { secretsManager: has("secretsmanager") }) })
      .filter(([, planned]) => !planned)
      .map(([service]) => service);
    if (missing.length > 0)
      checks.add(
        "network.endpoints",
        `without ${missing.join(", ")}, while network.assignPublicIp is false and there is no NAT gateway`,
        `set ${missing.length === 1 ? "it" : "them"} to true, or give the tasks another way out; ${WAYS_OUT}`,
      );
  }
}

/** Whether the tasks are in public subnets of ours, the only kind of their mode, and have no public addresses. */
function lacksAddresses({ mode, natGateways, assignPublicIp }: NetworkPlan): boolean {
  return mode !== NetworkMode.Existing && natGateways === NatGateways.None && !assignPublicIp;
}

function withoutAddresses(registry: string, where = ""): Problem {
  const wrong = `false in public subnets, which leaves no way out to ${registry}${where}`;
  return { path: "network.assignPublicIp", wrong, fix: WAYS_OUT };
}

function registriesOutside(registries: readonly string[]): string[] {
  return registries.filter((registry) => !isEcrRegistry(registry));
}

/**
 * The network, with `subnetIds` that fail where the tasks have no way out for these images, once they are known. Looks up
 * the route tables of existing subnets with an engine attached, unless that is turned off, or the same program makes the
 * subnets: their routes may be made after them.
 */
export function requireWayOut(
  network: Network,
  {
    network: plan,
    containers,
    subject,
  }: { readonly network: NetworkPlan; readonly containers: readonly PulledContainer[]; readonly subject: string },
  parent: pulumi.Resource,
): Network {
  const looksUp = plan.mode === NetworkMode.Existing && plan.checkRoutes && isEngineAttached() && !isOffline();
  if (!looksUp && !lacksAddresses(plan)) return network;
  const images = pulumi.all(containers.map(({ container }) => container.image));
  const subnetIds = pulumi.all([network.vpcId, network.subnetIds, images]).apply(async ([vpcId, ids, texts]) => {
    const registries = texts.flatMap((text) => parseImageReference(text).image?.registry ?? []);
    const [outside] = registriesOutside(registries);
    if (outside === undefined || (looksUp && (await isMadeHere(network)))) return ids;
    const problems = looksUp
      ? problemsOf(await tryLookUp(vpcId, ids, outside, parent), plan.assignPublicIp, outside)
      : [withoutAddresses(outside)];
    if (problems.length > 0) throw lateError(subject, problems);
    return ids;
  });
  return { ...network, subnetIds };
}

async function isMadeHere({ vpcId, subnetIds }: Network): Promise<boolean> {
  const resources = await Promise.all([getAllResources(vpcId), getAllResources(subnetIds)]);
  return resources.some((set) => [...set].some((resource) => !(resource instanceof pulumi.StackReference)));
}

function problemsOf(routings: readonly SubnetRouting[], hasPublicIp: boolean, registry: string): Problem[] {
  const name = (found: readonly SubnetRouting[]) =>
    found.map(({ subnetId, routeTableId }) => `${quote(subnetId)} (route table ${routeTableId})`).join(", ");
  const closed = routings.filter(({ wayOut }) => wayOut === "none");
  const open = routings.filter(({ wayOut }) => wayOut === "internetGateway");
  return [
    ...(closed.length > 0
      ? [{ path: "network.subnetIds", wrong: `no route out to ${registry} from ${name(closed)}`, fix: WAYS_OUT }]
      : []),
    ...(open.length > 0 && !hasPublicIp ? [withoutAddresses(registry, ` from ${name(open)}`)] : []),
  ];
}

// Who may not look route tables up is told so, and not stopped.
async function tryLookUp(vpcId: string, subnetIds: readonly string[], registry: string, parent: pulumi.Resource) {
  try {
    return await lookUpRoutings(vpcId, subnetIds, parent);
  } catch (error) {
    await pulumi.log.warn(
      `network.subnetIds: the route tables could not be looked up (${firstLineOf(error)}); without a way out to ` +
        `${registry} no task will start; allow ec2:DescribeRouteTables, or set network.checkRoutes: false`,
      parent,
    );
    return [];
  }
}
