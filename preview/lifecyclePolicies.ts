// What a lifecycle policy of ECR will delete, in the words of its rules.

import { shortType } from "./typeNames";
import { textOf, type CapturedResource } from "./captured";

/** The descriptions of the rules of a repository's or a creation template's policy; empty for other resources and unknown policies. */
export function lifecycleRulesOf({ type, inputs }: Pick<CapturedResource, "type" | "inputs">): string[] {
  const policy = {
    "aws:ecr:LifecyclePolicy": inputs.policy,
    "aws:ecr:RepositoryCreationTemplate": inputs.lifecyclePolicy,
  }[shortType(type)];
  if (policy === undefined) return [];
  try {
    const { rules = [] } = JSON.parse(textOf(policy)) as { rules?: { description?: unknown }[] };
    return rules.flatMap(({ description }) => (typeof description === "string" ? [description] : []));
  } catch {
    return []; // not known before the deployment
  }
}
