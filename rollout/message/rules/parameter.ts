// The parameters of AWS Systems Manager that a task gets as `secrets`. Wordings follow the ECS agent (ssm, ssmsecret) and Fargate;
// checked 2026-11.

import { unresolved } from "./dns";
import { PAGE, ROUTE_FIX } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const PARAMETER_RULES: readonly Rule[] = [
  unresolved("AWS Systems Manager", "ssm", {
    code: "PARAMETER_STORE_UNREACHABLE",
    stage: "parameter",
    page: PAGE.parameterStore,
  }),
  {
    code: "PARAMETER_STORE_UNREACHABLE",
    weight: "start",
    stage: "parameter",
    kind: ["noRoute", "tls"],
    cause: "the tasks have no network route to AWS Systems Manager Parameter Store[[: {host} does not answer]]",
    fix: ROUTE_FIX("ssm"),
    page: PAGE.parameterStore,
  },
  {
    code: "PARAMETER_DENIED",
    weight: "start",
    stage: "parameter",
    kind: "denied",
    cause: "{caller|the execution role} may not read the parameter {parameter|that `secrets` names}",
    fix: "grant `ssm:GetParameters` on {resource|the parameter} to the role of `executionRole.arn`, and `kms:Decrypt` if the parameter has a key of your own (`secretKeyArns`); if it is a secret of Secrets Manager, give its whole ARN in `secrets`: ECS takes a bare name for a parameter",
    page: PAGE.parameterStore,
  },
  {
    code: "PARAMETER_REFERENCE",
    weight: "start",
    stage: "parameter",
    says: ["validationexception", "invalidparametername", "correctsyntaxforreferencing"],
    cause: "an entry of `secrets` is not a valid name or ARN of a parameter[[: {parameter}]]",
    fix: "give the parameter's name or ARN, at most with :VERSION or :LABEL behind it; a parameter has no JSON keys",
    page: PAGE.parameterStore,
  },
  {
    code: "PARAMETER_NOT_FOUND",
    weight: "start",
    stage: "parameter",
    kind: ["notFound", "malformed"],
    cause: "the parameter {parameter|of `secrets`} does not exist in this Region",
    fix: "[[fill the part of {emptyPart} that is empty (//); ]]check its name, its Region and its spelling: names are case-sensitive and begin with / where they have one; if it is a secret of Secrets Manager, give its whole ARN in `secrets`",
    page: PAGE.parameterStore,
  },
  {
    code: "PARAMETER_UNREADABLE",
    weight: "start",
    stage: "parameter",
    general: true,
    cause:
      "the parameter {parameter|of `secrets`} could not be read, and the message does not say why or is cut off: a missing right of the execution role, no such parameter in this Region, or no network route to AWS Systems Manager",
    fix: "check the three: the parameter's name and Region (aws ssm get-parameters --names NAME); `ssm:GetParameters` on it (and `kms:Decrypt` for a key of your own) in the role of `executionRole.arn`; a NAT gateway, a public IP address or the VPC endpoint for ssm; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.parameterStore,
  },
];
