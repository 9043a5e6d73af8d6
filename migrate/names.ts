// What a repository is called at the target, by the target's rules.
// ECR's: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html (checked 2026-11-25).

import { MIGRATION_ERROR, MigrationError } from "./errors";

/** Which names a registry takes. */
export type NameRules = "ecr" | "oci";

/** A repository's name at the target, or why it cannot have one. */
export type TargetName =
  | { readonly name: string; readonly changed: boolean; readonly problem?: undefined }
  | { readonly name: string; readonly problem: string };

/** ECR: 2 to 256 characters, one separator between letters and digits. */
const ECR_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const ECR_MAX = 256;

/**
 * Names a repository after its path below the source, below the target's namespace. Registries know lower case only; ECR
 * takes one separator in a row, so that `web__api` and `web--api` become `web_api` and `web-api`.
 */
export function planName(namespace: string, path: string, rules: NameRules): TargetName {
  const wanted = [namespace, path].filter((part) => part !== "").join("/");
  const lower = wanted.toLowerCase();
  const name = rules === "ecr" ? lower.replace(/__/g, "_").replace(/-{2,}/g, "-") : lower;
  if (rules === "ecr" && (!ECR_NAME.test(name) || name.length < 2))
    return { name, problem: `ECR takes no repository of the name "${name}"` };
  if (rules === "ecr" && name.length > ECR_MAX)
    return { name, problem: `the name has ${name.length} characters; ECR takes ${ECR_MAX}` };
  return { name, changed: name !== wanted };
}

/** A repository of the source with its name at the target. */
export interface NamedRepository {
  readonly registry: string;
  readonly repository: string;
  readonly target: TargetName;
}

/** Throws where two repositories would become one, naming every such pair: before anything is copied. */
export function checkCollisions(repositories: readonly NamedRepository[]): void {
  const owners = new Map<string, string[]>();
  for (const { registry, repository, target } of repositories) {
    const source = `${registry}/${repository}`;
    owners.set(target.name, [...(owners.get(target.name) ?? []), source]);
  }
  const collisions = [...owners].filter(([, sources]) => sources.length > 1);
  if (collisions.length === 0) return;
  const lines = collisions.map(([name, sources]) => `  ${name}: ${sources.join(", ")}`);
  throw new MigrationError(
    MIGRATION_ERROR.NAME_COLLISION,
    `several repositories would get the same name at the target; rename them with --rename SOURCE=NAME, or exclude all but one:\n${lines.join("\n")}`,
  );
}
