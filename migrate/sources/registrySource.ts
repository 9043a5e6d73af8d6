// Any OCI registry that lists its repositories, or a single repository of one that does not.

import type { RegistryClient } from "../../registry/client";
import { REGISTRY_ERROR, RegistryError } from "../../registry/errors";
import { listTags, readRepositories } from "../../registry/tags";
import { MIGRATION_ERROR, MigrationError } from "../errors";
import { pathBelow } from "./gitlab";
import type { Source, SourceRepository } from "./source";

/** Repositories below a path. */
export function registrySource(registry: string, path: string): Source {
  return { trustedHosts: [], registry, list: ({ client }) => list(client(registry), path) };
}

async function* list(client: RegistryClient, path: string): AsyncGenerator<SourceRepository> {
  let found = false;
  try {
    for await (const repository of readRepositories(client)) {
      if (path !== "" && repository !== path && !repository.startsWith(`${path}/`)) continue;
      found = true;
      yield toRepository(client, repository, path);
    }
  } catch (error) {
    if (found || !(error instanceof RegistryError) || !isRefusal(error)) throw error;
    yield await single(client, path);
    return;
  }
  if (!found)
    throw new MigrationError(
      MIGRATION_ERROR.LISTING,
      `${client.registry} lists no repository at or below "${path}"; check the path`,
    );
}

/** A registry that lists nothing may still have the repository that the path names. */
async function single(client: RegistryClient, path: string): Promise<SourceRepository> {
  const tags = path === "" ? [] : await listTags(client, path, 1).catch(() => []);
  if (tags.length > 0) return toRepository(client, path, path);
  throw new MigrationError(
    MIGRATION_ERROR.LISTING,
    `${client.registry} does not list its repositories, and "${path}" is not one; write them to a file and use list:FILE`,
  );
}

function isRefusal({ code, status }: RegistryError): boolean {
  return code === REGISTRY_ERROR.ACCESS_DENIED || code === REGISTRY_ERROR.NOT_FOUND || status === 405 || status === 400;
}

function toRepository({ registry }: RegistryClient, repository: string, path: string): SourceRepository {
  return { kind: "repository", registry, repository, path: pathBelow(repository, path) };
}
