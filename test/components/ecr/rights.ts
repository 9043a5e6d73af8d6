// What a policy lets its holder do in ECR, by a simulation of IAM's evaluation.

import { runSimulation } from "@cloud-copilot/iam-simulate";
import { NAMESPACE_RIGHTS, type NamespaceRight } from "../../../model/ecrRights";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";

/** A request to ECR. */
export interface EcrRequest {
  readonly action: string;
  /** The repository's name, or `*` for a call that names none. */
  readonly repository: string;
  /** Condition keys: tags of the session, the request and the repository. */
  readonly keys?: Readonly<Record<string, string>>;
}

/** Whether IAM allows the request to a holder of this policy and no other. */
export async function isAllowed(policy: string, { action, repository, keys = {} }: EcrRequest): Promise<boolean> {
  const { resultType, ...result } = await runSimulation(
    {
      identityPolicies: [{ name: "policy", policy: JSON.parse(policy) as unknown }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        action,
        principal: `arn:aws:iam::${ACCOUNT}:role/holder`,
        resource: {
          resource: repository === "*" ? "*" : `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}`,
          accountId: ACCOUNT,
        },
        contextVariables: keys,
      },
    },
    {},
  );
  if (resultType === "error") throw new Error(JSON.stringify(result));
  return resultType === "single" && (result as { overallResult?: string }).overallResult === "Allowed";
}

/** Which of the seven rights somebody has in a repository: of each, all of its actions. */
export async function rightsIn(
  policy: string,
  repository: string,
  keys: Readonly<Record<string, string>> = {},
): Promise<NamespaceRight[]> {
  const found: NamespaceRight[] = [];
  for (const [right, actions] of Object.entries(NAMESPACE_RIGHTS) as [NamespaceRight, readonly string[]][]) {
    const allowed = await Promise.all(actions.map((action) => isAllowed(policy, { action, repository, keys })));
    if (allowed.every(Boolean)) found.push(right);
  }
  return found;
}
