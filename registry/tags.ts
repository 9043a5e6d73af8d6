// The tags of a repository, page by page.

import type { RegistryClient } from "./client";

const PAGE = 100;

/** A repository's tags in the registry's order, no more than `limit`. */
export async function listTags(client: RegistryClient, repository: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  const asked = new Set<string>();
  let page: string | undefined = `tags/list?n=${Math.min(PAGE, limit)}`;
  // A registry whose pages lead in a circle must not keep us.
  while (page !== undefined && !asked.has(page) && found.length < limit) {
    asked.add(page);
    const { tags, next } = await client.getTags(repository, page);
    found.push(...tags);
    page = next;
  }
  return found.slice(0, limit);
}
