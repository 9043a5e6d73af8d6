// The secrets that the containers of one task are pulled with.

import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfKey, costOfResource } from "../../model/resourceCost";
import { createImageCredentials, type CredentialsPlan, type PullSecret } from "../credentials/imageCredentials";
import type { ChildContext } from "../component/childContext";
import type { PulledContainer } from "./containers";

/** The secrets in use, and what has to be there before a task starts. */
export interface PullSecrets {
  /** Each secret once, by the credentials that it holds. */
  readonly of: ReadonlyMap<CredentialsPlan | undefined, PullSecret>;
  /** The created secrets' values. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the secrets that do not exist yet: one for containers that share credentials. */
export function createPullSecrets(
  name: string,
  [main, ...sidecars]: readonly [PulledContainer, ...PulledContainer[]],
  context: ChildContext,
): PullSecrets {
  const of = new Map<CredentialsPlan | undefined, PullSecret>();
  const ready: pulumi.Resource[] = [];
  const add = (credentials: CredentialsPlan | undefined, prefix: string): void => {
    if (credentials === undefined || of.has(credentials)) return;
    if (credentials.create === undefined) {
      of.set(credentials, credentials.existing);
      return;
    }
    const created = createImageCredentials(prefix, credentials.create, context);
    of.set(credentials, created);
    ready.push(created.ready);
  };
  add(main.credentials, name);
  for (const { credentials, container } of sidecars) add(credentials, `${name}-${container.name}`);
  return { of, ready };
}

/** What the created secrets and their keys are billed for. */
export function costOfPullSecrets(
  name: string,
  [main, ...sidecars]: readonly [PulledContainer, ...PulledContainer[]],
): BilledItem[] {
  const own = sidecars.filter(({ credentials }) => credentials !== main.credentials);
  return [
    ...costOfCredentials(name, main.credentials),
    ...own.flatMap(({ container, credentials }) => costOfCredentials(`${name}-${container.name}`, credentials)),
  ];
}

function costOfCredentials(prefix: string, credentials: CredentialsPlan | undefined): BilledItem[] {
  if (credentials?.create === undefined) return [];
  return [
    ...(credentials.create.keyArn === undefined ? costOfKey(childName(prefix, "key"), { rotated: true }) : []),
    ...costOfResource(childName(prefix, "secret"), "aws:secretsmanager:Secret"),
  ];
}
