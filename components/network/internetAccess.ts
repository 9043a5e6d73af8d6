// Whether the tasks can pull their images: through the internet, or from ECR through VPC endpoints. A plan that cannot work is
// refused before anything is created.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { getAllResources } from "@pulumi/pulumi/output";
import { isEngineAttached } from "../../rollout/engine";
import { isEcrRegistry } from "../../model/imageReference";
import { internetRouteOf, isGatewayEndpoint, type InternetRoute, type Route } from "../../model/internetRoute";
import { firstLineOf, quote, type Problem } from "../../model/problems";
import { isPlain, failLate, type ArgumentChecks } from "../component/argumentChecks";
import { isOffline } from "../component/offline";
import type { ImageSources } from "./imageSources";
import { NatGateways, NetworkMode } from "./networkArgs";
import type { Network, VpcPlan } from "./vpc";
import type { EndpointsPlan } from "./vpcEndpoints";

const OPTIONS =
  'use a NAT gateway (network.mode: "new" with natGateways: "single", or private subnets with a route to one), a public IP ' +
  "address (network.assignPublicIp: true in public subnets), or images in ECR with network.endpoints";

/** What decides how the tasks reach others. */
interface PlannedAccess {
  readonly vpc: VpcPlan;
  readonly endpoints: EndpointsPlan | undefined;
}

/** Checks what is known at once, of the modes "default" and "new". */
export function checkInternetAccess(
  checks: ArgumentChecks,
  { vpc, endpoints }: PlannedAccess,
  { registries, readsSecrets, readsParameters }: ImageSources,
): void {
  if (!lacksAddresses(vpc)) return;
  const [outside] = registriesOutside(registries.filter((registry) => isPlain(registry)));
  if (outside !== undefined) {
    const { path, wrong, fix } = withoutAddresses(registryAt(outside));
    checks.add(path, wrong, fix);
  } else if (vpc.mode === NetworkMode.New) {
    const has = (service: string) => endpoints?.interfaces.includes(service) ?? false;
    const needed = { ecr: has("ecr.api"), s3: endpoints?.s3 ?? false, logs: has("logs") };
    const read = {
      ...(readsSecrets && { secretsManager: has("secretsmanager") }),
      ...(readsParameters && { ssm: has("ssm") }),
    };
    const missing = Object.entries({ ...needed, ...read })
      .filter(([, planned]) => !planned)
      .map(([service]) => service);
    if (missing.length > 0)
      checks.add(
        "network.endpoints",
        `lacks ${missing.join(", ")}, while the tasks have no internet access`,
        `set ${missing.length === 1 ? "it" : "them"} to true, or give the tasks internet access: ${OPTIONS}`,
      );
  }
}

/** Whether the tasks are in public subnets, the only kind of their mode, and have no public addresses. */
function lacksAddresses({ mode, natGateways, assignPublicIp }: VpcPlan): boolean {
  return mode !== NetworkMode.Existing && natGateways === NatGateways.None && !assignPublicIp;
}

/** What the tasks have to reach, as errors name it, and what to do where they do not. */
interface Destination {
  readonly name: string;
  readonly fix: string;
  /** Whether a gateway endpoint leads there too. */
  readonly hasGateway: boolean;
}

const S3: Destination = {
  name: "Amazon S3 (environmentFiles)",
  fix:
    'use an endpoint of S3 (network.endpoints.s3, in the modes "new" and "existing"), a NAT gateway or public IP addresses; ' +
    "network.checkRoutes: false where an interface endpoint leads there",
  hasGateway: true,
};

const registryAt = (name: string): Destination => ({ name, fix: OPTIONS, hasGateway: false });

function withoutAddresses({ name, fix }: Destination, from = ""): Problem {
  const wrong = `false in public subnets, so that the tasks cannot reach ${name}${from}`;
  return { path: "network.assignPublicIp", wrong, fix };
}

function registriesOutside(registries: readonly string[]): string[] {
  return registries.filter((registry) => !isEcrRegistry(registry));
}

/**
 * Fails where the tasks cannot reach what they are started from, as far as only lookups or later values tell; undefined where neither
 * is needed. Looks up the route tables of existing subnets with an engine attached, unless that is turned off or the same program
 * creates the subnets: their routes may be created after them. `network` is undefined for a VPC to be created.
 */
