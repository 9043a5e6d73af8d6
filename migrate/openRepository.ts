// A repository while it is moved: both ends, and what is known to be at the target.

import type { BlobRepository } from "../registry/blobs";
import { REGISTRY_ERROR, RegistryError, type RegistryErrorCode } from "../registry/errors";
import { listTags } from "../registry/tags";
import type { Connections } from "./connections";
import { DigestMap } from "./digestMap";
import { readSelectedTags, type RepositoryPair } from "./listing";
import type { Migration } from "./migration";
import type { Target } from "./target";

/** Both ends of a repository. */
export interface OpenRepository {
  readonly pair: RepositoryPair;
  readonly source: BlobRepository;
  readonly target: BlobRepository;
  /** Whether the target had no tag of it when it was opened. */
  readonly targetIsEmpty: boolean;
  /** What is at the target, or on its way there; each digest once. */
  readonly stored: OnceByDigest;
  /** The images that were taken: their signatures follow them. */
  readonly taken: DigestMap;
  /** Tags that are being worked on. */
  readonly pending: Set<Promise<unknown>>;
}

/** One tag or digest to work on. */
export interface Job {
  readonly repository: OpenRepository;
  readonly reference: string;
}

/** A repository of which nothing can be moved, and why. */
export interface SkippedRepository {
  readonly pair: RepositoryPair;
  readonly state: "empty" | "unsupported" | "failed";
  readonly reason: string;
}

/** Errors that the target's next repository would meet too. */
const NO_ANSWER: ReadonlySet<RegistryErrorCode> = new Set<RegistryErrorCode>([
  REGISTRY_ERROR.UNREACHABLE,
  REGISTRY_ERROR.CERTIFICATE_UNTRUSTED,
  REGISTRY_ERROR.TIMED_OUT,
  REGISTRY_ERROR.CUT,
  REGISTRY_ERROR.LOGIN_REFUSED,
  REGISTRY_ERROR.REALM_REFUSED,
]);

/**
 * Lists all jobs, and the repositories that have none; works on no more than it is asked for. Throws where the target gives no
 * answer from the start, or lets nobody in.
 */
export async function* listJobs({
  connections,
  listing,
  target,
  selection,
}: Omit<Migration, "tree">): AsyncGenerator<Job | SkippedRepository> {
  const end = connections.client(target.registry);
  let answered = false;
  for (const pair of listing.repositories) {
    if (pair.target.problem !== undefined) {
      yield { pair, state: "unsupported", reason: pair.target.problem };
      continue;
    }
    const repository = await openRepository(connections, pair, target).catch((error: unknown) => {
      if (error instanceof RegistryError) return error;
      throw error;
    });
    if (repository instanceof RegistryError) {
      const { code, status, message } = repository;
      const isRefusal = status === 401 && !end.credentialsAccepted;
      if (!answered && (NO_ANSWER.has(code) || isRefusal)) throw repository;
      yield { pair, state: "failed", reason: message };
      continue;
    }
    answered = true;
    try {
      const wasTaken = async (digest: string): Promise<boolean> => {
        await Promise.allSettled(repository.pending);
        return repository.taken.has(digest);
      };
      for await (const reference of readSelectedTags(connections, pair, { selection, wasTaken }))
        yield { repository, reference };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      // GitLab keeps the names of repositories whose last tag is gone; its registry does not know them.
      if (error.code === REGISTRY_ERROR.NOT_FOUND && error.host === connections.client(pair.registry).origin.host)
        yield { pair, state: "empty", reason: "has no tags" };
      else yield { pair, state: "failed", reason: error.message };
    }
  }
}

/** Whether the part of another machine has a tag that is taken. */
export async function hasTagsElsewhere({
  connections,
  listing,
  selection,
}: Pick<Migration, "connections" | "listing" | "selection">): Promise<boolean> {
  const wasTaken = (): Promise<boolean> => Promise.resolve(false);
  for (const pair of listing.elsewhere)
    try {
      const { done } = await readSelectedTags(connections, pair, { selection, wasTaken }).next();
      if (done !== true) return true;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error; // the machine whose part it is reports it
    }
  return false;
}

/** Work that is done once for each digest; whoever needs it again waits for the same end. */
export class OnceByDigest {
  private readonly done = new DigestMap();
  private readonly running = new Map<string, Promise<void>>();

  /** Whether this is the first claim to a digest. */
  claim(digest: string): boolean {
    if (this.done.has(digest)) return false;
    this.done.set(digest);
    return true;
  }

  /** Runs the work, unless it was done. Work that failed is not tried again: its retries are used up. */
  run(digest: string, work: () => Promise<void>): Promise<void> {
    if (this.done.has(digest)) return Promise.resolve();
    const known = this.running.get(digest);
    if (known !== undefined) return known;
    const running = work();
    this.running.set(digest, running);
    running.then(
      () => {
        this.done.set(digest);
        this.running.delete(digest);
      },
      () => undefined,
    );
    return running;
  }
}

async function openRepository({ client }: Connections, pair: RepositoryPair, target: Target): Promise<OpenRepository> {
  const end = { client: client(target.registry), repository: pair.target.name };
  return {
    pair,
    source: { client: client(pair.registry), repository: pair.repository },
    target: end,
    targetIsEmpty: await isEmpty(end),
    stored: new OnceByDigest(),
    taken: new DigestMap(),
    pending: new Set(),
  };
}

async function isEmpty({ client, repository }: BlobRepository): Promise<boolean> {
  try {
    return (await listTags(client, repository, 1)).length === 0;
  } catch (error) {
    if (error instanceof RegistryError && error.code === REGISTRY_ERROR.NOT_FOUND) return true;
    throw error;
  }
}
