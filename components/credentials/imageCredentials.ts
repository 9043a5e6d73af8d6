// The credentials that ECS pulls an image with: created, existing, or none.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkKeyArn, checkSecretArn } from "../../model/awsIds";
import { notEmpty, wholeNumber, type Check } from "../../model/checks";
import { childName, type ChildKey } from "../../model/childNames";
import { GHCR } from "../../model/imageReference";
import { policyJson, secretKeyPolicy } from "../../model/policies";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";

/** How to log in to the image's registry: `username` and `token`, or `secretArn`; leave both unset for a public image. */
export interface ImageCredentials {
  /** The registry user: for ghcr.io your GitHub login. Creates the secret, and the key unless `keyArn` is given. */
  username?: pulumi.Input<string>;
  /**
   * The registry password: for ghcr.io a classic personal access token with the scope `read:packages`. Stored as a Pulumi
   * secret. A new token changes the secret's value only; tasks that start afterwards use it.
   */
  token?: pulumi.Input<string>;
  /**
   * An existing Secrets Manager secret that holds `{"username": "...", "password": "..."}`, such as
   * `RegistryCredentials.secretArn`. Instead of `username` and `token`.
   */
  secretArn?: pulumi.Input<string>;
  /**
   * The customer-managed KMS key of the secret.
   * @default with `username` and `token`: a key is created (about 1 USD a month); with `secretArn`: the secret is taken to be encrypted with the account's AWS-managed key
   */
  keyArn?: pulumi.Input<string>;
  /**
   * The day that the token expires on, as in "2027-03-31". Reminders go to the topic of `alarms` 14, 7 and 1 days before, at
   * 09:00 UTC; a new date moves them. AWS takes no reminder whose time has passed, so that the clock of the machine that deploys
   * decides which are created: in place of those, each preview and update warns. Without `alarms`, it only warns. No charge.
   * @default none: nobody is warned or reminded
   */
  expiresOn?: string;
}

/** What is created for credentials that are given as a user and a token. */
export interface NewCredentials {
  readonly username: pulumi.Input<string>;
  readonly token: pulumi.Output<string>;
  readonly keyArn?: pulumi.Input<string>;
  readonly keyAlias?: pulumi.Input<string>;
  readonly keyDeletionWindowDays?: number;
  readonly secretName?: pulumi.Input<string>;
  readonly recoveryWindowDays?: number;
}

/** The credentials of one image: to be created, or existing. */
export type CredentialsPlan =
  | { readonly create: NewCredentials; readonly existing?: undefined }
  | { readonly create?: undefined; readonly existing: PullSecret };

/** A secret that ECS pulls with. */
export interface PullSecret {
  readonly secretArn: pulumi.Input<string>;
  readonly keyArn?: pulumi.Input<string>;
}

/** The created secret; `ready` once it has a value. */
export interface CreatedCredentials extends PullSecret {
  readonly secretArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  readonly ready: aws.secretsmanager.SecretVersion;
}

export const checkDeletionWindowDays = wholeNumber(7, 30, "days");

/** Plans an image's credentials; undefined where none are given. */
export function planImageCredentials(
  checks: ArgumentChecks,
  path: string,
  given: ImageCredentials | undefined,
  registry?: string,
): CredentialsPlan | undefined {
  if (given === undefined) return undefined;
  const { username, token, secretArn, keyArn } = given;
  const checkedKeyArn = checks.value(`${path}.keyArn`, keyArn, checkKeyArn);
  if (secretArn !== undefined) {
    for (const [key, value] of Object.entries({ username, token }))
      if (value !== undefined)
        checks.add(
          `${path}.${key}`,
          "given together with secretArn",
          "pass username and token, or secretArn, not both",
        );
    const existing = checks.value(`${path}.secretArn`, secretArn, checkSecretArn);
    return { existing: { secretArn: existing, ...(checkedKeyArn !== undefined && { keyArn: checkedKeyArn }) } };
  }
  if (username === undefined && token === undefined) {
    checks.add(
      path,
      "names no credentials",
      `pass username and token, or secretArn; for a public image leave ${path} unset`,
    );
    return undefined;
  }
  return {
    create: {
      ...planUserAndToken(checks, `${path}.`, username, token, registry),
      ...(checkedKeyArn !== undefined && { keyArn: checkedKeyArn }),
    },
  };
}

/** Checks a user and a token, and makes the token a secret. `prefix` is the arguments' path up to their names. */
export function planUserAndToken(
  checks: ArgumentChecks,
  prefix: string,
  username: pulumi.Input<string> | undefined,
  token: pulumi.Input<string> | undefined,
  registry: string | undefined,
): Pick<NewCredentials, "username" | "token"> {
  if (username === undefined)
    checks.add(`${prefix}username`, "missing while token is set", "pass the login that the token belongs to");
  if (token === undefined)
    checks.add(`${prefix}token`, "missing while username is set", "pass a token with the right to read packages");
  return {
    username: checks.value(`${prefix}username`, username, notEmpty) ?? "",
    token: pulumi.secret(checks.value(`${prefix}token`, token, checkToken(registry)) ?? ""),
  };
}

// The value itself is never quoted.
function checkToken(registry: string | undefined): Check<string> {
  return (token) => {
    if (typeof token !== "string") return { wrong: "is not valid", fix: "must be a string" };
    if (token === "") return { wrong: "is empty", fix: "pass a token with the right to read packages" };
    if (/\s/.test(token)) return { wrong: "contains white space", fix: "pass the token alone, without a line end" };
    if (registry === GHCR && token.startsWith("github_pat_"))
      return {
        wrong: "is a fine-grained token, which ghcr.io does not accept",
        fix: "create a classic personal access token with the scope read:packages",
      };
    return undefined;
  };
}

/** The keys of the children that the credentials will have. */
export function credentialsChildKeys({ keyArn }: NewCredentials): ChildKey[] {
  return [...(keyArn === undefined ? (["key", "keyAlias"] as const) : []), "secret", "secretVersion"];
}

/** Creates the key with its alias (unless a key is given), the secret, and its value. */
export function createImageCredentials(name: string, plan: NewCredentials, context: ChildContext): CreatedCredentials {
  const { options, tags } = context;
  const keyArn = plan.keyArn === undefined ? createKey(name, plan, context).arn : pulumi.output(plan.keyArn);
  const secret = new aws.secretsmanager.Secret(
    childName(name, "secret"),
    {
      name: plan.secretName,
      description: "Username and token that ECS pulls images with",
      kmsKeyId: keyArn,
      recoveryWindowInDays: plan.recoveryWindowDays,
      tags,
    },
    options,
  );
  const ready = new aws.secretsmanager.SecretVersion(
    childName(name, "secretVersion"),
    { secretId: secret.id, secretString: pulumi.jsonStringify({ username: plan.username, password: plan.token }) },
    options,
  );
  return { secretArn: secret.arn, keyArn, ready };
}

function createKey(name: string, plan: NewCredentials, { options, awsEnvironment, tags }: ChildContext): aws.kms.Key {
  const key = new aws.kms.Key(
    childName(name, "key"),
    {
      description: "Encrypts the token that ECS pulls images with",
      enableKeyRotation: true,
      deletionWindowInDays: plan.keyDeletionWindowDays,
      policy: awsEnvironment.apply((known) => policyJson(secretKeyPolicy(known))),
      tags,
    },
    options,
  );
  new aws.kms.Alias(childName(name, "keyAlias"), { name: plan.keyAlias, targetKeyId: key.id }, options);
  return key;
}
