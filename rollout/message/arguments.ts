// Which arguments of this library a message of AWS speaks of, and what registries take as a password.

/** The first line whose words a refusal has names the argument. */
const ARGUMENTS: readonly (readonly [said: RegExp, argument: string])[] = [
  [/account ?ids? (?:mismatch|do(?:es)? not match)/i, "the ARN that names another account than the caller's"],
  [/security ?groups?\b/i, "`network.securityGroupIds`"],
  [/network ?configuration|\bsubnets?\b|awsvpcConfiguration/i, "`network.subnetIds`"],
  [/grace period/i, "`loadBalancer.healthCheck.gracePeriodSeconds`"],
  [/capacity ?provider|both a launch ?type/i, "`capacityProviders`"],
  [/platform ?version|specified platform/i, "the platform version"],
  [/service ?connect|namespace/i, "`serviceConnect`"],
  [/service ?(?:discovery|registr(?:y|ies))/i, "`discovery`"],
  [/firelens/i, "`logs.fireLens`"],
  [/deployment strategy/i, "`deployment.strategy` and `loadBalancer`"],
  [/target ?groups?|load ?balancers?|listener/i, "`loadBalancer`"],
  [/health ?check/i, "`healthCheck`"],
  [
    /minimumHealthy|maximumPercent|deploymentConfiguration|circuit ?breaker|lifecycle ?hook|deployment strategy/i,
    "`deployment`",
  ],
  [/log ?(?:driver|configuration|options?)|awslogs/i, "`logs`"],
  [/\bsecrets?\b|valueFrom/i, "`secrets`"],
  [/environment/i, "`environment`"],
  [/\bprivileged\b/i, "`privileged` of the container, which Fargate does not have"],
  [/ephemeral ?storage/i, "`ephemeralStorageGib`"],
  [/\bmemory/i, "`memory`"],
  [/\bcpu\b/i, "`cpu`"],
  [/\bport/i, "`port`"],
  [/\bvolumes?\b|mount ?points?|\befs\b/i, "`volumes`"],
  [/execution ?role/i, "`executionRole`"],
  [/\brole\b/i, "`executionRole` and `taskRole`"],
  [/\btags?\b/i, "`tags`"],
  [/desired ?count/i, "`desiredCount`"],
  [/\bimage\b/i, "`image`"],
  [/cluster/i, "`cluster`"],
  [/container ?name|essential|\bcontainers?\b(?! instances?\b)/i, "`sidecars`"],
];

/** The arguments that a refusal speaks of. */
export function argumentOf(refusal: string | undefined): string | undefined {
  return refusal === undefined ? undefined : ARGUMENTS.find(([said]) => said.test(refusal))?.[1];
}

/** What AWS itself says to do, without the politeness. */
export function adviceOf(refusal: string | undefined): string | undefined {
  const [, advice] =
    /(?:^|[.;,:] )(?:Please )?((?:Remove|Use|Specify|Verify|Check|Update|Set|Choose|Create|Delete|Add|Register|Provide|Make sure|Ensure|Reduce|Increase|Change|Enable|Disable|Configure|Upgrade|See|Opt in)\b[^.]{4,160})/i.exec(
      refusal ?? "",
    ) ?? [];
  return advice?.trim();
}

/** What their owners call the passwords of registries; checked 2026-11. */
const TOKENS: readonly (readonly [registry: RegExp, token: string])[] = [
  [/gitlab/, "a deploy token or access token with read_registry"],
  [/docker\.io$/, "a personal access token that may read"],
  [/quay/, "a robot account's token, with read access to the repository"],
  [/azurecr/, "a repository-scoped token, or a service principal with AcrPull"],
  [/pkg\.dev$|gcr\.io$/, "a service account key (_json_key) with Artifact Registry Reader"],
  [/artifactory|jfrog/, "an identity token of a user who may read the repository"],
];

/** What a registry takes as a password. */
export function tokenKindOf(registry: string | undefined): string | undefined {
  return registry === undefined ? undefined : TOKENS.find(([name]) => name.test(registry))?.[1];
}
