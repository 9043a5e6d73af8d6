// The credentials of a private registry as a component, which services share.

import * as pulumi from "@pulumi/pulumi";
import { checkKeyArn, checkSecretName, checkTopicArn } from "../model/awsIds";
import { checkComponentName } from "../model/childNames";
import type { Check } from "../model/checks";
import { checkRegistryHost, GHCR } from "../model/imageReference";
import { checkPullThroughPrefix } from "../model/pullThrough";
import { quote } from "../model/problems";
import { ArgumentChecks, type OwnArn } from "./component/argumentChecks";
import { requireOwnArns } from "./component/ownArns";
import { planTags } from "./component/tagChecks";
import { checkArgumentShapes } from "./component/shapeCheck";
import { createExpiryReminders, planExpiry, warnOfExpiries, type ExpiryPlan } from "./alarms/expiryReminders";
import {
  checkDeletionWindowDays,
  createImageCredentials,
  credentialsChildKeys,
  planUserAndToken,
  type NewCredentials,
} from "./credentials/imageCredentials";
import { noteWritten } from "./credentials/registryLogin";
import { createPullThroughCache, PULL_THROUGH_CHILDREN } from "./credentials/pullThroughCache";
import { awsEnvironmentOf, childContext, type Tags } from "./component/childContext";

/** The arguments of `RegistryCredentials`. */
export interface RegistryCredentialsArgs {
  /** The registry user: for ghcr.io your GitHub login. */
  username: pulumi.Input<string>;
  /** The registry password: for ghcr.io a classic personal access token with the scope `read:packages`. Stored as a Pulumi secret. */
  token: pulumi.Input<string>;
  /**
   * The host name of the registry, to check the type of the token.
   * @default "ghcr.io"
   */
  registry?: string;
  /**
   * The secret's name. A fixed name cannot be reused for `recoveryWindowDays` after the secret is deleted.
   * @default the component's name and a random suffix
   */
  secretName?: pulumi.Input<string>;
  /**
   * The alias of the created key: `alias/` and a name.
   * @default `alias/`, the component's name and a random suffix
   */
  keyAlias?: pulumi.Input<string>;
  /**
   * An existing KMS key for the secret. Then no key and no alias are created.
   * @default a key is created, rotated yearly (about 1 USD a month)
   */
  keyArn?: pulumi.Input<string>;
  /**
   * The number of days before a deleted key is destroyed: 7 to 30.
   * @default 30
   */
  keyDeletionWindowDays?: number;
  /**
   * The number of days that a deleted secret can be restored: 7 to 30, or 0 to delete it immediately.
   * @default 30
   */
  recoveryWindowDays?: number;
  /**
   * The expiry date of the token, such as "2027-03-31". Reminders go to `topicArn` 14, 7 and 1 days before, at 09:00 UTC. A
   * reminder whose time has passed is not created; previews and updates then show a warning. Free.
   * @default none: no warning and no reminder
   */
  expiresOn?: string;
  /**
   * Creates a pull-through cache of ghcr.io in ECR with this prefix, for the `registry.pullThroughPrefix` of services: a rule, a template for its
   * repositories, and a second secret, which ECR reads (0.40 USD a month, and 0.10 for each GB of images). 2 to 30 lower-case characters; an
   * account has one rule for a prefix in each Region.
   * @default none: services pull from ghcr.io
   */
  pullThroughPrefix?: string;
  /**
   * The ARN of the SNS topic for the reminders.
   * @default none: previews and updates show a warning from 14 days before
   */
  topicArn?: pulumi.Input<string>;
  /**
   * The customer-managed KMS key of that topic.
   * @default none: the topic is not encrypted, or with AWS's own key
   */
  topicKeyArn?: pulumi.Input<string>;
  /**
   * Tags of the key and the secret.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const DEFAULT_WINDOW_DAYS = 30;

/**
 * A registry's user and token as a Secrets Manager secret for pulling images with ECS, encrypted with its own KMS key.
 *
 * Creates a KMS key with rotation on, its alias, the secret and its value: about 1.40 USD a month (1.00 the key, 0.40 the
 * secret). A new token changes the secret's value and nothing else; tasks that start afterwards pull with it.
 * Follows https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
 *
 * @example
 * ```ts
 * const credentials = new RegistryCredentials("ghcr", { username: "octocat", token: config.requireSecret("token") });
 * new GhcrFargateService("api", { image: "ghcr.io/octocat/api:1.0", credentials: { secretArn: credentials.secretArn, keyArn: credentials.keyArn } });
 * ```
 */
export class RegistryCredentials extends pulumi.ComponentResource {
  /** The ARN of the secret. Resources that use it are created after the secret has its value. */
  public readonly secretArn: pulumi.Output<string>;
  /** The ARN of the key that encrypts the secret. */
  public readonly keyArn: pulumi.Output<string>;
  /** The prefix of the pull-through cache; empty without one. Resources that use it are created after its rule. */
  public readonly pullThroughPrefix: pulumi.Output<string>;

