// A GitLab group with its sub-groups: projects and repositories by GitLab's API, images by its registry
// (https://docs.gitlab.com/api/container_registry/, checked 2026-11-25).

import { isHeaderSafe } from "../../registry/credentials";
import { MIGRATION_ERROR, MigrationError } from "../errors";
import { type JsonApi, listingError, readList } from "./jsonApi";
import type { Source, SourceAccess, SourceNote, SourceRepository } from "./source";

/** Repositories of a group, or of one project. */
export function gitlabSource(origin: URL, path: string): Source {
  return {
    trustedHosts: [origin.hostname],
    usesGitlabToken: true,
    list: ({ http, env }: SourceAccess) => list({ http, origin, token: readToken(env) }, path),
  };
}

function readToken(env: SourceAccess["env"]): string | undefined {
  const token = env.GITLAB_TOKEN?.trim();
  if (token === undefined || token === "") return undefined;
  if (!isHeaderSafe(token))
    throw new MigrationError(MIGRATION_ERROR.CREDENTIALS, "GITLAB_TOKEN: contains characters that no token has");
  return token;
}

async function* list(api: JsonApi, path: string): AsyncGenerator<SourceRepository | SourceNote> {
  const group = encodeURIComponent(path);
  // Projects that other groups share with this one are not this group's images.
  const query = "include_subgroups=true&with_shared=false&per_page=100&order_by=id&sort=asc";
  const projects = `/api/v4/groups/${group}/projects?${query}`;
  let isProject = false as boolean;
  const found = readList(api, projects, (status) => {
    if (status !== 404) throw listingError(api, projects, status);
    isProject = true;
    return undefined;
  });
  for await (const { id, path_with_namespace: name } of found) {
    if (typeof id === "number" && typeof name === "string") yield* listProject(api, String(id), { name, root: path });
  }
  if (isProject) yield* listProject(api, group, { name: path, root: path, mustExist: true });
}

interface Project {
  readonly name: string;
  /** The path that the user named. */
  readonly root: string;
  readonly mustExist?: boolean;
}

async function* listProject(
  api: JsonApi,
  id: string,
  { name, root, mustExist = false }: Project,
): AsyncGenerator<SourceRepository | SourceNote> {
  const path = `/api/v4/projects/${id}/registry/repositories?per_page=100`;
  let refusal: number | undefined;
  let count = 0;
  const repositories = readList(api, path, (status) => {
    // Projects without a registry answer 404, and hidden ones 403.
    if (mustExist || (status !== 403 && status !== 404)) throw listingError(api, path, status);
    refusal = status;
    return undefined;
  });
  for await (const repository of repositories) {
    count++;
    yield parseRepository(repository, root);
  }
  if (refusal === 403)
    yield { kind: "note", path: name, text: "the token may not read this project's registry", incomplete: true };
  else if (refusal !== undefined || count === 0)
    yield { kind: "note", path: name, text: "has no container images", incomplete: false };
}

function parseRepository(
  { path, location, status }: Record<string, unknown>,
  root: string,
): SourceRepository | SourceNote {
  if (typeof path !== "string" || typeof location !== "string" || !location.includes("/"))
    throw new MigrationError(MIGRATION_ERROR.LISTING, "GitLab listed a repository without its path and location");
  if (typeof status === "string" && status.startsWith("delete_"))
    return { kind: "note", path, text: "is being deleted at GitLab", incomplete: false };
  // The location names the registry's host, which need not be GitLab's.
  const slash = location.indexOf("/");
  return {
    kind: "repository",
    registry: location.slice(0, slash).toLowerCase(),
    repository: location.slice(slash + 1),
    path: pathBelow(location.slice(slash + 1), root),
  };
}

/** A repository's path below a root. GitLab's groups may have capitals, its registry has none. */
export function pathBelow(repository: string, root: string): string {
  const prefix = root.toLowerCase();
  if (repository === prefix) return repository.slice(repository.lastIndexOf("/") + 1);
  return prefix !== "" && repository.startsWith(`${prefix}/`) ? repository.slice(prefix.length + 1) : repository;
}
