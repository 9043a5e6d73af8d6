// One secret of a container, looked up: its ARN, where it was given by name, and the customer-managed key that encrypts it. Its value is
// never read.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseArn, type Arn } from "../../model/arns";
import type { AwsEnvironment } from "../../model/policies";
import { firstLineOf, quote, type Problem } from "../../model/problems";
import { parameterArn, parameterName, type SecretReference } from "../../model/secretReferences";
import { describeParameter } from "../../rollout/parameters";
import { isOffline } from "../component/offline";

/** One secret, as it was found. */
export interface FoundSecret {
  /** Undefined in a preview that did not look up a name, or could not. */
  readonly arn: string | undefined;
  /** Whether a preview goes on without what AWS would say. */
  readonly skipped?: boolean;
  readonly keyArn?: string;
  /** Why it cannot be used. */
  readonly problem?: Problem;
  /** Why nothing is known of its key. */
  readonly unread?: UnreadKey;
}

/** Why nothing is known of a secret's key, and which argument names the secret. */
export interface UnreadKey {
  readonly path: string;
  readonly reason: string;
}

/** What Pulumi has to be allowed for it. */
export const LOOKUP_OF_SECRETS = "secretsmanager:DescribeSecret and secretsmanager:GetResourcePolicy";

/** How a secret is looked up. */
export interface SecretSearch {
  /** The argument that names the secret. */
  readonly path: string;
  readonly parent: pulumi.ComponentResource;
  readonly environment: AwsEnvironment;
  /** Whether its key is looked up too. */
  readonly findsKeys: boolean;
}

/** Looks up a secret. An offline preview that AWS does not answer goes on without a word; one that it answers is that of the update. */
export async function lookUpSecret(reference: SecretReference, search: SecretSearch): Promise<FoundSecret> {
  const found = await (reference.store === "ssm" ? findParameter(reference, search) : findSecret(reference, search));
  return found.unread !== undefined && isOfflinePreview() ? { arn: found.arn, skipped: true } : found;
}

const isOfflinePreview = (): boolean => isOffline() && pulumi.runtime.isDryRun();

async function findSecret({ name, arn: given }: SecretReference, search: SecretSearch): Promise<FoundSecret> {
  const { parent, path, environment, findsKeys } = search;
  const region = given === undefined ? undefined : parseArn(given)?.region;
  try {
    const { arn, kmsKeyId } = await aws.secretsmanager.getSecret(
      { ...(given === undefined ? { name } : { arn: given }), ...elsewhere(region, environment) },
      { parent },
    );
    return findsKeys ? { arn, ...(await keyOf(kmsKeyId, arn, search)) } : { arn };
  } catch (error) {
    const isOwn = given === undefined || isOf(given, environment);
    if (isOwn && NOT_FOUND.test(firstLineOf(error))) return missing("secret", { name, arn: given }, search);
    const reason = firstLineOf(error);
    if (given !== undefined) return { arn: given, unread: { path, reason } };
    // Only AWS knows the six characters at the end of the ARN. A preview goes on without.
    const wrong = `the secret ${quote(name)} could not be looked up (${reason})`;
    const fix = `allow ${LOOKUP_OF_SECRETS} where Pulumi runs, or pass the secret's ARN`;
    if (!pulumi.runtime.isDryRun()) return { arn: undefined, problem: { path, wrong, fix } };
    if (!isOfflinePreview()) await pulumi.log.warn(`${path}: ${wrong}; ${fix}`, parent);
    return { arn: undefined, skipped: true };
  }
}

async function findParameter({ name, arn: given }: SecretReference, search: SecretSearch): Promise<FoundSecret> {
  const { parent, path, environment, findsKeys } = search;
  const arn = given ?? parameterArn(environment, name);
  const { region, account } = parseArn(arn) ?? environment;
  const shared = account !== environment.account;
  try {
    const found = await describeParameter(parent, {
      name: shared ? arn : parameterName(arn),
      region,
      account: environment.account,
      shared,
    });
    if (found !== undefined)
      return findsKeys && found.encrypted ? { arn, ...(await keyOf(found.keyId, arn, search)) } : { arn };
    if (isOf(arn, environment)) return missing("parameter", { name, arn: given }, search);
    return { arn, unread: { path, reason: "no such parameter is shared with this account" } };
  } catch (error) {
    return { arn, unread: { path, reason: firstLineOf(error) } };
  }
}

/** Terraform's words for what is not there, and Secrets Manager's own. */
const NOT_FOUND = /couldn['’]t find resource|can['’]t find the specified secret|ResourceNotFoundException/;

/** The Region of a lookup, where it is not the provider's. */
function elsewhere(region: string | undefined, environment: AwsEnvironment): { region?: string } {
  return region === undefined || region === environment.region ? {} : { region };
}

function isOf(arn: string, { region, account }: AwsEnvironment): boolean {
  const parsed = parseArn(arn);
  return parsed?.region === region && parsed.account === account;
}

function missing(
  what: "secret" | "parameter",
  { name, arn }: Pick<SecretReference, "name" | "arn">,
  { path, environment: { account, region } }: SecretSearch,
): FoundSecret {
  const wrong = `there is no ${what} ${quote(name ?? arn)} in ${region} of the account ${account}`;
  return {
    arn,
    problem: { path, wrong, fix: `correct the ${name === undefined ? "ARN" : "name"}, or create it first` },
  };
}

/** The customer-managed key of a secret. AWS names it by its id, its ARN or an alias, or not at all if it is AWS's own. */
async function keyOf(
  keyId: string | undefined,
  owner: string,
  { parent, path, environment }: SecretSearch,
): Promise<Pick<FoundSecret, "keyArn" | "unread">> {
  if (keyId === undefined || keyId === "" || /(?:^|:)alias\/aws\//.test(keyId)) return {};
  if (keyId.includes(":key/")) return { keyArn: keyId };
  const { partition, region, account } = parseArn(owner) as Arn;
  if (!keyId.includes("alias/")) return { keyArn: `arn:${partition}:kms:${region}:${account}:key/${keyId}` };
  try {
    const key = await aws.kms.getKey({ keyId, ...elsewhere(region, environment) }, { parent });
    return { keyArn: key.arn };
  } catch (error) {
    return { unread: { path, reason: firstLineOf(error) } };
  }
}
