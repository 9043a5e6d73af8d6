// The task execution role: what ECS may do to start the tasks, such as read the registry's secret.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkPolicyArn, checkRoleArn } from "../../model/awsIds";
import { childName } from "../../model/childNames";
import {
  executionRolePolicy,
  policyDocument,
  policyJson,
  readEnvironmentFiles,
  tasksTrustPolicy,
  type AwsEnvironment,
  type Statement,
} from "../../model/policies";
import { isEcrRegistry, parseImageReference } from "../../model/imageReference";
import { cachedImage, pullThroughStatement } from "../../model/pullThrough";
import { parseSecretReference } from "../../model/secretReferences";
import { tightExecutionStatements } from "../../model/tightExecutionPolicy";
import type { ArgumentChecks } from "../component/argumentChecks";
import { derive, type ChildContext } from "../component/childContext";
import { answered } from "../component/unitTests";
import { checkNewRoleName, createRole } from "../component/role";
import type { PullSecret } from "../credentials/imageCredentials";
import type { PulledContainer, TaskContainers } from "./containers";

/** The task execution role: with it ECS pulls the image, reads secrets and writes logs. */
export interface ServiceExecutionRole {
  /**
   * An existing role. It needs the output `executionRolePolicy` and AWS's managed policy AmazonECSTaskExecutionRolePolicy (with
   * `tight`, the output alone).
   * @default one is created that may read this service's secrets only
   */
  arn?: pulumi.Input<string>;
  /**
   * The name of the created role: no other role of the account can have it. A change, or whatever else replaces the role, deletes it
   * before its successor exists: no task can start meanwhile.
   * @default the component's name and a random suffix
   */
  name?: string;
  /**
   * Whether the role is created without AWS's managed policy, which allows writing to every log group and pulling from every ECR
   * repository. It then allows this service's log group and the repositories of its images only.
   * @default true where `image` is a plain string with a private ECR registry, else false
   */
  tight?: boolean;
  /**
   * Whether a tight role may also pull GuardDuty's agent. Where GuardDuty Runtime Monitoring manages its agent on Fargate, ECS
   * adds the agent to each task and pulls it with this role; without the permission the task is not monitored. https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html
   * @default false
   */
  guardDutyAgent?: boolean;
  /** The ARN of the permissions boundary of all created roles. */
  permissionsBoundary?: pulumi.Input<string>;
}

/** The execution role, as planned. */
export interface ExecutionRolePlan {
  readonly existing: pulumi.Input<string> | undefined;
  /** The name of the created role. */
  readonly name: string | undefined;
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
  /** Whether the role goes without AWS's managed policy. */
  readonly tight: boolean;
  readonly guardDutyAgent: boolean;
}

/** Plans the execution role. */
export function planExecutionRole(
  checks: ArgumentChecks,
  given: ServiceExecutionRole = {},
  image?: pulumi.Input<string>,
): ExecutionRolePlan {
  const { tight = isEcrImage(image), guardDutyAgent = false, arn, name, permissionsBoundary } = given;
  checkNewRoleName(checks, "executionRole", { arn, name });
  if (guardDutyAgent && !tight)
    checks.add(
      "executionRole.guardDutyAgent",
      "cannot be true while tight is false: AWS's managed policy covers the agent",
      "set executionRole.tight: true, or leave it unset",
    );
  return {
    name,
    existing: checks.arn("executionRole.arn", arn, { check: checkRoleArn, what: "a role", shared: ["account"] }),
    permissionsBoundary: checks.arn("executionRole.permissionsBoundary", permissionsBoundary, {
      check: checkPolicyArn,
      what: "a policy",
      shared: ["account"],
    }),
    tight,
    guardDutyAgent,
  };
}

/** Whether an image is known to be in a private registry of ECR: its repository can then be named. */
function isEcrImage(image: pulumi.Input<string> | undefined): boolean {
  if (typeof image !== "string") return false;
  const { image: parsed } = parseImageReference(image);
  return parsed !== undefined && isEcrRegistry(parsed.registry);
}

