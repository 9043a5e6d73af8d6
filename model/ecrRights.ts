// What the members of a project may do in ECR: seven rights inside of its namespace, and the policies that grant them.
// Actions and resource types: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html, 2026-09.

import { repositoryArn } from "./ecrNames";
import { policyDocument, type AwsEnvironment, type PolicyDocument, type Statement } from "./policies";

/** The seven rights, and the actions that each needs. Nobody gets those that change a repository's policies and settings. */
export const NAMESPACE_RIGHTS = {
  createRepositories: ["ecr:CreateRepository"],
  listImages: ["ecr:ListImages", "ecr:DescribeImages"],
  tagImages: ["ecr:BatchGetImage", "ecr:PutImage"],
  pull: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"],
  push: [
    "ecr:InitiateLayerUpload",
    "ecr:UploadLayerPart",
    "ecr:CompleteLayerUpload",
    "ecr:BatchCheckLayerAvailability",
    "ecr:PutImage",
  ],
  deleteImages: ["ecr:BatchDeleteImage"],
  deleteRepositories: ["ecr:DeleteRepository"],
} as const satisfies Record<string, readonly `ecr:${string}`[]>;

/** One of the seven rights. */
export type NamespaceRight = keyof typeof NAMESPACE_RIGHTS;

/** What members may do. */
export const EcrRights = { FULL: "full", PUSH: "push", READ: "read" } as const;
export type EcrRights = (typeof EcrRights)[keyof typeof EcrRights];

/**
 * What the three kinds of members may do inside of a namespace. Who pushes may create repositories too: a push to one that is
 * not there creates it.
 */
export const RIGHTS_OF = {
  full: ["createRepositories", "listImages", "tagImages", "pull", "push", "deleteImages", "deleteRepositories"],
  push: ["createRepositories", "listImages", "tagImages", "pull", "push"],
  read: ["listImages", "pull"],
} as const satisfies Record<EcrRights, readonly NamespaceRight[]>;

/** The policy for the members of projects that are known: one statement for all their namespaces. */
export function namespacePolicy(
  environment: AwsEnvironment,
  namespaces: readonly string[],
  rights: EcrRights,
): PolicyDocument {
  return policyDocument(...everyonesStatements(environment), {
    Sid: "Namespace",
    Effect: "Allow",
    Action: actionsOf(RIGHTS_OF[rights]),
    Resource: namespaces.map((namespace) => repositoryArn(environment, `${namespace}/*`)),
  });
}

/** The policy for the members of all projects whose session's tag is the namespace of their one project. */
export function sessionTagPolicy(environment: AwsEnvironment, tagKey: string, rights: EcrRights): PolicyDocument {
  const tag = `aws:PrincipalTag/${tagKey}`;
  return policyDocument(...everyonesStatements(environment), {
    Sid: "OwnNamespace",
    Effect: "Allow",
    Action: actionsOf(RIGHTS_OF[rights]),
    Resource: repositoryArn(environment, `\${${tag}}/*`),
    // Without a tag nothing would stand before the slash.
    Condition: { StringLike: { [tag]: "?*" } },
  });
}

/** The tag of sessions that may be of several projects, `:shop:api:`; of repositories it is `tagKey`, with one namespace. */
export function sessionTagListKey(tagKey: string): string {
  return `${tagKey}s`;
}

/**
 * The policy for the members of all projects whose session's tag lists the namespaces of their projects, `:shop:api:`. What a
 * repository belongs to is told by its own tag, so it has to get it when it is created.
 */
export function sessionTagListPolicy(environment: AwsEnvironment, tagKey: string, rights: EcrRights): PolicyDocument {
  const list = `aws:PrincipalTag/${sessionTagListKey(tagKey)}`;
  const given: readonly NamespaceRight[] = RIGHTS_OF[rights];
  const create: readonly Statement[] = given.includes("createRepositories")
    ? [
        {
          Sid: "CreateInOwnNamespaces",
          Effect: "Allow",
          Action: [...NAMESPACE_RIGHTS.createRepositories, "ecr:TagResource"],
          Resource: repositoryArn(environment, `\${aws:RequestTag/${tagKey}}/*`),
          Condition: { StringLike: { [list]: `*:\${aws:RequestTag/${tagKey}}:*` } },
        },
      ]
    : [];
  return policyDocument(...everyonesStatements(environment), ...create, {
    Sid: "OwnRepositories",
    Effect: "Allow",
    Action: actionsOf(given.filter((right) => right !== "createRepositories")),
    Resource: repositoryArn(environment, "*"),
    Condition: { StringLike: { [list]: `*:\${aws:ResourceTag/${tagKey}}:*` } },
  });
}

/** The login has no resource to name: it gives what the caller's other rights give. */
const LOG_IN: Statement = { Sid: "LogIn", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" };

function everyonesStatements(environment: AwsEnvironment): readonly Statement[] {
  return [
    LOG_IN,
    {
      Sid: "ListAllRepositories",
      Effect: "Allow",
      Action: "ecr:DescribeRepositories",
      Resource: repositoryArn(environment, "*"),
    },
  ];
}

function actionsOf(rights: readonly NamespaceRight[]): string[] {
  return [...new Set(rights.flatMap((right): readonly string[] => NAMESPACE_RIGHTS[right]))];
}
