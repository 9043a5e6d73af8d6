// Lists that a registry or an API sends page by page, with a `Link` header.

import type { HttpResponse } from "./http";

/**
 * The path and query of the next page; undefined after the last one. Only the query of the link is followed: a page is
 * never asked from another host or path.
 */
export function nextPage({ headers, url }: Pick<HttpResponse, "headers" | "url">, path: string): string | undefined {
  const next = /<([^>]*)>\s*;\s*rel="?next"?/i.exec(headers.get("link") ?? "")?.[1];
  const query = next !== undefined && URL.canParse(next, url.href) ? new URL(next, url).search : "";
  return query === "" ? undefined : `${path}${query}`;
}

/** Reads page after page, holding one at a time; ends where pages lead in a circle. */
export async function* readPages<Item>(
  first: string,
  read: (page: string) => Promise<{ items: readonly Item[]; next: string | undefined }>,
): AsyncGenerator<Item> {
  const seen = new Set<string>();
  let page: string | undefined = first;
  while (page !== undefined && !seen.has(page)) {
    seen.add(page);
    const { items, next }: { items: readonly Item[]; next: string | undefined } = await read(page);
    yield* items;
    page = next;
  }
}
