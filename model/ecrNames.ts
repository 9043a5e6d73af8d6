// The names of ECR: registries, namespaces, repositories (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html, 2026-11).

import type { Check } from "./checks";
import { isEcrRegistry } from "./imageReference";
import type { AwsEnvironment } from "./policies";
import { quote, type Fault } from "./problems";

/** One part of a repository's name: letters and digits, joined by single dots, dashes and underscores. */
const PART = "[a-z0-9]+(?:[._-][a-z0-9]+)*";
const PATH = new RegExp(`^${PART}(?:/${PART})*$`);
const NAME_LENGTH = { min: 2, max: 256 };

/** The shortest repository below a namespace: a slash and one letter. */
const SHORTEST_BELOW = 2;

/** A namespace: what the names of a project's repositories start with, before the slash. */
export const checkNamespace: Check<string> = (namespace) =>
  pathFault(namespace, "namespace", NAME_LENGTH.max - SHORTEST_BELOW);

/** A repository's name below its namespace, `web` or `cloud/web`. */
export function checkRepositoryBelow(namespace: string): Check<string> {
  return (repository) => {
    const fault = pathFault(repository, "repository name", NAME_LENGTH.max - namespace.length - 1);
    if (fault !== undefined) return fault;
    if (repository !== namespace && !repository.startsWith(`${namespace}/`)) return undefined;
    return {
      wrong: `${quote(repository)} repeats the namespace`,
      fix:
        repository === namespace
          ? `name a repository below it: ${quote(namespace)} alone is outside of ${quote(`${namespace}/*`)}, which the rights are for`
          : `write ${quote(repository.slice(namespace.length + 1))}`,
    };
  };
}

function pathFault(path: string, what: string, maxLength: number): Fault | undefined {
  if (typeof path !== "string" || !PATH.test(path))
    return {
      wrong: `${quote(path)} is not a valid ${what} of ECR`,
      fix: 'use lower-case letters and digits, single ".", "-" or "_" between them, and "/" between parts',
    };
  if (path.length <= maxLength) return undefined;
  return { wrong: `${quote(path)} has ${path.length} characters`, fix: `use ${maxLength} at the most` };
}

/** Whether one namespace lies in the other or is the same, so that the outer one's rights hold in the inner one too. */
export function overlap(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

/** The ARN of a repository; of many, where the name has wildcards. */
export function repositoryArn({ partition, region, account }: AwsEnvironment, name: string): string {
  return `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
}

/** The host of an account's registry, as images name it. */
export function ecrHost({ partition, region, account }: AwsEnvironment): string {
  return `${account}.dkr.ecr.${region}.${partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}`;
}

/** The account and Region of a private registry of ECR, which a login has to be asked for in; undefined for other registries. */
export function parseEcrHost(registry: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(registry) ?? [];
  return isEcrRegistry(registry) && account !== undefined && region !== undefined ? { account, region } : undefined;
}

/** Whether two hosts are one registry: ECR has several names for each (IPv4 alone, dual-stack, FIPS). */
export function isSameRegistry(one: string, other: string): boolean {
  const [ecr, same] = [parseEcrHost(one), parseEcrHost(other)];
  return one === other || (ecr !== undefined && ecr.account === same?.account && ecr.region === same.region);
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** An image's tag, as OCI and ECR both take it. */
export const checkImageTag: Check<string> = (tag) =>
  typeof tag === "string" && TAG.test(tag)
    ? undefined
    : {
        wrong: `${quote(tag)} is not a valid image tag`,
        fix: 'use 1 to 128 letters, digits, ".", "-" and "_", not starting with "." or "-"',
      };

/** A pattern of image tags in which `*` stands for any text; ECR limits the number of its wildcards. */
export function tagWildcard(maxWildcards: number): Check<string> {
  return (pattern) => {
    if (typeof pattern !== "string" || !/^[A-Za-z0-9._*-]{1,128}$/.test(pattern))
      return {
        wrong: `${quote(pattern)} is not a valid pattern of image tags`,
        fix: 'use 1 to 128 letters, digits, ".", "-", "_", and "*" for any text',
      };
    const wildcards = pattern.split("*").length - 1;
    if (wildcards <= maxWildcards) return undefined;
    return { wrong: `${quote(pattern)} has ${wildcards} wildcards`, fix: `use ${maxWildcards} at the most` };
  };
}
