// The arguments that say who may do what: people of IAM Identity Center, IAM roles and groups, pipelines.

import type * as pulumi from "@pulumi/pulumi";

/** Who runs the pipelines. */
export const EcrPipelineProvider = { GITHUB: "github", GITLAB: "gitlab" } as const;
export type EcrPipelineProvider = (typeof EcrPipelineProvider)[keyof typeof EcrPipelineProvider];

/** Pipelines that assume a role of their own, without a password that somebody has to store: OpenID Connect. */
export interface EcrPipeline {
  /**
   * What tells these pipelines from others with the same rights; part of the role's name.
   * @default the provider
   */
  name?: string;
  /** GitHub Actions or GitLab CI. */
  provider: EcrPipelineProvider;
  /**
   * Whose tokens are accepted: `repo:OWNER/REPOSITORY:ref:refs/heads/main`, `project_path:GROUP/PROJECT:ref_type:branch:ref:main`.
   * `*` stands for any text after the owner.
   */
  subjects: string[];
  /**
   * The address of a GitLab or GitHub Enterprise Server of your own.
   * @default "https://token.actions.githubusercontent.com" or "https://gitlab.com"
   */
  issuer?: string;
  /**
   * Who the tokens are for, as the pipeline asks for them.
   * @default "sts.amazonaws.com" with GitHub; the issuer's address with GitLab
   */
  audience?: string;
  /**
   * The ARN of the account's OpenID Connect provider for the issuer, of which IAM allows one.
   * @default it is looked up, and has to be there
   */
  providerArn?: pulumi.Input<string>;
}

/** People, roles and pipelines with the same rights. */
export interface EcrMembers {
  /**
   * Groups of IAM Identity Center: their ids, by a name of your choice that stays.
   * @default none
   */
  identityCenterGroupIds?: Record<string, pulumi.Input<string>>;
  /**
   * Users of IAM Identity Center, by their user names.
   * @default none
   */
  identityCenterUserNames?: string[];
  /**
   * Users of IAM Identity Center, by their e-mail addresses.
   * @default none
   */
  identityCenterUserEmails?: string[];
  /**
   * The name of the permission set that users and groups get, as they see it when they sign in: up to 32 characters.
   * @default "ecr-", the rights and the namespace, with "--" for "/": "ecr-full-shop"
   */
  permissionSetName?: string;
  /**
   * IAM roles that exist, by their names: a server's, or the task role of a service.
   * @default none
   */
  roleNames?: string[];
  /**
   * IAM groups that exist, by their names.
   * @default none
   */
  groupNames?: string[];
  /**
   * Pipelines of GitHub Actions or GitLab CI.
   * @default none
   */
  oidc?: EcrPipeline[];
}

/** The members of a namespace, by their rights. Everybody listed may also list the repositories of all namespaces. */
export interface EcrNamespaceMembers {
  /** May create and delete repositories, and list, tag, pull, push and delete images. */
  full?: EcrMembers;
  /** May create repositories, and list, tag, pull and push images: pipelines. */
  push?: EcrMembers;
  /** May list and pull images: servers that run them. */
  read?: EcrMembers;
}

/** Which IAM Identity Center members are from. */
export interface IdentityCenter {
  /**
   * The ARN of the instance. Needs `identityStoreId`.
   * @default the instance that AWS lists
   */
  instanceArn?: pulumi.Input<string>;
  /**
   * The id of the instance's identity store, `d-1234567890`. Needs `instanceArn`.
   * @default that of the instance that AWS lists
   */
  identityStoreId?: pulumi.Input<string>;
  /**
   * The Region that Identity Center was enabled in.
   * @default the provider's Region
   */
  region?: string;
  /**
   * The address of the AWS access portal, which people sign in at.
   * @default `https://` and the identity store's id and `.awsapps.com/start`
   */
  startUrl?: pulumi.Input<string>;
  /**
   * The account that people get the rights in.
   * @default the provider's account
   */
  accountId?: pulumi.Input<string>;
  /**
   * For how many hours a sign-in lasts: 1 to 12.
   * @default 8
   */
  sessionHours?: number;
}
