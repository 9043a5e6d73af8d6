// The secrets that the containers of one task are pulled with.

import type * as pulumi from "@pulumi/pulumi";
import type { PulledContainer } from "./fargatePlan";
import { createImageCredentials, type CredentialsPlan, type PullSecret } from "./imageCredentials";
import type { Surroundings } from "./surroundings";

/** Which secret each container is pulled with, and what has to be there before a task starts. */
export interface PullSecrets {
  /** Every secret in use. */
  readonly all: readonly PullSecret[];
  /** The secret of each container, by its name; none for a public image. */
  readonly byContainer: ReadonlyMap<string, PullSecret>;
  /** The created secrets' values. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the secrets that do not exist yet. */
export function createPullSecrets(
  name: string,
  main: PulledContainer,
  sidecars: readonly PulledContainer[],
  surroundings: Surroundings,
): PullSecrets {
  const byContainer = new Map<string, PullSecret>();
  const all: PullSecret[] = [];
  const ready: pulumi.Resource[] = [];
  const secretFor = (credentials: CredentialsPlan, prefix: string): PullSecret => {
    if (credentials.create === undefined) return credentials.existing;
    const created = createImageCredentials(prefix, credentials.create, surroundings);
    ready.push(created.ready);
    return created;
  };
  for (const { container, credentials } of [main, ...sidecars]) {
    if (credentials === undefined) continue;
    const shared = credentials === "shared" ? byContainer.get(main.container.name) : undefined;
    if (credentials !== "shared") {
      const secret = secretFor(credentials, container === main.container ? name : `${name}-${container.name}`);
      all.push(secret);
      byContainer.set(container.name, secret);
    } else if (shared !== undefined) byContainer.set(container.name, shared);
  }
  return { all, byContainer, ready };
}
