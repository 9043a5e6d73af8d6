// The names that a registry lists: repositories, and the tags of one.

import { malformed, type RegistryClient } from "./client";
import { parseJsonObject } from "./json";
import { nextPage, readPages } from "./paging";

/** A page's size. ECR allows 1,000, others less: they send what they like. */
const PAGE = 1000;

/** A repository's tags in the registry's order, one page in memory at a time. */
export function readTags(client: RegistryClient, repository: string, pageSize = PAGE): AsyncGenerator<string> {
  const path = `/v2/${repository}/tags/list`;
  return readNames(client, { path, pageSize, scope: client.scopeOf(repository), field: "tags" });
}

/** The repositories of a registry that lists them, which GHCR, GitLab and ECR do not. */
export function readRepositories(client: RegistryClient, pageSize = PAGE): AsyncGenerator<string> {
  return readNames(client, { path: "/v2/_catalog", pageSize, scope: "registry:catalog:*", field: "repositories" });
}

/** A repository's tags in the registry's order, no more than `limit`. */
export async function listTags(client: RegistryClient, repository: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  if (limit === 0) return found;
  for await (const tag of readTags(client, repository, Math.min(100, limit))) {
    if (found.push(tag) === limit) break;
  }
  return found;
}

interface NameList {
  readonly path: string;
  readonly pageSize: number;
  readonly scope: string;
  readonly field: "tags" | "repositories";
}

function readNames(client: RegistryClient, { path, pageSize, scope, field }: NameList): AsyncGenerator<string> {
  return readPages(`${path}?n=${pageSize}`, async (page) => {
    const response = await client.send({ method: "GET", path: page, scope });
    const names = parseJsonObject(response.body)?.[field];
    // A repository without tags answers null.
    if (names !== null && !Array.isArray(names)) throw malformed(response, `a list of ${field}`);
    const items = (names ?? []).filter((name): name is string => typeof name === "string");
    return { items, next: nextPage(response, path) };
  });
}