  constructor(name: string, args: RegistryCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:RegistryCredentials", name, {}, opts);
    const plan = planRegistryCredentials(name, args);
    const own = requireOwnArns(plan.subject, plan.ownArns, awsEnvironmentOf(this));
    const context = childContext(this, { tags: plan.tags, preconditions: own === undefined ? [] : [own] });
    const { secretArn, keyArn, ready } = createImageCredentials(name, plan, context);
    const { expiries, topicArn, topicKeyArn } = plan.reminders;
    const now = Date.now();
    warnOfExpiries(expiries, now, this);
    if (topicArn !== undefined)
      createExpiryReminders(
        name,
        { plans: expiries, topic: { arn: pulumi.output(topicArn), keyArn: topicKeyArn }, now },
        context,
      );
    // A service that pulls before the secret has a value would fail its first tasks; a URN is known even in a preview.
    this.secretArn = pulumi.all([secretArn, ready.urn]).apply(([arn]) => {
      noteWritten(arn, plan);
      return arn;
    });
    this.keyArn = keyArn;
    const { pullThroughPrefix: prefix } = plan;
    const cache = createPullThroughCache(name, prefix === undefined ? undefined : { ...plan, prefix }, context);
    this.pullThroughPrefix = pulumi.all(cache.map(({ urn }) => urn)).apply(() => prefix ?? "");
    this.registerOutputs({
      secretArn: this.secretArn,
      keyArn: this.keyArn,
      ...(prefix !== undefined && { pullThroughPrefix: this.pullThroughPrefix }),
    });
  }
}

/** Plans the credentials; throws one error with every problem found. */
export function planRegistryCredentials(name: string, given: RegistryCredentialsArgs): RegistryCredentialsPlan {
  const checks = new ArgumentChecks(`RegistryCredentials ${quote(name)}`);
  const args = checkArgumentShapes(checks, "RegistryCredentials", given);
  const plan: NewCredentials = {
    ...planUserAndToken(checks, args, { path: "", registry: args.registry ?? GHCR }),
    keyArn: checks.arn("keyArn", args.keyArn, { check: checkKeyArn, what: "a key", shared: ["region"] }),
    keyAlias: checks.value("keyAlias", args.keyAlias, checkKeyAlias),
    keyDeletionWindowDays: args.keyDeletionWindowDays ?? DEFAULT_WINDOW_DAYS,
    expiresOn: args.expiresOn,
    secretName: checks.value("secretName", args.secretName, checkSecretName),
    recoveryWindowDays: args.recoveryWindowDays ?? DEFAULT_WINDOW_DAYS,
  };
  checks.shape("registry", args.registry, checkRegistryHost);
  checks.shape("keyDeletionWindowDays", args.keyDeletionWindowDays, checkDeletionWindowDays);
  if (args.recoveryWindowDays !== 0)
    checks.shape("recoveryWindowDays", args.recoveryWindowDays, checkDeletionWindowDays);
  if (args.keyArn !== undefined)
    checks.mustBeUnset(
      "",
      { keyAlias: args.keyAlias },
      { wrong: "cannot be set with keyArn: an existing key is not modified", fix: "leave one of them unset" },
    );
  const reminders = planReminders(checks, name, args);
  const { pullThroughPrefix } = args;
  checks.shape("pullThroughPrefix", pullThroughPrefix, checkPullThroughPrefix);
  if (pullThroughPrefix !== undefined && args.registry !== undefined && args.registry !== GHCR)
    checks.add(
      "pullThroughPrefix",
      `the cache is of ghcr.io, but registry is ${quote(args.registry)}`,
      "leave it unset",
    );
  const keys = [
    ...credentialsChildKeys(plan),
    ...(pullThroughPrefix === undefined ? [] : PULL_THROUGH_CHILDREN),
    ...(reminders.expiries.length === 0 ? [] : (["reminderRole"] as const)),
  ];
  checks.shape("name", name, (text) => checkComponentName(text, keys));
  const tags = planTags(checks, args.tags, args.expiresOn === undefined ? 0 : 1);
  checks.throwProblems();
  return { ...plan, subject: checks.subject, pullThroughPrefix, reminders, ownArns: checks.ownArns, tags };
}

export interface RegistryCredentialsPlan extends NewCredentials {
  readonly subject: string;
  readonly pullThroughPrefix: string | undefined;
  readonly reminders: RemindersPlan;
  readonly ownArns: readonly OwnArn[];
  readonly tags: Tags | undefined;
}

interface RemindersPlan {
  readonly expiries: readonly ExpiryPlan[];
  readonly topicArn: pulumi.Input<string> | undefined;
  readonly topicKeyArn: pulumi.Input<string> | undefined;
}

function planReminders(
  checks: ArgumentChecks,
  name: string,
  { expiresOn, topicArn, topicKeyArn }: RegistryCredentialsArgs,
): RemindersPlan {
  return {
    expiries: planExpiry(checks, { path: "expiresOn", expiresOn, keys: [] }, name),
    topicArn: checks.arn("topicArn", topicArn, { check: checkTopicArn, what: "a topic", shared: ["region"] }),
    topicKeyArn: checks.arn("topicKeyArn", topicKeyArn, { check: checkKeyArn, what: "a key", shared: ["region"] }),
  };
}

const checkKeyAlias: Check<string> = (alias) =>
  /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/.test(alias)
    ? undefined
    : {
        wrong: `${quote(alias)} is not a valid alias of a customer-managed key`,
        fix: 'write "alias/" and letters, digits, dashes, underscores and slashes, not starting with "alias/aws/"',
      };