export function requireInternetAccess(
  network: Network | undefined,
  {
    plan: { vpc, endpoints },
    sources: { registries, readsFiles },
  }: { readonly plan: PlannedAccess; readonly sources: ImageSources },
  parent: pulumi.Resource,
): pulumi.Output<void> | undefined {
  const enclosed = lacksAddresses(vpc);
  const readsS3 = readsFiles && endpoints?.s3 !== true;
  const canTell = vpc.checkRoutes && isEngineAttached() && !isOffline();
  // Public subnets without addresses reach no registry, whatever their routes: only S3 may have an endpoint there.
  const routed = canTell && (vpc.mode === NetworkMode.Existing || (enclosed && readsS3)) ? network : undefined;
  const isKnown = registries.every((registry) => isPlain(registry)); // then refused in the plan
  if (routed === undefined && (!enclosed || isKnown)) return undefined;
  return pulumi
    .all([pulumi.all([...registries]), routed?.vpcId ?? "", routed?.subnetIds ?? []])
    .apply(async ([known, vpcId, ids]): Promise<void> => {
      const [outside] = registriesOutside(known);
      if (outside !== undefined && enclosed) return failLate(vpc.subject, [withoutAddresses(registryAt(outside))]);
      const destination = outside !== undefined ? registryAt(outside) : readsS3 ? S3 : undefined;
      if (destination === undefined || routed === undefined || (await isMadeHere(routed))) return;
      const routings = await tryLookUp(vpcId, ids, { destination, parent });
      const problems = problemsOf(routings, vpc.assignPublicIp, destination);
      if (problems.length > 0) return failLate(vpc.subject, problems);
    });
}

async function isMadeHere({ vpcId, subnetIds }: Network): Promise<boolean> {
  const resources = await Promise.all([getAllResources(vpcId), getAllResources(subnetIds)]);
  return resources.some((set) => [...set].some((resource) => !(resource instanceof pulumi.StackReference)));
}

function problemsOf(all: readonly SubnetRouting[], hasPublicIp: boolean, destination: Destination): Problem[] {
  const routings = all.filter(({ hasGatewayEndpoint }) => !(destination.hasGateway && hasGatewayEndpoint));
  const name = (found: readonly SubnetRouting[]) =>
    found.map(({ subnetId, routeTableId }) => `${quote(subnetId)} (route table ${routeTableId})`).join(", ");
  const closed = routings.filter(({ route }) => route === "none");
  const open = routings.filter(({ route }) => route === "internetGateway");
  return [
    ...(closed.length > 0
      ? [
          {
            path: "network.subnetIds",
            wrong: `no route to ${destination.name} from ${name(closed)}`,
            fix: destination.fix,
          },
        ]
      : []),
    ...(open.length > 0 && !hasPublicIp ? [withoutAddresses(destination, ` from ${name(open)}`)] : []),
  ];
}

// Missing rights are a warning, not an error.
async function tryLookUp(
  vpcId: string,
  subnetIds: readonly string[],
  { destination, parent }: { readonly destination: Destination; readonly parent: pulumi.Resource },
): Promise<SubnetRouting[]> {
  try {
    return await lookUpRoutings(vpcId, subnetIds, parent);
  } catch (error) {
    await pulumi.log.warn(
      `network.subnetIds: the route tables could not be read (${firstLineOf(error)}); without a route to ${destination.name} no task ` +
        "will start; allow ec2:DescribeRouteTables, or set network.checkRoutes: false",
      parent,
    );
    return [];
  }
}

/** A subnet, its route table, and the route to the internet in it. */
interface SubnetRouting {
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly route: InternetRoute;
  readonly hasGatewayEndpoint: boolean;
}

/**
 * Looks up how each subnet is routed: by the route table associated with it, else by its VPC's main one. Subnets without an
 * answer are left out: a user's own mocks may give none.
 */
async function lookUpRoutings(
  vpcId: string,
  subnetIds: readonly string[],
  parent: pulumi.Resource,
): Promise<SubnetRouting[]> {
  const findTable = async (filter: string, value: string): Promise<string | undefined> => {
    const filters = [
      { name: "vpc-id", values: [vpcId] },
      { name: filter, values: [value] },
    ];
    const found: { ids?: string[] } = await aws.ec2.getRouteTables({ filters }, { parent });
    return found.ids?.[0];
  };
  const findRoute = async (routeTableId: string) => {
    const table: { routes?: Route[] } = await aws.ec2.getRouteTable({ routeTableId }, { parent });
    const { routes } = table;
    return routes && { route: internetRouteOf(routes), hasGatewayEndpoint: routes.some(isGatewayEndpoint) };
  };
  const findMain = once(() => findTable("association.main", "true"));
  const searches = new Map<string, ReturnType<typeof findRoute>>();
  const routings = subnetIds.map(async (subnetId) => {
    const routeTableId = (await findTable("association.subnet-id", subnetId)) ?? (await findMain());
    if (routeTableId === undefined) return [];
    const search = searches.get(routeTableId) ?? findRoute(routeTableId);
    searches.set(routeTableId, search);
    const found = await search;
    return found === undefined ? [] : [{ subnetId, routeTableId, ...found }];
  });
  return (await Promise.all(routings)).flat();
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
