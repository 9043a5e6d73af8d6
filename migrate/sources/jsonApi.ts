// Lists of GitLab's and GitHub's API: JSON arrays, page by page.

import type { HttpClient, HttpResponse } from "../../registry/http";
import { isObject } from "../../registry/json";
import { nextPage, readPages } from "../../registry/paging";
import { MIGRATION_ERROR, MigrationError } from "../errors";

/** An API, and how it is told who asks. */
export interface JsonApi {
  readonly http: HttpClient;
  readonly origin: URL;
  readonly token: string | undefined;
}

/** Reads a list; a status that is not 200 goes to `refused`, which may throw or end the list. */
export function readList(
  api: JsonApi,
  path: string,
  refused: (status: number) => never | undefined = (status) => {
    throw listingError(api, path, status);
  },
): AsyncGenerator<Record<string, unknown>> {
  const [pathname = ""] = path.split("?");
  return readPages(path, async (page) => {
    const response = await get(api, page);
    if (response.status !== 200) {
      refused(response.status);
      return { items: [], next: undefined };
    }
    const items = parseArray(response);
    if (items === undefined)
      throw new MigrationError(
        MIGRATION_ERROR.LISTING,
        `${api.origin.host}${pathname} sent something that is not a list`,
      );
    return { items, next: nextPage(response, pathname) };
  });
}

/** The error of a list that was refused. */
export function listingError({ origin, token }: JsonApi, path: string, status: number): MigrationError {
  const [pathname = ""] = path.split("?");
  const fix =
    status === 401 || status === 403
      ? token === undefined
        ? "pass a token"
        : "pass a token that has not expired and may read it"
      : "check the name, and that the token may read it";
  return new MigrationError(MIGRATION_ERROR.LISTING, `${origin.host}${pathname} answered ${status}; ${fix}`);
}

function get({ http, origin, token }: JsonApi, path: string): Promise<HttpResponse> {
  return http.send({
    method: "GET",
    url: new URL(path, origin),
    accept: "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  });
}

function parseArray({ body }: HttpResponse): Record<string, unknown>[] | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return Array.isArray(value) ? value.filter(isObject) : undefined;
  } catch {
    return undefined;
  }
}
