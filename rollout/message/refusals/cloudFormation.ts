// What CloudFormation says of a stack with a service of ECS. Wordings follow its documentation; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const CLOUDFORMATION_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "TEMPLATE_INVALID", page: PAGE.template }, [
    [
      /Encountered unsupported property (?<name>(?:E[Ff][Ss]Vol|EfsVol|ContainerDef|NetworkConf|TaskDef|LaunchType|CapacityProv|Deployment(?:Conf|Contr)|HealthCheckGrace|RuntimePlat|EphemeralSt|PortMap|LogConf|ServiceConnect|ServiceReg|LoadBalancers|Awsvpc|MountPoint|PropagateTags|PlatformVer|EnableExec|AuthorizationConf|DockerVol|TaskRole|ExecutionRole)\w{0,40})/,
      "CloudFormation has no property {name} where the template puts it: letter case counts, and its place",
      "write it as AWS's page of the resource does (EFSVolumeConfiguration with FilesystemId, AwsvpcConfiguration), below the parent that it has there",
    ],
  ]),
  ...refusals({ code: "TEMPLATE_INVALID", page: PAGE.template, form: "apiError" }, [
    [
      /(?:Model|Properties) validation failed.{0,120}?(?<path>#(?:\/[\w-]{1,60}){0,8}): ?(?<problem>.{3,160}?)(?=\)|"|$|AWS::|\(RequestToken)/,
      "CloudFormation refused {path} of the template before it called ECS: {problem}",
      "correct {path}: its name (letter case counts), its type and its parent, as AWS's page of the resource lists them",
    ],
    [
      /cannot update a stack when a custom-named resource requires replacing/,
      "the change replaces a resource whose name is fixed: CloudFormation makes the new one first, and two cannot have one name",
      "give it another name in the same change (`serviceName`), or leave the name unset",
    ],
  ]),
  ...refusals(
    { code: "RESOURCE_CANCELLED", page: PAGE.template, weight: "passing", general: "outcome", form: "apiError" },
    [
      [
        /Resource (?<what>creation|update|deletion) (?:was |has been )?cancell?ed/,
        "CloudFormation gave up the {what} of this resource because another one of the stack failed",
        "look for the first CREATE_FAILED or UPDATE_FAILED among the stack's events (aws cloudformation describe-stack-events): its reason is the cause; mend that, and deploy again",
      ],
    ],
  ),
  ...refusals({ code: "STACK_FAILED", page: PAGE.template, weight: "passing", general: "outcome" }, [
    [
      /wait until stack (?<name>[\w-]{1,128}?) (?:update|create|creation|delete|deletion) is complete: ResourceNotReady/,
      "the change of the stack {name} failed, or did not end in the time that the tool waits, and the tool does not say why",
      "look for the first CREATE_FAILED or UPDATE_FAILED among its events (aws cloudformation describe-stack-events --stack-name {name}): its reason is the cause; where that is the service, read its stopped tasks: npx ghcr-fargate diagnose",
    ],
    [
      /following resource\(s\) failed to (?:create|update): ?\[(?<what>[\w, ]{0,300}?(?:ECS|Fargate|TaskDefinition|CapacityProvider)[\w, ]{0,300})\]/,
      "the stack failed for these resources: {what}; why stands with each of them, not with the stack",
      "look for the first CREATE_FAILED or UPDATE_FAILED of each among the events of the (nested) stack: aws cloudformation describe-stack-events --stack-name STACK; where it is the service, read its stopped tasks: npx ghcr-fargate diagnose",
    ],
  ]),
  ...refusals({ code: "STACK_FAILED", page: PAGE.template, weight: "passing", general: "outcome", form: "apiError" }, [
    [
      /deploy (?:service|job).{0,300}stack (?<name>[\w-]{1,128}) did not complete successfully and exited with status (?<status>\w{4,40})/,
      "the change of the stack {name} failed and was taken back ({status})",
      "look for the first CREATE_FAILED or UPDATE_FAILED among its events (aws cloudformation describe-stack-events --stack-name {name}): its reason is the cause; where that is the service, read its stopped tasks: npx ghcr-fargate diagnose",
    ],
  ]),
];
