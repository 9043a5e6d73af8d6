// The credentials that ECS pulls an image with: created, existing, or none.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkKeyArn, checkSecretArn } from "../../model/awsIds";
import { notEmpty, wholeNumber, type Check } from "../../model/checks";
import { childName, type ChildKey } from "../../model/childNames";
import { GHCR } from "../../model/imageReference";
import { policyJson, secretKeyPolicy } from "../../model/policies";
import { quote } from "../../model/problems";
import { EXPIRY_TAG } from "../../model/tokenExpiry";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";

/** Credentials for the image's registry: `username` and `token`, or `secretArn`. A public image needs none. */
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
   * @default with `username` and `token`: a key is created (about 1 USD a month); with `secretArn`: the AWS-managed key of Secrets Manager
   */
  keyArn?: pulumi.Input<string>;
  /**
   * The expiry date of the token, such as "2027-03-31". Reminders go to the topic of `alarms` 14, 7 and 1 days before, at 09:00
   * UTC. A reminder whose time has passed is not created; previews and updates then show a warning. Without `alarms` there is
   * only the warning. Free.
   * @default none: no warning and no reminder
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
  /** The day on which the token expires; a tag of the secret. */
  readonly expiresOn?: string;
}

/** The credentials of one image: a secret to create, or an existing one. */
export type CredentialsPlan = {
  /** What the names of created children start with. No other credentials of the component have the same. */
  readonly name: string;
} & (
  | { readonly create: NewCredentials; readonly existing?: undefined }
  | { readonly create?: undefined; readonly existing: PullSecret }
);

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
  given: ImageCredentials | undefined,
  { path, name, registry }: CredentialsOf,
): CredentialsPlan | undefined {
  if (given === undefined) return undefined;
  const { username, token, secretArn } = given;
  // A secret may be read from another Region or account; a new one takes a key of its own Region only.
  const shared = secretArn === undefined ? (["region"] as const) : [];
  const keyArn = checks.arn(`${path}.keyArn`, given.keyArn, { check: checkKeyArn, what: "a key", shared });
  const key = keyArn === undefined ? {} : { keyArn };
  if (secretArn !== undefined) {
    checks.mustBeUnset(
      path,
      { username, token },
      { wrong: "cannot be set with secretArn", fix: "set username and token, or secretArn" },
    );
    const whole = checks.arn(`${path}.secretArn`, secretArn, { check: checkSecretArn, what: "a secret", shared: [] });
    return { name, existing: { secretArn: whole, ...key } };
  }
  if (username === undefined && token === undefined) {
    checks.add(
      path,
      "has neither username and token nor secretArn",
      `set username and token, or secretArn; for a public image leave ${path} unset`,
    );
    return undefined;
  }
  return {
    name,
    create: {
      ...planUserAndToken(checks, { username, token }, { path, registry }),
      ...key,
      expiresOn: given.expiresOn,
    },
  };
}

/** Whose credentials are planned. */
interface CredentialsOf {
  /** The argument path of the credentials. */
  readonly path: string;
  /** What the names of created children start with. */
  readonly name: string;
  /** The image's registry, if it is known already. */
  readonly registry: string | undefined;
}

/** Checks a user and a token, and makes the token a secret. */
export function planUserAndToken(
  checks: ArgumentChecks,
  { username, token }: Pick<ImageCredentials, "username" | "token">,
  { path, registry }: Pick<CredentialsOf, "path" | "registry">,
): Pick<NewCredentials, "username" | "token"> {
  checks.required(path, { username }, "set it to the login that the token belongs to");
  checks.required(path, { token }, "set it to a token with the right to read packages");
  return {
    username: checks.value(argumentPath(path, "username"), username, checkUsername) ?? "",
    token: pulumi.secret(checks.value(argumentPath(path, "token"), token, checkToken(registry)) ?? ""),
  };
}

const checkUsername: Check<string> = (username) =>
  notEmpty(username) ??
  (/\s/.test(username)
    ? { wrong: `${quote(username)} contains white space`, fix: "pass the login alone, without a line end" }
    : undefined);

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
    if (registry === GHCR && /^gh[sur]_/.test(token))
      return {
        wrong: "is a token of a workflow or an app, which ends within hours, while tasks pull the image at any time",
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
  const keyArn = plan.keyArn === undefined ? createSecretKey(name, plan, context).arn : pulumi.output(plan.keyArn);
  const secret = new aws.secretsmanager.Secret(
    childName(name, "secret"),
    {
      name: plan.secretName,
      description: "Username and token for pulling container images",
      kmsKeyId: keyArn,
      recoveryWindowInDays: plan.recoveryWindowDays,
      tags: plan.expiresOn === undefined ? tags : { [EXPIRY_TAG]: plan.expiresOn, ...tags },
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

function createSecretKey(
  name: string,
  plan: NewCredentials,
  { options, awsEnvironment, tags }: ChildContext,
): aws.kms.Key {
  const key = new aws.kms.Key(
    childName(name, "key"),
    {
      description: "Encrypts the registry token for pulling container images",
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
