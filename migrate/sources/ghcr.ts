// The container packages of a GitHub organization or user
// (https://docs.github.com/rest/packages/packages, checked 2026-11-28).

import { GHCR } from "../../model/imageReference";
import { isHeaderSafe } from "../../registry/credentials";
import { MIGRATION_ERROR, MigrationError } from "../errors";
import { type JsonApi, listingError, readList } from "./jsonApi";
import type { Source, SourceAccess, SourceRepository } from "./source";

const API = new URL("https://api.github.com");

/** Repositories of an owner at ghcr.io, which lists none itself. */
export function ghcrSource(owner: string): Source {
  return { trustedHosts: [], registry: GHCR, list: (access) => list(access, owner) };
}

/** GitHub's token, as its own tools and this program's other commands read it. */
export function readGithubToken(env: SourceAccess["env"]): string | undefined {
  const token = (env.GHCR_TOKEN ?? env.GITHUB_TOKEN)?.trim();
  if (token === undefined || token === "") return undefined;
  if (!isHeaderSafe(token))
    throw new MigrationError(MIGRATION_ERROR.CREDENTIALS, "GHCR_TOKEN: contains characters that no token has");
  return token;
}

async function* list({ http, env }: SourceAccess, owner: string): AsyncGenerator<SourceRepository> {
  const token = readGithubToken(env);
  if (token === undefined)
    throw new MigrationError(
      MIGRATION_ERROR.CREDENTIALS,
      "GHCR_TOKEN: missing; GitHub lists packages only for a token with read:packages",
    );
  const api: JsonApi = { http, origin: API, token };
  const query = "packages?package_type=container&per_page=100";
  const organization = `/orgs/${owner}/${query}`;
  let isUser = false as boolean;
  const packages = readList(api, organization, (status) => {
    if (status !== 404) throw listingError(api, organization, status);
    isUser = true;
    return undefined;
  });
  for await (const { name } of packages) yield* parsePackage(owner, name);
  if (!isUser) return;
  for await (const { name } of readList(api, `/users/${owner}/${query}`)) yield* parsePackage(owner, name);
}

function* parsePackage(owner: string, name: unknown): Generator<SourceRepository> {
  if (typeof name !== "string") return;
  const path = name.toLowerCase();
  yield { kind: "repository", registry: GHCR, repository: `${owner.toLowerCase()}/${path}`, path };
}
