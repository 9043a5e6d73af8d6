// Blue/green, linear and canary deployments of ECS: their load balancers, roles and hooks. Wordings follow ECS's developer guide,
// "Troubleshooting Amazon ECS blue/green deployments"; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Which stage and function a message of a hook speaks of. */
const HOOK = /because (?<stage>\w{8,40}?) (?:lifecycle|pause) hook/;

/** Rules, the most specific first. */
export const BLUE_GREEN_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "BLUE_GREEN_ROLE", page: PAGE.blueGreenRole, weight: "passing" }, [
    [
      /missing permissions on ECS Infrastructure Role '?arn:aws[\w-]*:iam::\d{12}:role\/(?<name>[\w+=,.@/-]{1,128})/,
      "ECS may not assume the infrastructure role {name}, or that role may not change the load balancer; ECS rolled the deployment back",
      "trust ecs.amazonaws.com in the role {name}, and attach AmazonECSInfrastructureRolePolicyForLoadBalancers to it",
    ],
    [
      /assumed-role\/(?!AWSServiceRoleForECS)(?<name>[\w+=,.@-]{1,128})\/(?:ecs-service-scheduler|ECSNetworkingWithELB) is not authorized to perform: ?(?<action>elasticloadbalancing:\w{3,60}?)(?=on resource|because|$|\W)(?: on resource: ?(?<arn>arn:aws[\w-]*:elasticloadbalancing:[\w:/.*-]{1,300}?(?=because|$|\)|,|"|\x27|\. )))?/,
      "the role {name}, with which ECS changes the service's load balancer, may not call {action}",
      "grant `{action}` on {arn|the load balancer's listeners and target groups} to the role {name}, or attach the managed policy to it: AmazonECSInfrastructureRolePolicyForLoadBalancers to an infrastructure role, AmazonEC2ContainerServiceRole to a service's own role; without a role of its own the service uses ECS's service-linked role",
    ],
  ]),
  ...refusals({ code: "LIFECYCLE_HOOK", page: PAGE.blueGreen, weight: "passing" }, [
    [
      new RegExp(
        `${HOOK.source}.{0,40}ECS was unable to assume role arn:aws[\\w-]*:iam::\\d{12}:role\\/(?<name>[\\w+=,.@/-]{1,128})`,
      ),
      "ECS may not assume the role {name} that calls the lifecycle hook of the stage {stage}",
      "trust ecs.amazonaws.com in the role {name} (`roleArn` of `deployment.lifecycleHooks`), and grant it lambda:InvokeFunction on the hook's function",
    ],
    [
      new RegExp(
        `${HOOK.source}.{0,80}unable to invoke hook target .{0,300}assumed-role\\/(?<name>[\\w+=,.@-]{1,128})\\/.{0,100}lambda:InvokeFunction(?: on resource: ?(?<arn>arn:aws[\\w-]*:lambda:[\\w:-]{1,200}?(?=because|$|\\. ))?)?`,
      ),
      "the role {name} may not invoke the function of the lifecycle hook at the stage {stage}",
      "grant `lambda:InvokeFunction` on {arn|the function} to the role {name} (`roleArn` of `deployment.lifecycleHooks`)",
    ],
    [
      new RegExp(
        `${HOOK.source}.{0,40}hook target arn:aws[\\w-]*:lambda:[\\w-]{1,30}:\\d{12}:function:(?<name>[\\w-]{1,140}?) returned FAILED`,
      ),
      "the lifecycle hook {name} refused the deployment at the stage {stage}: it returned FAILED",
      "read the log of the function {name} (/aws/lambda/{name}) for its reason, mend what it checks, and deploy again",
    ],
    [
      new RegExp(
        `(?:${HOOK.source}.{0,40})?unable to parse the response from \\S{0,80}?function:(?<name>[\\w-]{1,140}?) due to:? HookStatus must not be null`,
      ),
      "the lifecycle hook {name}[[ (stage {stage})]] answered without hookStatus, or ran into its time-out",
      'let the function {name} return {"hookStatus": "SUCCEEDED"}, "FAILED" or "IN_PROGRESS", and give it time; its log is /aws/lambda/{name}',
    ],
    [
      new RegExp(`(?:${HOOK.source}.{0,40})?unable to parse the response from .{0,100}HookStatus must not be null`),
      "a lifecycle hook[[ (stage {stage})]] answered without hookStatus, or ran into its time-out",
      'let its Lambda function return {"hookStatus": "SUCCEEDED"}, "FAILED" or "IN_PROGRESS", and give it time; its log says more',
    ],
    [
      /because (?<stage>\w{8,40}?) pause hook timed out/,
      "nobody let the deployment continue at the stage {stage} in time, and ECS rolled it back",
      "call ContinueServiceDeployment before the hook expires (expiresAt in aws ecs describe-service-deployments), or raise `timeoutMinutes` of `deployment.lifecycleHooks`, or set its `timeoutAction` to CONTINUE",
    ],
    [
      /because (?<stage>\w{8,40}?) lifecycle hook ?\(?s?\)? failed/,
      "a lifecycle hook failed at the stage {stage}, and ECS rolled the deployment back",
      'read the log of its Lambda function, which has to answer {"hookStatus":"SUCCEEDED"} in time, and check that the role of `deployment.lifecycleHooks` may invoke it',
    ],
    [
      /Invalid lifecycle stage provided for Pause Hook/,
      "a hook that pauses is set for a stage that shifts traffic, which cannot pause",
      "use PRE_SCALE_UP, POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT or POST_PRODUCTION_TRAFFIC_SHIFT in `stages` of the hook",
    ],
    [
      /Invalid targetType\. Valid values are: AWS_LAMBDA/,
      "a lifecycle hook has a target type that ECS does not know",
      "set `targetType` of `deployment.lifecycleHooks` to AWS_LAMBDA or PAUSE",
    ],
    [
      /Invalid hookId: hookId must follow|Provided hookId is either completed/,
      "the id of the hook is not (or no longer) that of a hook which waits",
      "read it from lifecycleHookDetails of aws ecs describe-service-deployments, for the deployment that is under way",
    ],
    [
      /Continuing a service deployment is not allowed for service deployment in terminal states/,
      "the deployment that should continue has ended already",
      "look at its status: aws ecs describe-service-deployments; deploy again if it was rolled back",
    ],
  ]),
  ...refusals({ code: "BLUE_GREEN_LOAD_BALANCER", page: PAGE.blueGreen }, [
    [
      /(?<what>productionListenerRule|testListenerRule) has an invalid ARN format/,
      "{what} has the wrong kind of ARN: an Application Load Balancer needs that of a listener rule, a Network Load Balancer that of a listener",
      "give the rule's ARN (arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener-rule/app/...; aws elbv2 describe-rules), for a Network Load Balancer the listener's",
    ],
    [
      /target groups must be associated with different listener rules.{0,60}?(?<group>arn:aws[\w-]*:elasticloadbalancing:[\w:/.-]{1,200}?) is not associated with listener rule (?<rule>arn:aws[\w-]*:elasticloadbalancing:[\w:/.-]{1,200})/,
      "the listener rule {rule} does not forward to the target group {group}, which a blue/green deployment needs",
      "let that rule forward to both target groups of the service, one of them with weight 0 (`deployment.strategy` and `loadBalancer` set this up)",
    ],
    [
      /rules cannot be used as both production and test listener rules/,
      "one listener rule is given for both production and test traffic",
      "create a second rule (or listener) for the test traffic, and give it as testListenerRule (`deployment.testPort`)",
    ],
    [
      /Target ?group (?<arn>arn:aws[\w-]*:elasticloadbalancing:[\w:/.-]{1,200}?) is not associated with either productionListenerRule or testListenerRule/,
      "neither the production rule nor the test rule forwards to the target group {arn}",
      "let the production or the test listener rule forward to {arn} too (with weight 0)",
    ],
    [
      /Both targetGroup and alternateTargetGroup must be associated with|testListenerRule is required when productionListenerRule is not associated with both/,
      "the listener rules do not forward to both target groups, of which one serves and the other gets the new version",
      "let the production rule forward to both target groups (one with weight 0), or give a testListenerRule that forwards to the other",
    ],
    [
      /should have exactly one target ?group serving traffic but found (?<count>\d{1,2})/,
      "the production rule sends traffic to {count} target groups, and a deployment has to begin with one",
      "set the weight of all but one target group of the rule to 0, and deploy again",
    ],
    [
      /Duplicate targetGroupArn found:? ?(?<arn>arn:aws[\w-]*:elasticloadbalancing:[\w:/.-]{1,200})?/,
      "the target group {arn|} stands twice in the service's load balancers",
      "give each load balancer of the service a target group of its own",
    ],
    [
      /Production listener rule is forwarding traffic to unexpected target ?group (?<arn>arn:aws[\w-]*:elasticloadbalancing:[\w:/]{1,200})/,
      "the production rule forwards to {arn}, which is none of the service's target groups",
      "let the rule forward to the service's two target groups alone",
    ],
    [
      /invalid networking configuration.{0,10}One or more (?<what>rules|listeners|target groups) not found/,
      "{what} that the service names do not exist any more",
      "create them again and name the new ones in the service (pulumi up --refresh), or create the service anew",
    ],
    [
      /All loadBalancers must be strictly either ELBv1|advancedConfiguration field is not allowed with ELBv1/,
      "the service uses a Classic Load Balancer, which blue/green deployments do not have, or mixes both kinds",
      "use Application or Network Load Balancers alone, each with its target group",
    ],
    [
      /advancedConfiguration field is required for all loadBalancers|Either all or none of the provided loadBalancers must have advancedConfiguration/,
      "a deployment that shifts traffic needs a second target group, listener rule and role for each load balancer (advancedConfiguration), and one has none",
      "give advancedConfiguration for every load balancer of the service (`deployment.strategy` and `loadBalancer` make it), or use the strategy ROLLING",
    ],
    [
      /rolled back because of invalid networking configuration\.? ?:? ?(?<problem>.{0,200}?)(?=$|"|\. )/,
      "the load balancer of the deployment is not set up as its strategy needs[[: {problem}]]",
      "check the listener rules, target groups and role of the service's load balancer (advancedConfiguration)",
    ],
  ]),
];
