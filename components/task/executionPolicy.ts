// What the execution role may do: as JSON, for the created role or for one of the user's own.

import * as pulumi from "@pulumi/pulumi";
import { parseSecretSource } from "../../model/arns";
import { executionRolePolicy, policyDocument, policyJson, type Statement } from "../../model/policies";
import { tightExecutionStatements } from "../../model/tightExecutionPolicy";
import type { PullSecret } from "../credentials/imageCredentials";
import type { RolesPlan } from "./roles";
import type { ChildContext } from "../component/childContext";

/** What the execution role has to be able to read. */
export interface ExecutionSecrets {
  readonly registry: readonly PullSecret[];
  /** The `valueFrom` of the containers' secrets. */
  readonly container: readonly pulumi.Input<string>[];
  readonly containerKeyArns: readonly pulumi.Input<string>[];
}

/** The policy that lets the execution role read these, and do what else it needs; undefined where it needs nothing. */
export function executionPolicyJson(
  { registry, container, containerKeyArns }: ExecutionSecrets,
  further: pulumi.Output<Statement[]> | undefined,
  { awsEnvironment }: ChildContext,
): pulumi.Output<string> | undefined {
  if (registry.length + container.length === 0 && further === undefined) return undefined;
  return pulumi.output({ awsEnvironment, registry, container, containerKeyArns, further }).apply((known) => {
    const secrets = executionRolePolicy({
      awsEnvironment: known.awsEnvironment,
      registrySecrets: known.registry,
      containerSecrets: known.container.map((arn) => parseSecretSource(arn) ?? { kind: "secretsmanager", arn }),
      containerSecretKeyArns: known.containerKeyArns,
    });
    return policyJson(policyDocument(...secrets.Statement, ...(known.further ?? [])));
  });
}

/** What a tight execution role needs besides; undefined for one with AWS's managed policy. */
export function tightStatements(
  { tight, guardDutyAgent }: RolesPlan,
  images: readonly pulumi.Input<string>[],
  logGroupArn: pulumi.Input<string>,
  { awsEnvironment }: ChildContext,
): pulumi.Output<Statement[]> | undefined {
  if (!tight) return undefined;
  return pulumi
    .output({ awsEnvironment, images, logGroupArn })
    .apply((known) => tightExecutionStatements({ ...known, guardDutyAgent }));
}
