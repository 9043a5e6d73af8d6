// What ECS refuses in the launch type, capacity providers and placement of a service or task. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const CAPACITY_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "EC2_CAPACITY", page: PAGE.launchTypes }, [
    [
      /No Container Instances were found in your cluster/,
      "the launch type is EC2 (as it is where none is given), and the cluster has no container instances",
      "use the launch type FARGATE (--launch-type FARGATE, with --network-configuration), or add container instances to the cluster",
    ],
  ]),
  ...refusals({ code: "LAUNCH_TYPE", page: PAGE.launchTypes }, [
    [
      /Task definition does not support launch_?type:? '?(?<type>FARGATE|EC2|EXTERNAL|MANAGED_INSTANCES)/,
      "the task definition is not made for the launch type {type}: its requiresCompatibilities does not name it",
      "register it with requiresCompatibilities {type} (for FARGATE also networkMode awsvpc, `cpu` and `memory` of the task, and an execution role), and use that revision; or choose the launch type that it has",
    ],
    [
      /Specifying both a launch type and capacity provider strategy is not supported|Specify either Launch Type or Capacity Provider Strategy, but not both/,
      "the call gives both a launch type and a capacity provider strategy",
      "take one of the two out: with `capacityProviders` no launch type is set",
    ],
    [
      /When switching from launch type to capacity provider strategy|capacity provider strategy.{0,200}you must force a new deployment|force_new_deployment should be true when capacity_provider_strategy is being updated/,
      "the capacity provider strategy of a service changes, which ECS does in a new deployment alone",
      "force a new deployment with the change (Terraform: force_new_deployment = true; CLI: --force-new-deployment); with CloudFormation change the task definition in the same update; with this library keep `capacityProviders`, and name FARGATE alone to go back to it",
    ],
    [
      /No launch type to fall back to for empty capacity provider strategy/,
      "the capacity provider strategy of a service was emptied, and the service was created without a launch type",
      "give a capacity provider strategy (`capacityProviders`), or create the service anew with a launch type",
    ],
    [
      /no capacity providers with a weight value greater than zero/,
      "the capacity provider strategy of the cluster or service gives no capacity provider a weight above 0, so that ECS may use none",
      "give one of them a weight of 1 or more in the strategy (Terraform: weight in default_capacity_provider_strategy), or name a launch type or `capacityProviders` for the service",
    ],
    [
      /multiple capacity providers is not supported when using a (?<type>\w{3,20}) capacity provider/,
      "the strategy names a capacity provider of the kind {type} together with others, and such a one has to stand alone",
      "name that capacity provider alone in the strategy, or leave it out; a second service can use the others",
    ],
    [
      /cannot contain a mix of capacity providers|mix of capacity providers using Auto Scaling/,
      "the strategy mixes FARGATE or FARGATE_SPOT with capacity providers of Auto Scaling groups",
      "use FARGATE and FARGATE_SPOT alone in `capacityProviders`, or Auto Scaling groups alone; a second service can use the others",
    ],
    [
      /multiple capacity providers in the specified capacity provider strategy with a base value/,
      "more than one capacity provider of the strategy has a base",
      "keep `base` for one of `capacityProviders`",
    ],
    [
      /platform version must be null when specifying an? EC2 launch type/,
      "a platform version is given for the launch type EC2, which has none",
      "take the platform version out, or use the launch type FARGATE",
    ],
  ]),
  ...refusals({ code: "CAPACITY_PROVIDER", page: PAGE.spot, form: "apiError" }, [
    [
      /capacity provider '?\(?(?<name>[\w.-]{0,255}?)\)?'? ?was not found/,
      "the capacity provider {name|} does not exist (yet), or is not one of the cluster's",
      "create it before the service, associate it with the cluster (aws ecs put-cluster-capacity-providers), and deploy again",
    ],
  ]),
  ...refusals({ code: "CAPACITY_PROVIDER_SETTING", page: PAGE.spot }, [
    [
      /capacity provider could not be updated because it has been deleted/,
      "the capacity provider was deleted meanwhile",
      "create it again (pulumi up --refresh, or plan anew), and name the new one in the cluster and its services",
    ],
    [
      /capacity provider '?(?<name>[\w.-]{0,255}?)'? is not in an ACTIVE state/,
      "the capacity provider {name|} is not ACTIVE: it is still being created, or was deleted",
      "wait until it is (aws ecs describe-capacity-providers) and deploy again; create it again if it is INACTIVE, and let what associates it with the cluster depend on it",
    ],
    [
      /Auto Scaling group(?: ARN)? is already being used by another capacity provider/,
      "the Auto Scaling group belongs to another capacity provider, and can have only one",
      "use that capacity provider (aws ecs describe-capacity-providers shows which), delete it, or give the new one another Auto Scaling group",
    ],
    [
      /(?:managed termination protection setting|managed ?Termination ?Protection).{0,60}invalid/,
      "managed termination protection of a capacity provider needs managed scaling and an Auto Scaling group that protects its instances from scale-in",
      "enable managed scaling and the Auto Scaling group's instance scale-in protection (NewInstancesProtectedFromScaleIn), or disable managed termination protection",
    ],
    [
      /ServiceAccessDeniedException for ECSInfrastructureRole ?\[(?<arn>arn:aws[\w-]*:iam::[\w:/+=,.@-]{1,200})\]/,
      "ECS may not use the infrastructure role {arn} of the capacity provider",
      "trust ecs.amazonaws.com in that role, and give it AmazonECSInfrastructureRolePolicyForManagedInstances and iam:PassRole for the instances' role",
    ],
    [
      /capacity ?provider name (?!\W).{0,60}(?:aws|ecs|fargate)|prefix.{0,40}(?:aws|ecs|fargate).{0,40}reserved/,
      "names of capacity providers may not begin with aws, ecs or fargate",
      "give the capacity provider another name",
    ],
  ]),
  ...refusals({ code: "CAPACITY_PROVIDER_ROLE", page: PAGE.infrastructureRole }, [
    [
      /assumed-role\/(?<name>[\w+=,.@-]{1,128})\/ECS(?:Fargate)?ManagedInstances\W{0,3}is not authorized to perform: ?(?<action>[\w-]{2,40}:\w{3,60}?)(?: on resource:\W{0,4}(?<arn>arn:aws[\w-]*:[\w:/+=.@*-]{1,300}?))?(?=\W{0,3}because|END|,|\x27)/,
      "the infrastructure role {name} of the capacity provider may not call {action}[[ on {arn}]]",
      "grant `{action}` on {arn|the resource} to the role {name}, or attach AmazonECSInfrastructureRolePolicyForManagedInstances to it",
    ],
  ]),
  ...refusals({ code: "PLACEMENT", page: PAGE.taskDefinition }, [
    [
      /constraint\.type '(?<what>\w{3,30}?)' is not supported/,
      "the task definition has the placement constraint {what}, and a task definition takes memberOf alone",
      "give {what} to the service (or to RunTask) as its placement constraint; on Fargate there is none",
    ],
    [
      /distinctInstance expression should not be specified/,
      "the placement constraint distinctInstance has an expression, and takes none",
      "leave `expression` out of it (not an empty text); for Fargate leave the constraint out",
    ],
    [
      /(?<kind>binpack|spread|random) field '?(?<what>[\w.:-]{1,60}?)'? is invalid/,
      "the placement strategy {kind} has the field {what}, which it does not know",
      "use cpu or memory for binpack, instanceId, host or an attribute for spread, and no field for random; for Fargate leave the strategy out",
    ],
    [
      /constraint\.?expression.{0,80}(?:invalid|malformed|not valid)|expression '?(?<what>[\w:.=-]{1,100}?)'? is (?:invalid|malformed)/,
      "the expression of a placement constraint cannot be read",
      "write it in the cluster query language, such as attribute:ecs.instance-type == t3.small",
    ],
  ]),
];