/** What the execution role has to be able to do. */
export interface ExecutionUses {
  readonly containers: TaskContainers;
  /** The secrets that images are pulled with. */
  readonly pullSecrets: readonly PullSecret[];
  /** What ECS reads secrets of the containers and of their logs from. */
  readonly containerSecrets: readonly pulumi.Input<string>[];
  /** The customer-managed keys of these. */
  readonly secretKeyArns: pulumi.Input<readonly pulumi.Input<string>[]>;
  readonly logGroupArn: pulumi.Input<string>;
}

/** The execution role's ARN; `policy` is what it needs besides AWS's managed policy, as JSON; `ready` are its policies. */
export interface ExecutionRole {
  readonly arn: pulumi.Output<string>;
  readonly policy: pulumi.Output<string> | undefined;
  readonly ready: readonly pulumi.Resource[];
}

const managedPolicyArn = ({ partition }: AwsEnvironment): string =>
  `arn:${partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`;

/** Creates the execution role, unless it exists. */
export function createExecutionRole(
  name: string,
  { plan, uses }: { readonly plan: ExecutionRolePlan; readonly uses: ExecutionUses },
  context: ChildContext,
): ExecutionRole {
  const policy = policyOf(plan, uses, context);
  if (plan.existing !== undefined) return { arn: pulumi.output(plan.existing), policy, ready: [] };
  const { options, awsEnvironment } = context;
  const role = createRole(
    { component: name, key: "executionRole" },
    { name: plan.name, description: `Task execution role of ${name}`, trust: tasksTrustPolicy },
    context,
  );
  const ready: pulumi.Resource[] = [];
  if (!plan.tight)
    ready.push(
      new aws.iam.RolePolicyAttachment(
        childName(name, "executionRoleManagedPolicy"),
        { role: role.name, policyArn: derive(awsEnvironment, managedPolicyArn) },
        options,
      ),
    );
  if (policy !== undefined)
    ready.push(new aws.iam.RolePolicy(childName(name, "executionRolePolicy"), { role: role.name, policy }, options));
  return { arn: role.arn, policy, ready };
}

/** The policy besides AWS's managed one; undefined where nothing else is needed. */
function policyOf(
  plan: ExecutionRolePlan,
  { containers, pullSecrets, containerSecrets: secrets, secretKeyArns, logGroupArn }: ExecutionUses,
  { awsEnvironment }: ChildContext,
): pulumi.Output<string> | undefined {
  const isCached = ({ cachePrefix }: PulledContainer): boolean => cachePrefix !== undefined;
  const files = containers.flatMap(({ settings }) => settings.environmentFiles ?? []);
  const reads = pullSecrets.length + secrets.length + files.length > 0;
  if (!reads && !plan.tight && !containers.some(isCached)) return undefined;
  const images = containers
    .filter((container) => plan.tight || isCached(container))
    .map(({ image, cachePrefix }) => ({ image, cachePrefix }));
  return pulumi
    .output({ awsEnvironment, pullSecrets, secrets, files, secretKeyArns, logGroupArn, images })
    .apply((known) => {
      const pulled = known.images.map(({ image: { reference }, cachePrefix }) =>
        cachePrefix === undefined ? reference : cachedImage(known.awsEnvironment, cachePrefix, reference),
      );
      const cached = pulled.filter((_, i) => known.images[i]?.cachePrefix !== undefined);
      const grants = executionRolePolicy({
        awsEnvironment: known.awsEnvironment,
        registrySecrets: known.pullSecrets.map((secret) => ({ ...secret, secretArn: answered(secret.secretArn, "") })),
        containerSecrets: known.secrets.map((valueFrom) => {
          const { store = "secretsmanager", arn = valueFrom } = parseSecretReference(answered(valueFrom, "")) ?? {};
          return { store, arn };
        }),
        containerSecretKeyArns: known.secretKeyArns,
      });
      const tight: Statement[] = plan.tight
        ? tightExecutionStatements({
            awsEnvironment: known.awsEnvironment,
            logGroupArn: known.logGroupArn,
            images: pulled,
            guardDutyAgent: plan.guardDutyAgent,
          })
        : [];
      const imports = cached.length === 0 ? [] : [pullThroughStatement(known.awsEnvironment, cached)];
      return policyJson(
        policyDocument(
          ...grants.Statement,
          ...readEnvironmentFiles(known.files.map((arn) => answered(arn, ""))),
          ...tight,
          ...imports,
        ),
      );
    });
}
