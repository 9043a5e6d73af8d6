// Clients of the registries of a migration, each with the credentials that belong to its host.

import { parseEcrHost } from "../model/ecrNames";
import { GHCR } from "../model/imageReference";
import type { Access } from "../registry/auth/authorizer";
import { RegistryClient } from "../registry/client";
import type { Credentials } from "../registry/credentials";
import { REGISTRY_ERROR } from "../registry/errors";
import { HttpClient, type RegistryOptions } from "../registry/http";
import { type DockerConfigAccess, readDockerCredentials } from "./dockerConfig";
import { connectEcr, type EcrApi, readEcrCredentials } from "./ecr";
import { MIGRATION_ERROR, MigrationError } from "./errors";
import { readGithubToken } from "./sources/ghcr";
import type { Source } from "./sources/source";
import type { Target } from "./target";

/** What a migration takes from outside. */
export interface ConnectionAccess extends DockerConfigAccess {
  readonly options: RegistryOptions;
  /** What is done at the target. @default reading alone */
  readonly targetAccess?: Access;
  /** Where a registry's API is. @default HTTPS at its host */
  readonly originOf?: (registry: string) => URL;
  /** @default the AWS SDK */
  readonly connectEcr?: (region: string) => Promise<EcrApi>;
}

/** The registries of one migration. */
export interface Connections {
  /** For GitLab's and GitHub's API. */
  readonly http: HttpClient;
  /** The client of a registry; always the same one. */
  readonly client: (registry: string) => RegistryClient;
  /** ECR's API; undefined where a registry is not ECR. */
  readonly ecr: (registry: string) => Promise<EcrApi> | undefined;
}

/** A migration takes hours: it waits longer than a check of one image does, and has no end of its own. */
const PATIENT: RegistryOptions = {
  requestTimeoutMs: 60_000,
  totalTimeoutMs: Infinity,
  maxAttempts: 8,
  retriedErrors: [REGISTRY_ERROR.CUT, REGISTRY_ERROR.TIMED_OUT],
};

/** Connects a source and a target. Credentials are looked for when a registry first asks for them. */
export function connect(source: Source | undefined, target: Target | undefined, access: ConnectionAccess): Connections {
  const http = new HttpClient({ ...PATIENT, ...access.options });
  const clients = new Map<string, RegistryClient>();
  const ecrClients = new Map<string, Promise<EcrApi>>();

  const ecr: Connections["ecr"] = (registry) => {
    const host = parseEcrHost(registry);
    if (host === undefined) return undefined;
    const known = ecrClients.get(host.region) ?? (access.connectEcr ?? connectEcr)(host.region);
    ecrClients.set(host.region, known);
    return known;
  };

  const findCredentials = async (registry: string): Promise<Credentials | undefined> => {
    const role = registry === target?.registry ? "TARGET" : "SOURCE";
    const given = readEnvironment({ registry, role, source }, access.env);
    if (given !== undefined) return given;
    const api = ecr(registry);
    if (api !== undefined) return readEcrCredentials(await api);
    return readDockerCredentials(registry, access);
  };

  return {
    http,
    ecr,
    client(registry) {
      const known =
        clients.get(registry) ??
        new RegistryClient(registry, http, {
          ...(access.originOf !== undefined && { origin: access.originOf(registry) }),
          credentials: () => findCredentials(registry),
          access: registry === target?.registry ? (access.targetAccess ?? "pull") : "pull",
          ...(registry !== target?.registry && source !== undefined && { trustedHosts: source.trustedHosts }),
        });
      clients.set(registry, known);
      return known;
    },
  };
}

/** Credentials of the environment: those of the source's or target's registry, or of the service that the source names. */
function readEnvironment(
  {
    registry,
    role,
    source,
  }: { readonly registry: string; readonly role: "SOURCE" | "TARGET"; readonly source: Source | undefined },
  env: ConnectionAccess["env"],
): Credentials | undefined {
  // A list may name many registries: a password must not go to all of them.
  const named = role === "TARGET" || registry === source?.registry;
  const username = env[`MIGRATE_${role}_USERNAME`];
  const password = env[`MIGRATE_${role}_PASSWORD`];
  if (named && password !== undefined && password !== "") {
    if (username === undefined || username === "")
      throw new MigrationError(MIGRATION_ERROR.CREDENTIALS, `MIGRATE_${role}_USERNAME: missing beside the password`);
    return { username, password };
  }
  if (registry === GHCR) {
    const token = readGithubToken(env);
    // ghcr.io goes by the token alone.
    return token === undefined ? undefined : { username: env.GITHUB_ACTOR ?? "token", password: token };
  }
  const gitlabToken = env.GITLAB_TOKEN?.trim();
  if (role === "SOURCE" && source?.usesGitlabToken === true && gitlabToken !== undefined && gitlabToken !== "")
    // GitLab takes any name beside a personal, project or group access token.
    return { username: env.GITLAB_USERNAME ?? "token", password: gitlabToken };
  return undefined;
}
