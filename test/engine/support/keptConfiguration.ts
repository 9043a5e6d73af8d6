// What an update of a service leaves out, AWS keeps. The emulator does not where the provider's stand-in names the strategy by
// another call, as it does for each service here: UpdateService with a task definition alone, and the service has no circuit
// breaker and no percentages any more. The update after it would say them again, as a difference that no program made.

import { AwsProxy } from "./awsProxy";
import { Emulator } from "./emulator";

interface Update {
  readonly cluster: string;
  readonly service: string;
  readonly deploymentConfiguration?: Configuration;
}

type Configuration = Readonly<Record<string, unknown>>;

/** What the emulator loses. The strategy and what belongs to it stay. */
const LOST = ["deploymentCircuitBreaker", "maximumPercent", "minimumHealthyPercent", "alarms"];

const ECS = "AmazonEC2ContainerServiceV20141113";

const endpoints = new Map<string, Promise<string>>();

/** The address of an emulator that keeps what an update leaves out. */
export function keepingEndpoint(emulator: Emulator): Promise<string> {
  const made = endpoints.get(emulator.region) ?? start(emulator);
  endpoints.set(emulator.region, made);
  return made;
}

async function start(emulator: Emulator): Promise<string> {
  const proxy = await new AwsProxy().start();
  let said = false;
  proxy.complete("ecs:UpdateService", async (body) => {
    const update = JSON.parse(body) as Update;
    const lost = await configured(emulator, update);
    const named = Object.keys(update.deploymentConfiguration ?? {});
    if (!said && Object.keys(lost).some((key) => !named.includes(key))) {
      said = true;
      console.log("the emulator forgets the deployment configuration that an update leaves out: sent again with each");
    }
    return JSON.stringify({ ...update, deploymentConfiguration: { ...lost, ...update.deploymentConfiguration } });
  });
  return proxy.url;
}

/** Of a service's deployment configuration, what the emulator loses. */
async function configured(emulator: Emulator, { cluster, service }: Update): Promise<Configuration> {
  interface Described {
    readonly services: readonly { readonly deploymentConfiguration?: Configuration }[];
  }
  const { services } = await emulator.json<Described>("ecs", `${ECS}.DescribeServices`, {
    cluster,
    services: [service],
  });
  const known = Object.entries(services[0]?.deploymentConfiguration ?? {});
  return Object.fromEntries(known.filter(([key]) => LOST.includes(key)));
}
