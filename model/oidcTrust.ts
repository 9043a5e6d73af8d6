// Who may assume a role from a CI pipeline, without a password: OpenID Connect tokens of GitHub Actions and GitLab CI.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html, 2026-11.

import type { Check } from "./checks";
import { policyDocument, type PolicyDocument } from "./policies";
import { quote, type Fault } from "./problems";

/** A service whose pipelines get tokens. */
export type OidcService = "github" | "gitlab";

interface ServiceFacts {
  /** The issuer of the service that the vendor runs. */
  readonly issuer: string;
  /** Who a token is for, as AWS's and the vendor's guides set it. */
  readonly audience: string;
  /** How a subject starts: the owner has to be named, since a pattern without one lets everybody in. */
  readonly subject: RegExp;
  readonly subjectExample: string;
}

/** What tokens of a service look like. GitHub: docs.github.com, "OpenID Connect reference". GitLab: docs.gitlab.com, "ID tokens". */
export const OIDC_SERVICES: Readonly<Record<OidcService, ServiceFacts>> = {
  github: {
    issuer: "https://token.actions.githubusercontent.com",
    audience: "sts.amazonaws.com",
    subject: /^repo:[^*?:/\s]+\/[^:/\s]+:\S+$/,
    subjectExample: "repo:OWNER/REPOSITORY:ref:refs/heads/main",
  },
  gitlab: {
    issuer: "https://gitlab.com",
    audience: "https://gitlab.com",
    subject: /^project_path:[^*?:/\s]+\/[^:\s]+:\S+$/,
    subjectExample: "project_path:GROUP/PROJECT:ref_type:branch:ref:main",
  },
};

/** A pattern of subjects, with `*` for any text, that names its owner. */
export function checkSubject(service: OidcService): Check<string> {
  const { subject, subjectExample } = OIDC_SERVICES[service];
  return (pattern): Fault | undefined =>
    typeof pattern === "string" && subject.test(pattern)
      ? undefined
      : {
          wrong: `${quote(pattern)} does not name the owner of the pipelines`,
          fix: `write it as in ${quote(subjectExample)}; "*" may stand for any text after the owner`,
        };
}

/** The address of an issuer: https, a host, perhaps a path. */
export const checkIssuer: Check<string> = (issuer) =>
  typeof issuer === "string" && /^https:\/\/[a-z0-9][a-z0-9.-]*(:\d+)?(\/[\w.~/-]*[\w.~-])?$/.test(issuer)
    ? undefined
    : {
        wrong: `${quote(issuer)} is not the address of an OpenID Connect issuer`,
        fix: 'pass an address like "https://gitlab.example.com", without a slash at its end',
      };

/** Who may assume the role: pipelines with a token of this issuer, for this audience, of one of these subjects. */
export function pipelineTrustPolicy(
  providerArn: string,
  {
    issuer,
    audience,
    subjects,
  }: { readonly issuer: string; readonly audience: string; readonly subjects: readonly string[] },
): PolicyDocument {
  const claims = issuer.replace(/^https:\/\//, "");
  return policyDocument({
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${claims}:aud`]: audience }, StringLike: { [`${claims}:sub`]: subjects } },
  });
}
