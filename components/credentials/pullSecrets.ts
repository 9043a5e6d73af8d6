// The secrets that the images of one task are pulled with.

import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfKey, costOfResource } from "../../model/resourceCost";
import type { ChildContext } from "../component/childContext";
import { createImageCredentials, type CredentialsPlan, type PullSecret } from "./imageCredentials";

/** The secrets in use, and what has to exist before a task starts. */
export interface PullSecrets {
  /** Each secret once, by the name of its credentials. */
  readonly byName: ReadonlyMap<string, PullSecret>;
  /** The created secrets' values. */
  readonly ready: readonly pulumi.Resource[];
}

/** The different credentials of some images: those that are shared count once. */
export function distinctCredentials(
  images: readonly { readonly credentials: CredentialsPlan | undefined }[],
): CredentialsPlan[] {
  const byName = new Map(
    images.flatMap(({ credentials }) => (credentials === undefined ? [] : [[credentials.name, credentials]])),
  );
  return [...byName.values()];
}

/** Creates the secrets that do not exist yet. */
export function createPullSecrets(plans: readonly CredentialsPlan[], context: ChildContext): PullSecrets {
  const byName = new Map<string, PullSecret>();
  const ready: pulumi.Resource[] = [];
  for (const { name, create, existing } of plans) {
    if (create === undefined) {
      byName.set(name, existing);
      continue;
    }
    const created = createImageCredentials(name, create, context);
    byName.set(name, created);
    ready.push(created.ready);
  }
  return { byName, ready };
}

/** What the created secrets and their keys are billed for. */
export function costOfPullSecrets(plans: readonly CredentialsPlan[]): BilledItem[] {
  return plans.flatMap(({ name, create }) => {
    if (create === undefined) return [];
    return [
      ...(create.keyArn === undefined ? costOfKey(childName(name, "key"), { rotated: true }) : []),
      ...costOfResource(childName(name, "secret"), "aws:secretsmanager:Secret"),
    ];
  });
}
