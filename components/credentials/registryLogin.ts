// The user and the token with which this machine asks an image's registry: what ECS will pull with.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseEcrHost } from "../../model/ecrNames";
import { isEcrRegistry, type ImageReference } from "../../model/imageReference";
import { firstLineOf } from "../../model/problems";
import type { CredentialsPlan, NewCredentials } from "./imageCredentials";

/** A user and a password. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** A login; none for a public image; or why there is none to be had here, though ECS has one. */
export type FoundLogin =
  | { readonly login: RegistryLogin | undefined; readonly missing?: undefined }
  | { readonly login?: undefined; readonly missing: string };

/** The credentials of a plan, with the values that are known by now. */
export type KnownCredentials =
  | { readonly kind: "none" }
  | { readonly kind: "login"; readonly login: RegistryLogin }
  | { readonly kind: "secret"; readonly secretArn: string };

/** What this program writes into secrets, by their ARNs. */
const written = new Map<string, pulumi.Output<KnownCredentials>>();

/** Notes what this program writes into a secret: its images are checked with that, not with what the secret held before. */
export function noteWritten(secretArn: string, given: UserAndToken): void {
  written.set(secretArn, loginOf(given));
}

type UserAndToken = Pick<NewCredentials, "username" | "token">;

function loginOf({ username, token }: UserAndToken): pulumi.Output<KnownCredentials> {
  return pulumi
    .all([username, token])
    .apply(([user, password]): KnownCredentials => ({ kind: "login", login: { username: user, password } }));
}

/** Waits for what a plan's credentials say. Secret, where the program holds the token. */
export function knownCredentials(plan: CredentialsPlan | undefined): pulumi.Output<KnownCredentials> {
  if (plan === undefined) return pulumi.output<KnownCredentials>({ kind: "none" });
  if (plan.create === undefined)
    return pulumi
      .output(plan.existing.secretArn)
      .apply((secretArn) => written.get(secretArn) ?? pulumi.output<KnownCredentials>({ kind: "secret", secretArn }));
  return loginOf(plan.create);
}

/** Finds the login: given, read from the secret, or AWS's own for ECR. Reads go through the component's provider. */
export async function findLogin(
  image: ImageReference,
  credentials: KnownCredentials,
  parent: pulumi.Resource,
): Promise<FoundLogin> {
  if (credentials.kind === "login") return { login: credentials.login };
  if (credentials.kind === "secret") return readSecret(credentials.secretArn, parent);
  return isEcrRegistry(image.registry) ? logInToEcr(image.registry, parent) : { login: undefined };
}

async function readSecret(secretArn: string, parent: pulumi.Resource): Promise<FoundLogin> {
  try {
    const { secretString } = await aws.secretsmanager.getSecretVersion({ secretId: secretArn }, { parent });
    const { username, password } = JSON.parse(secretString) as Partial<RegistryLogin>;
    if (typeof username === "string" && typeof password === "string") return { login: { username, password } };
    return { missing: `the secret ${secretArn} does not hold {"username": "...", "password": "..."}` };
  } catch (error) {
    // A JSON error would quote the secret.
    const why = error instanceof SyntaxError ? "it holds no JSON" : firstLineOf(error);
    return { missing: `the secret ${secretArn} could not be read here (${why})` };
  }
}

async function logInToEcr(registry: string, parent: pulumi.Resource): Promise<FoundLogin> {
  try {
    const { account: registryId, region } = parseEcrHost(registry) ?? {};
    const { userName, password } = await aws.ecr.getAuthorizationToken({ registryId, region }, { parent });
    return { login: { username: userName, password } };
  } catch (error) {
    return { missing: `${registry} could not be logged in to from here (${firstLineOf(error)})` };
  }
}
