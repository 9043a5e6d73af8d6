// Where images come from.

import type { HttpClient } from "../../registry/http";
import type { RegistryClient } from "../../registry/client";

/** A repository of a source. */
export interface SourceRepository {
  readonly kind: "repository";
  /** The registry's host: `registry.gitlab.com`. */
  readonly registry: string;
  /** The repository's name there. */
  readonly repository: string;
  /** Its path below the source; the part of its name that it keeps. */
  readonly path: string;
  /** The tags and digests to take; all tags where it is left out. */
  readonly references?: readonly string[];
}

/** Something of a source that has no images to take. */
export interface SourceNote {
  readonly kind: "note";
  readonly path: string;
  readonly text: string;
  /** Whether images may be missing for that reason. */
  readonly incomplete: boolean;
}

/** What a source needs to list its repositories. */
export interface SourceAccess {
  /** For GitLab's and GitHub's API. */
  readonly http: HttpClient;
  readonly client: (registry: string) => RegistryClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Promise<string>;
}

/** A source of images. */
export interface Source {
  /** Hosts that the user named: they may see the credentials of the source's registry. */
  readonly trustedHosts: readonly string[];
  /** Whether the source's registry takes GITLAB_TOKEN. */
  readonly usesGitlabToken?: boolean;
  /** The source's registry, as far as it is known before the listing. */
  readonly registry?: string;
  list(access: SourceAccess): AsyncIterable<SourceRepository | SourceNote>;
}
