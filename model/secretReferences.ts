// What the value of a container's secret is read from: an ARN, or a name in the service's own account and Region.

import { isWholeSecretArn, parseArn, type Arn } from "./arns";
import { checkSecretName, notWhole, whiteSpaceFault } from "./awsIds";
import type { Check } from "./checks";
import { quote } from "./problems";

/** The service that keeps a secret. */
export type SecretStore = "secretsmanager" | "ssm";

/** A secret, as an argument names it. */
export type SecretReference = {
  readonly store: SecretStore;
  /** `:json-key:version-stage:version-id` of ECS, or nothing. */
  readonly suffix: string;
} & (
  | { readonly arn: string; readonly name?: undefined }
  /** Of the service's own account and Region. */
  | { readonly name: string; readonly arn?: undefined }
);

/**
 * Parses what a container's secret is read from: the ARN of a Secrets Manager secret or of an SSM parameter, or `secretsmanager:NAME`
 * or `ssm:NAME`, as CloudFormation's dynamic references write it. `:json-key:version-stage:version-id` may follow a secret. Undefined
 * if it is none of them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function parseSecretReference(text: string): SecretReference | undefined {
  const [store = "", name = "", ...suffix] = text.split(":");
  if (store === "ssm") return name !== "" && suffix.length === 0 ? { store, name, suffix: "" } : undefined;
  if (store === "secretsmanager") return name === "" ? undefined : withSuffix({ store, name }, suffix);
  const arn = parseArn(text);
  if (arn === undefined || arn.region === "" || arn.account === "") return undefined;
  if (arn.service === "ssm")
    return /^parameter\/.+/.test(arn.resource) ? { store: "ssm", arn: text, suffix: "" } : undefined;
  if (arn.service !== "secretsmanager") return undefined;
  const [type, secret = "", ...rest] = arn.resource.split(":");
  if (type !== "secret" || secret === "") return undefined;
  return withSuffix({ store: "secretsmanager", arn: text.split(":").slice(0, 7).join(":") }, rest);
}

/** ECS takes all of the JSON key, the version stage and the version id, each of which may be empty, or none of them. */
function withSuffix<T extends object>(reference: T, parts: readonly string[]): (T & { suffix: string }) | undefined {
  if (parts.length === 0) return { ...reference, suffix: "" };
  return parts.length === 3 ? { ...reference, suffix: `:${parts.join(":")}` } : undefined;
}

/** The ARN of an SSM parameter: a name that begins with a slash has it once. */
export function parameterArn({ partition, region, account }: Omit<Arn, "service" | "resource">, name: string): string {
  return `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, "")}`;
}

/** The name in the ARN of an SSM parameter: one that has levels begins with a slash. */
export function parameterName(arn: string): string {
  const name = arn.slice(arn.indexOf(":parameter/") + ":parameter/".length);
  return name.includes("/") ? `/${name}` : name;
}

const FORMS =
  'pass "secretsmanager:NAME" (with :json-key:: behind it for one key of a JSON secret) or "ssm:NAME", or the ARN of either';

/** What a container's secret is read from. What has no form of one is not quoted: it may be the secret itself, given by mistake. */
export const checkSecretReference: Check<string> = (given) => {
  const text = typeof given === "string" ? given.trim() : "";
  const reference = parseSecretReference(text);
  if (reference === undefined)
    return {
      wrong: "is neither the name nor the ARN of a Secrets Manager secret or an SSM parameter",
      fix: /^\/[\w./-]+$/.test(text) ? `write ${quote(`ssm:${text}`)} or ${quote(`secretsmanager:${text}`)}` : FORMS,
    };
  if (text !== given) return whiteSpaceFault(given);
  const { store, name, arn } = reference;
  if (name !== undefined) return store === "ssm" ? checkParameterName(name) : checkSecretName(name);
  if (/\s/.test(arn)) return whiteSpaceFault(given);
  return store === "ssm" || isWholeSecretArn(arn) ? undefined : notWhole(given);
};

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html, checked 2026-11-29 */
const checkParameterName: Check<string> = (name) => {
  if (!/^[\w./-]{1,1011}$/.test(name))
    return {
      wrong: `${quote(name)} is not a valid name of an SSM parameter`,
      fix: "use 1 to 1011 letters, digits and . - _ /",
    };
  if (name.includes("/") && !name.startsWith("/"))
    return {
      wrong: `${quote(name)} has levels, but does not begin with a slash`,
      fix: `write ${quote(`ssm:/${name}`)}`,
    };
  return undefined;
};
