// Pipelines of GitHub Actions and GitLab CI: a role that they assume with the token of a run.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { oneOf, type Check } from "../../model/checks";
import { childNameByKey } from "../../model/childNames";
import { checkIssuer, checkSubject, OIDC_SERVICES, pipelineTrustPolicy, type OidcService } from "../../model/oidcTrust";
import { policyJson } from "../../model/policies";
import { firstLineOf, quote } from "../../model/problems";
import { failWith, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import type { EcrPipeline } from "./membersArgs";
import { checkKeys } from "./resourceKeys";

/** Pipelines that assume a role. */
export interface PipelinePlan {
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subjects: readonly string[];
  readonly providerArn: pulumi.Input<string> | undefined;
}

/** The roles that pipelines assume. */
export function planPipelines(checks: ArgumentChecks, path: string, pipelines: readonly EcrPipeline[]): PipelinePlan[] {
  const plans = pipelines.map((pipeline, i) => planPipeline(checks, `${path}[${i}]`, pipeline));
  checkKeys(checks, { path, values: plans.map(({ name }) => name), field: "name" });
  return plans;
}

function planPipeline(checks: ArgumentChecks, path: string, pipeline: EcrPipeline): PipelinePlan {
  const { name, provider, issuer, audience, subjects, providerArn } = pipeline;
  const services = Object.keys(OIDC_SERVICES) as OidcService[];
  checks.shape(`${path}.provider`, provider, oneOf<OidcService>(services));
  checks.shape(`${path}.name`, name, checkPipelineName);
  checks.shape(`${path}.issuer`, issuer, checkIssuer);
  const service = services.includes(provider) ? provider : "github";
  if (subjects.length === 0)
    checks.add(
      `${path}.subjects`,
      "is empty: no pipeline could assume the role",
      `name some, as in ${quote(OIDC_SERVICES[service].subjectExample)}`,
    );
  checkKeys(checks, { path: `${path}.subjects`, values: subjects }, checkSubject(service));
  const facts = OIDC_SERVICES[service];
  const address = issuer ?? facts.issuer;
  return {
    name: name ?? provider,
    issuer: address,
    audience: audience ?? (service === "gitlab" ? address : facts.audience),
    subjects,
    providerArn,
  };
}

/** What the pipelines of some members get: its kind and keys name the resources. */
interface PipelineGrant {
  readonly name: string;
  readonly kind: string;
  readonly keys: readonly string[];
  readonly policy: pulumi.Input<string>;
}

/** Creates a role for each, with the policy; returns the roles' ARNs by the pipelines' names. */
export function createPipelines(
  { name, kind, keys, policy }: PipelineGrant,
  pipelines: readonly PipelinePlan[],
  { parent, tags, permissionsBoundary }: ChildContext,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    pipelines.map((pipeline) => {
      const { issuer, audience, subjects, providerArn } = pipeline;
      const trust = pulumi
        .output(providerArn ?? findProvider(issuer, parent))
        .apply((arn) => policyJson(pipelineTrustPolicy(arn, { issuer, audience, subjects })));
      const role = new aws.iam.Role(
        childNameByKey(name, `${kind}-pipeline`, ...keys, pipeline.name),
        {
          assumeRolePolicy: trust,
          description: `Pipelines of ${subjects.join(", ")}`.slice(0, 1000),
          permissionsBoundary,
          tags,
        },
        { parent },
      );
      new aws.iam.RolePolicy(
        childNameByKey(name, `${kind}-pipeline-policy`, ...keys, pipeline.name),
        { role: role.name, policy },
        { parent },
      );
      return [[...keys, pipeline.name].join("/"), role.arn];
    }),
  );
}

/** The account's provider for an issuer. It may not be there: IAM would take the role all the same, and every pipeline fail. */
async function findProvider(issuer: string, parent: pulumi.Resource): Promise<string> {
  try {
    const { arn } = await aws.iam.getOpenIdConnectProvider({ url: issuer }, { parent });
    return arn;
  } catch (error) {
    return failWith(
      `oidc: the account has no OpenID Connect provider for ${issuer} (${firstLineOf(error)}); create an aws.iam.OpenIdConnectProvider and pass its ARN as providerArn`,
    );
  }
}

const checkPipelineName: Check<string> = (name) =>
  typeof name === "string" && /^[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*$/.test(name)
    ? undefined
    : { wrong: `${quote(name)} is not a valid name`, fix: "use letters, digits, underscores and single dashes" };
