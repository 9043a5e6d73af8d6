// The repositories that are named ahead, and the settings that they share with those that a push creates.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkKeyArn } from "../../model/awsIds";
import { oneOf } from "../../model/checks";
import { childNameByKey } from "../../model/childNames";
import {
  checkArchivedDays,
  checkDays,
  checkImageCount,
  checkProtectedTag,
  lifecyclePolicyJson,
  MAX_PROTECTED,
  type LifecycleSettings,
} from "../../model/ecrLifecycle";
import { checkRepositoryBelow, tagWildcard } from "../../model/ecrNames";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { EcrEncryptionType, EcrTagMutability, type EcrLifecycle, type EcrNamespaceArgs } from "./ecrNamespaceArgs";
import { checkKeys } from "./resourceKeys";

/** What holds for every repository of a namespace. */
export interface RepositorySettings {
  readonly tagMutability: EcrTagMutability;
  readonly mutabilityExclusions: readonly string[];
  readonly lifecycle: LifecycleSettings;
  readonly encryption: { readonly type: EcrEncryptionType; readonly keyArn: pulumi.Input<string> | undefined };
}

/** The repositories that are named ahead. */
export interface RepositoriesPlan {
  /** Their names below the namespace. */
  readonly names: readonly string[];
  readonly scanOnPush: boolean;
  readonly forceDelete: boolean;
}

/** The repositories of a namespace, and what holds for all of them. */
export interface NamespacedRepositories {
  readonly namespace: string;
  readonly repositories: RepositoriesPlan;
  readonly settings: RepositorySettings;
}

const DEFAULT_UNTAGGED_DAYS = 14;
const MAX_EXCLUSIONS = 5;
const MAX_EXCLUSION_WILDCARDS = 2;

/** The settings of every repository. */
export function planSettings(checks: ArgumentChecks, args: EcrNamespaceArgs): RepositorySettings {
  const { tagMutability, tagMutabilityExclusions = [], encryption = {}, lifecycle = {} } = args;
  checks.shape("tagMutability", tagMutability, oneOf<EcrTagMutability>(Object.values(EcrTagMutability)));
  checkKeys(
    checks,
    { path: "tagMutabilityExclusions", values: tagMutabilityExclusions },
    tagWildcard(MAX_EXCLUSION_WILDCARDS),
  );
  if (tagMutabilityExclusions.length > MAX_EXCLUSIONS)
    checks.add(
      "tagMutabilityExclusions",
      `${tagMutabilityExclusions.length} patterns are more than ECR takes`,
      `use ${MAX_EXCLUSIONS} at the most`,
    );
  checks.shape("encryption.type", encryption.type, oneOf<EcrEncryptionType>(Object.values(EcrEncryptionType)));
  if (encryption.keyArn !== undefined && encryption.type !== "KMS")
    checks.add("encryption.keyArn", `cannot be set with type ${encryption.type ?? "AES256"}`, 'set type to "KMS"');
  return {
    tagMutability: tagMutability ?? EcrTagMutability.IMMUTABLE,
    mutabilityExclusions: tagMutabilityExclusions,
    lifecycle: planLifecycle(checks, lifecycle),
    encryption: {
      type: encryption.type ?? EcrEncryptionType.AES256,
      keyArn: checks.arn("encryption.keyArn", encryption.keyArn, {
        check: checkKeyArn,
        what: "a key",
        shared: ["region"],
      }),
    },
  };
}

/** The repositories that are named ahead. */
export function planRepositories(
  checks: ArgumentChecks,
  { namespace, repositories = [], scanOnPush, forceDelete }: EcrNamespaceArgs,
): RepositoriesPlan {
  checkKeys(checks, { path: "repositories", values: repositories }, checkRepositoryBelow(namespace));
  return { names: repositories, scanOnPush: scanOnPush ?? true, forceDelete: forceDelete ?? false };
}

/** Creates them with their lifecycle policies. */
export function createRepositories(
  name: string,
  { namespace, repositories: { names, scanOnPush, forceDelete }, settings }: NamespacedRepositories,
  { options, tags }: ChildContext,
): Record<string, aws.ecr.Repository> {
  return Object.fromEntries(
    names.map((below) => {
      const repository = new aws.ecr.Repository(
        childNameByKey(name, "repository", below),
        {
          name: `${namespace}/${below}`,
          ...mutabilityOf(settings),
          ...encryptionOf(settings),
          imageScanningConfiguration: { scanOnPush },
          forceDelete,
          tags,
        },
        options,
      );
      new aws.ecr.LifecyclePolicy(
        childNameByKey(name, "lifecycle", below),
        { repository: repository.name, policy: lifecyclePolicyJson(settings.lifecycle) },
        // A repository has one policy: to create the new one before the old one is deleted would leave none.
        { ...options, deleteBeforeReplace: true },
      );
      return [below, repository];
    }),
  );
}

/** How a repository and a creation template say whether tags can be moved. */
export function mutabilityOf({ tagMutability, mutabilityExclusions }: RepositorySettings): {
  imageTagMutability: string;
  imageTagMutabilityExclusionFilters?: { filter: string; filterType: string }[];
} {
  if (mutabilityExclusions.length === 0) return { imageTagMutability: tagMutability };
  return {
    imageTagMutability: `${tagMutability}_WITH_EXCLUSION`,
    imageTagMutabilityExclusionFilters: mutabilityExclusions.map((filter) => ({ filter, filterType: "WILDCARD" })),
  };
}

/** How a repository and a creation template say how images are encrypted. */
export function encryptionOf({ encryption: { type, keyArn } }: RepositorySettings): {
  encryptionConfigurations: { encryptionType: string; kmsKey?: pulumi.Input<string> }[];
} {
  return { encryptionConfigurations: [{ encryptionType: type, ...(keyArn !== undefined && { kmsKey: keyArn }) }] };
}

function planLifecycle(checks: ArgumentChecks, lifecycle: EcrLifecycle): LifecycleSettings {
  const { protectTags = [], untaggedDays, keepImages, expireDays, archiveDays, deleteArchivedDays } = lifecycle;
  for (const [field, value] of Object.entries({ untaggedDays, expireDays, archiveDays }))
    checks.shape(`lifecycle.${field}`, value, checkDays);
  checks.shape("lifecycle.keepImages", keepImages, checkImageCount);
  checks.shape("lifecycle.deleteArchivedDays", deleteArchivedDays, checkArchivedDays);
  checkKeys(checks, { path: "lifecycle.protectTags", values: protectTags }, checkProtectedTag);
  if (protectTags.length > MAX_PROTECTED)
    checks.add(
      "lifecycle.protectTags",
      `${protectTags.length} patterns are more than a lifecycle policy has rules for`,
      `use ${MAX_PROTECTED} at the most`,
    );
  const given = Object.entries({ keepImages, expireDays, archiveDays }).filter(([, value]) => value !== undefined);
  for (const [field] of given.slice(1))
    checks.add(
      `lifecycle.${field}`,
      `cannot be set with ${given[0]?.[0] ?? ""}: ECR judges an image by the first rule that it matches`,
      "choose one of them",
    );
  return {
    untaggedDays: untaggedDays ?? DEFAULT_UNTAGGED_DAYS,
    protectTags,
    ...(keepImages !== undefined && { keepImages }),
    ...(expireDays !== undefined && { expireDays }),
    ...(archiveDays !== undefined && { archiveDays }),
    ...(deleteArchivedDays !== undefined && { deleteArchivedDays }),
  };
}
