// The arguments of `EcrAccess`.

import type * as pulumi from "@pulumi/pulumi";
import type { EcrRights } from "../../model/ecrRights";
import type { EcrMembers, IdentityCenter } from "./membersArgs";

/** What tells which namespaces somebody has rights in. */
export const EcrAccessForm = {
  /** The policy names them. */
  PATH: "path",
  /** The session's tag is the one. */
  SESSION_TAG: "session-tag",
  /** The session's tag lists them. */
  SESSION_TAG_LIST: "session-tag-list",
} as const;
export type EcrAccessForm = (typeof EcrAccessForm)[keyof typeof EcrAccessForm];

/** The arguments of `EcrAccess`. */
export interface EcrAccessArgs {
  /**
   * `path`: the policy names the namespaces. `session-tag`: one policy for all projects; each session's tag is the namespace of its
   * project. `session-tag-list`: one policy for all; each session's tag lists the namespaces of its projects, as in `:shop:api:`.
   */
  form: EcrAccessForm;
  /** The namespaces, with the form `path`. */
  namespaces?: string[];
  /**
   * The key of the session's tag, with the form `session-tag`; with `session-tag-list` the key of the repositories' tag (`projectTag` of
   * `EcrNamespace`), and with an "s" after it that of the session's.
   * @default "project"
   */
  tagKey?: string;
  /**
   * The attribute of Identity Center's users that becomes the session's tag, as in `${path:enterprise.department}`. This replaces
   * all attributes for access control of the instance, of which there is one set.
   * @default the attributes are configured elsewhere
   */
  attributeSource?: string;
  /**
   * What the members may do.
   * @default "full"
   */
  rights?: EcrRights;
  /** Who gets it. Roles for pipelines belong to one project each: `EcrNamespace` creates them. */
  members: EcrMembers;
  /**
   * The account whose registry it is for.
   * @default the provider's account
   */
  registryAccountId?: pulumi.Input<string>;
  /**
   * The Region whose registry it is for.
   * @default the provider's Region
   */
  registryRegion?: pulumi.Input<string>;
  /**
   * Which IAM Identity Center the members are from.
   * @default the one that AWS lists in the provider's Region
   */
  identityCenter?: IdentityCenter;
  /**
   * Tags of the permission set.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}
