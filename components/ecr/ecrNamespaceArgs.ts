// The arguments of `EcrNamespace`.

import type * as pulumi from "@pulumi/pulumi";
import type { EcrNamespaceMembers, IdentityCenter } from "./membersArgs";

/** Whether a tag, once pushed, can be moved to another image. */
export const EcrTagMutability = { IMMUTABLE: "IMMUTABLE", MUTABLE: "MUTABLE" } as const;
export type EcrTagMutability = (typeof EcrTagMutability)[keyof typeof EcrTagMutability];

/** How images are encrypted. */
export const EcrEncryptionType = { AES256: "AES256", KMS: "KMS" } as const;
export type EcrEncryptionType = (typeof EcrEncryptionType)[keyof typeof EcrEncryptionType];

/** How the images of a namespace are encrypted. ECR fixes it when a repository is created: another one replaces the repository. */
export interface EcrEncryption {
  /**
   * `AES256` for a key that ECR owns, at no charge; `KMS` for a key of the account.
   * @default "AES256"
   */
  type?: EcrEncryptionType;
  /**
   * The ARN of the customer-managed KMS key.
   * @default with `KMS`, AWS's own key for ECR in the account
   */
  keyArn?: pulumi.Input<string>;
}

/**
 * Which images ECR deletes by itself, within 24 hours after they match. No rule knows which images ECS runs or will roll back to:
 * protect their tags, or keep enough images. `ghcr-fargate migrate prune` knows, and deletes what nothing uses.
 */
export interface EcrLifecycle {
  /**
   * Days after its push that an image without a tag is deleted: an image loses its tag when the tag moves to another. The parts
   * of a tagged multi-platform image are not affected.
   * @default 14
   */
  untaggedDays?: number;
  /**
   * Patterns of tags whose images are never deleted or archived, as in `v*`: what releases are called.
   * @default none
   */
  protectTags?: string[];
  /**
   * How many of the other tagged images of a repository to keep, the newest first: at least as many as a rollback may go back.
   * Cannot be set with `expireDays` or `archiveDays`.
   * @default all
   */
  keepImages?: number;
  /**
   * Days after their push that other tagged images are deleted, however new or old the newest is.
   * Cannot be set with `keepImages` or `archiveDays`.
   * @default never
   */
  expireDays?: number;
  /**
   * Days without a pull after which other tagged images are archived: cheaper, and not to be pulled before they are restored.
   * Cannot be set with `keepImages` or `expireDays`.
   * @default never
   */
  archiveDays?: number;
  /**
   * Days in the archive after which images are deleted: 90 or more, which are billed in any case.
   * @default never
   */
  deleteArchivedDays?: number;
}

/** A team of a project: its members have their rights only in the team's part of the namespace. */
export interface EcrTeam {
  /** What follows the project's namespace: `cloud` in `suporte` makes `suporte/cloud`. */
  name: string;
  /** The team's members. The project's own members have their rights here too. */
  members: EcrNamespaceMembers;
}

/** The arguments of `EcrNamespace`. */
export interface EcrNamespaceArgs {
  /** What the names of the project's repositories start with: `shop` for `shop/web` and `shop/team/web`. */
  namespace: string;
  /**
   * Repositories to create, by their names below the namespace: `web`, `team/web`. Others come into being by a push.
   * @default none
   */
  repositories?: string[];
  /**
   * Who may do what inside of the namespace.
   * @default nobody but those whom other policies of the account let
   */
  members?: EcrNamespaceMembers;
  /**
   * Teams with a part of the namespace of their own.
   * @default none
   */
  teams?: EcrTeam[];
  /**
   * Which IAM Identity Center the members are from.
   * @default the one that AWS lists in the provider's Region, if members come from one
   */
  identityCenter?: IdentityCenter;
  /**
   * Whether a push to a repository of the namespace that is not there creates it, with the settings of the others. It stays when
   * this component is deleted: the stack does not know it.
   * @default true
   */
  createOnPush?: boolean;
  /**
   * Whether a pushed tag can be moved to another image. Immutable tags mean the same image tomorrow; a second push of `latest` fails.
   * @default "IMMUTABLE"
   */
  tagMutability?: EcrTagMutability;
  /**
   * Patterns of tags for which the opposite of `tagMutability` holds, as in `dev-*`: 5 at the most, each with up to two `*`.
   * @default none
   */
  tagMutabilityExclusions?: string[];
  /**
   * A regular expression for the names of tags, as in `v\d+\.\d+\.\d+`. ECR cannot enforce it: `ghcr-fargate ecr check-tag` and the
   * page of `ghcr-fargate ecr commands` use it.
   * @default none
   */
  tagPattern?: string;
  /**
   * Which images are deleted or archived.
   * @default untagged images after 14 days
   */
  lifecycle?: EcrLifecycle;
  /**
   * How images are encrypted.
   * @default with a key that ECR owns
   */
  encryption?: EcrEncryption;
  /**
   * Whether images are scanned for vulnerabilities when they are pushed to one of `repositories`, at no charge. Repositories that
   * a push creates go by the scanning configuration of the registry, of which an account has one.
   * @default true
   */
  scanOnPush?: boolean;
  /**
   * Whether deleting a repository of `repositories` deletes its images. Otherwise AWS refuses to delete one that has some.
   * @default false
   */
  forceDelete?: boolean;
  /**
   * The key of a tag that gets the namespace as its value, on each repository: what `EcrAccess` in its form `session-tag-list` goes by.
   * @default none
   */
  projectTag?: string;
  /**
   * The ARN of the policy that bounds the roles created here.
   * @default none
   */
  permissionsBoundary?: pulumi.Input<string>;
  /**
   * Tags of the repositories and of all else created here that can have tags.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}
