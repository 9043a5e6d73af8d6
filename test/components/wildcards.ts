// The policies among a deployment's inputs, and what in them names everything.

import type { Recorded } from "../support/recorded";

/** A statement that may name everything, with the page on which AWS offers nothing narrower. */
export interface AllowedWildcard {
  readonly actions: RegExp;
  /** The only type whose policy may have it. @default any */
  readonly type?: string;
  readonly page: string;
}

/** All statements that may have the resource "*". */
export const ALLOWED_WILDCARDS: readonly AllowedWildcard[] = [
  {
    // In a key's policy, "*" is the key that has the policy.
    actions: /^kms:/,
    type: "aws:kms/key:Key",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  },
  {
    actions: /^ssmmessages:(Create|Open)(Control|Data)Channel$/,
    page: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions",
  },
  {
    actions: /^logs:DescribeLogGroups$/,
    page: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  },
  {
    actions: /^xray:(PutTelemetryRecords|PutTraceSegments|GetSampling\w+)$/,
    page: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
  },
  {
    actions: /^ecr:GetAuthorizationToken$/,
    page: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
  },
];

interface Statement {
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: unknown;
}

/** A statement that allows something on everything, to everybody, or of every kind. */
export interface WildcardStatement {
  readonly where: string;
  readonly statement: Statement;
  /** The entry that allows it. */
  readonly allowedBy: AllowedWildcard | undefined;
}

/** The statements of all policies that name everything. A policy that a preview does not know is not judged. */
export function wildcardStatements(resources: readonly Recorded[]): WildcardStatement[] {
  return resources.flatMap(({ type, name, inputs }) =>
    Object.entries(inputs).flatMap(([input, value]) =>
      statementsOf(value)
        .filter(namesEverything)
        .map((statement) => ({
          where: `${name} ${input}`,
          statement,
          allowedBy: opensTooMuch(statement)
            ? undefined
            : ALLOWED_WILDCARDS.find(
                (allowed) =>
                  (allowed.type ?? type) === type &&
                  listOf(statement.Action).every((action) => allowed.actions.test(action)),
              ),
        })),
    ),
  );
}

function statementsOf(input: unknown): Statement[] {
  if (typeof input !== "string" || !input.startsWith('{"Version":"2012-10-17"')) return [];
  return (JSON.parse(input) as { Statement: Statement[] }).Statement.filter(({ Effect }) => Effect === "Allow");
}

function namesEverything(statement: Statement): boolean {
  return listOf(statement.Resource).some(isEverything) || opensTooMuch(statement);
}

/** What no entry allows: every action, every principal, or all but some. */
function opensTooMuch({ Principal = {}, Action, NotAction, NotResource }: Statement): boolean {
  const principals = typeof Principal === "string" ? [Principal] : Object.values(Principal).flatMap(listOf);
  return (
    NotAction !== undefined ||
    NotResource !== undefined ||
    listOf(Action).some((action) => /^(\*|\w+:\*)$/.test(action)) ||
    principals.includes("*")
  );
}

/** "*", or an ARN that names a service and no resource: `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  return /^[*?]+$/.test(resource) || /^(arn:)?([^:]*:){4}[*?]+$/.test(resource);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}
