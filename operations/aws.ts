// The AWS APIs that the commands use. Each client is loaded on its first call: a command pays for what it uses.

import type { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { ECR } from "@aws-sdk/client-ecr";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { STS } from "@aws-sdk/client-sts";
import { makeClient, type AwsSettings } from "../rollout/awsClients";
import { nameAction } from "./awsErrors";

/** The clients of one account and Region. */
export interface Aws {
  readonly settings: AwsSettings;
  readonly ecr: () => Promise<ECR>;
  readonly ecs: () => Promise<ECS>;
  readonly logs: () => Promise<CloudWatchLogs>;
  readonly alarms: () => Promise<CloudWatch>;
  readonly loadBalancing: () => Promise<ElasticLoadBalancingV2>;
  readonly autoscaling: () => Promise<ApplicationAutoScaling>;
  readonly secrets: () => Promise<SecretsManager>;
  readonly sts: () => Promise<STS>;
}

/** Connects to AWS when the first client is asked for. */
export function connectAws(settings: AwsSettings): Aws {
  return {
    settings,
    ecr: client("ecr", async () => makeClient((await import("@aws-sdk/client-ecr")).ECR, settings)),
    ecs: client("ecs", async () => makeClient((await import("@aws-sdk/client-ecs")).ECS, settings)),
    logs: client("logs", async () =>
      makeClient((await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs, settings),
    ),
    alarms: client("cloudwatch", async () =>
      makeClient((await import("@aws-sdk/client-cloudwatch")).CloudWatch, settings),
    ),
    loadBalancing: client("elasticloadbalancing", async () =>
      makeClient((await import("@aws-sdk/client-elastic-load-balancing-v2")).ElasticLoadBalancingV2, settings),
    ),
    autoscaling: client("application-autoscaling", async () =>
      makeClient((await import("@aws-sdk/client-application-auto-scaling")).ApplicationAutoScaling, settings),
    ),
    secrets: client("secretsmanager", async () =>
      makeClient((await import("@aws-sdk/client-secrets-manager")).SecretsManager, settings),
    ),
    sts: client("sts", async () => makeClient((await import("@aws-sdk/client-sts")).STS, settings)),
  };
}

/** As much of an SDK client as is needed to hear of its failures. */
interface Observable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<object>,
        context: { readonly commandName?: string },
      ) => (args: never) => Promise<object>,
      options: { readonly step: "initialize" },
    ): void;
  };
}

/** Makes a client once. Its errors name the action that failed as IAM does, which AWS's own texts do not always. */
function client<Client extends Observable>(prefix: string, make: () => Promise<Client>): () => Promise<Client> {
  return once(async () => {
    const made = await make();
    made.middlewareStack.add(
      (next, { commandName = "" }) =>
        async (args) => {
          try {
            return await next(args);
          } catch (error) {
            throw nameAction(error, `${prefix}:${commandName.replace(/Command$/, "")}`);
          }
        },
      { step: "initialize" },
    );
    return made;
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
