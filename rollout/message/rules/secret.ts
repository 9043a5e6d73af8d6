// Failures to read the registry's credentials and secrets. Wordings follow the ECS agent (asm.go,
// ssm.go), Fargate's own messages and the AWS SDKs for Go; checked 2026-11-22.

import { unresolved } from "./dns";
import { PAGE, ROUTE_FIX } from "../pages";
import { PARAMETER_RULES } from "./parameter";
import type { Rule } from "../rule";

const ANY_SECRET = ["registryCredentials", "secret"] as const;

/** Rules, the most specific first. */
export const SECRET_RULES: readonly Rule[] = [
  {
    code: "KMS_KEY_UNUSABLE",
    weight: "start",
    stage: [...ANY_SECRET, "parameter", "pull"],
    says: ["kmsinvalidstate", "pendingdeletion", "keyisdisabled", "isdisabled.", "disabledexception", "kms.disabled"],
    cause: "the KMS key of {secret|a secret} is disabled, deleted or waiting for its deletion",
    fix: "enable the key or cancel its deletion, or name another: `credentials.keyArn` for the registry's secret, `secretKeyArns` for those of `secrets`",
    page: PAGE.kmsKeys,
  },
  {
    code: "KMS_DENIED",
    weight: "start",
    stage: [...ANY_SECRET, "parameter"],
    when: ({ operation, text }) =>
      operation === "kms" || /accesstokms|customermasterkey|kmskeythatdoesnotexist/.test(text.compact),
    cause: "{caller|the execution role} may not decrypt {secret|a secret} with its KMS key",
    fix: "grant `kms:Decrypt` on {resource|the key} to the role, in its policy and in the key's: name the key with `secretKeyArns` (for `secrets`) or `credentials.keyArn` (for the registry's secret)",
    page: PAGE.privateRegistry,
  },
  {
    code: "REGISTRY_SECRET_FIELD_MISSING",
    weight: "start",
    says: ["authorizationdataismalformed,emptyfield", "asmfetchingusername", "asmfetchingpassword"],
    cause: "the registry credentials' secret has no `username` or no `password`",
    fix: 'store exactly {"username":"...","password":"..."} in the secret of `credentials.secretArn`, with the token as password',
    page: PAGE.privateRegistry,
  },
  {
    code: "REGISTRY_SECRET_SHAPE",
    weight: "start",
    when: ({ stage, text }) =>
      /unabletounmarshalsecretvalue|emptysecretsvalue|invalidschema/.test(text.compact) ||
      (stage === "registryCredentials" &&
        /invalidcharacter|unexpectedendofjson|cannotunmarshal|jsonkey/.test(text.compact)),
    cause: "the registry credentials' secret is empty or not a JSON object of two strings",
    fix: 'store exactly {"username":"...","password":"..."} as the secret string of `credentials.secretArn`, not the bare token and not binary',
    page: PAGE.privateRegistry,
  },
  {
    code: "SECRET_JSON_KEY",
    weight: "start",
    stage: ANY_SECRET,
    when: ({ text }) => /containjsonkey/.test(text.compact),
    cause: "{secret|a secret of `secrets`} has no JSON key[[ {jsonKey}]]",
    fix: "add the key[[ {jsonKey}]] to the secret's JSON object, or correct the key after the secret's ARN in `secrets`",
    page: PAGE.secretsManager,
  },
  {
    code: "SECRET_JSON_KEY",
    weight: "start",
    stage: ANY_SECRET,
    says: ["invalidcharacter", "jsonkey", "unexpectedendofjson", "cannotunmarshal"],
    cause: "an entry of `secrets` picks a key[[ ({jsonKey})]] from a secret that is not JSON",
    fix: 'store a JSON object such as {"KEY":"value"} in the secret, or leave the key out after the secret\'s ARN in `secrets`',
    page: PAGE.secretsManager,
  },
  {
    code: "SECRET_VERSION",
    weight: "start",
    stage: ANY_SECRET,
    says: ["getsecretvalueinput.versionid", "minimumfieldsize", "versionstage", "invalidversion"],
    cause: "an entry of `secrets` ends in a malformed version",
    fix: "write it as ARN:json-key:version-stage:version-id and leave the last two parts empty for the current version",
    page: PAGE.secretsManager,
  },
  {
    code: "SECRET_NO_VALUE",
    weight: "start",
    stage: ANY_SECRET,
    says: [
      "staginglabel",
      "stage:awscurrent",
      "noawscurrent",
      "withoutawscurrent",
      "secretvalueforstaging",
      "hasnovalue",
    ],
    cause: "{secret|the secret} has no value yet (no version carries AWSCURRENT), or does not exist",
    fix: "store a value: aws secretsmanager put-secret-value, or a SecretVersion that the service depends on",
    page: PAGE.secretsManager,
  },
  {
    code: "SECRET_REFERENCE",
    weight: "start",
    stage: ANY_SECRET,
    says: [
      "invalidname",
      "validationexception",
      "invalidarn",
      "isnotvalidarn",
      "malformedarn",
      "unexpectedarnformat",
      "invalidarnformat",
      "credentialsparameter,only",
    ],
    cause: "an entry of `secrets` is not a valid secret name or ARN[[: {secretArn}]]",
    fix: "give the secret's whole ARN, with the six characters after its name; for one key of it ARN:json-key:version-stage:version-id with all its colons (ARN:password::)",
    page: PAGE.secretsManager,
  },
  unresolved("AWS Secrets Manager", "secretsmanager", {
    code: "SECRETS_MANAGER_UNREACHABLE",
    stage: ANY_SECRET,
    page: PAGE.initialization,
  }),
  {
    code: "SECRETS_MANAGER_UNREACHABLE",
    weight: "start",
    stage: ANY_SECRET,
    when: ({ kind, text }) => kind === "noRoute" || kind === "tls" || /secretsmanager:requesterror/.test(text.compact),
    cause:
      "the tasks have no network route to AWS Secrets Manager, where the registry's credentials and `secrets` are read[[: {host} does not answer]]",
    fix: ROUTE_FIX("secretsmanager"),
    page: PAGE.initialization,
  },
  {
    code: "REGISTRY_AUTH_TIMEOUT",
    weight: "start",
    says: ["pullcommandfailed::signal:killed"],
    cause: "fetching the registry credentials took too long, most often for want of a network route",
    fix: ROUTE_FIX("secretsmanager (for Amazon ECR: ecr.api, ecr.dkr and S3)"),
    page: PAGE.pull,
  },
  {
    code: "SECRET_DENIED",
    weight: "start",
    stage: ANY_SECRET,
    kind: "denied",
    cause: "{caller|the execution role} may not read {secret|the secret}",
    fix: "grant `secretsmanager:GetSecretValue` on {resource|the secret} to the role of `executionRole.arn`; if it has the grant, look for {deniedBy|a permissions boundary, service control policy, endpoint policy or policy of the secret} that denies it",
    page: PAGE.privateRegistry,
  },
  {
    code: "SECRET_NOT_FOUND",
    weight: "start",
    stage: ANY_SECRET,
    when: ({ kind, text }) =>
      kind === "notFound" || text.compact.includes("markedfordeletion") || text.compact.includes("can'tretrieve"),
    cause: "{secret|the secret} does not exist in this Region, or is scheduled for deletion",
    fix: "check the ARN (`credentials.secretArn`, or the entry of `secrets`), with the six characters that Secrets Manager put behind the name, and its Region; restore the secret if its deletion is scheduled",
    page: PAGE.initialization,
  },
  {
    code: "SECRETS_THROTTLED",
    weight: "passing",
    stage: [...ANY_SECRET, "parameter"],
    kind: ["throttled", "serverError"],
    cause: "AWS limits how often secrets and parameters are read, and too many tasks start at once",
    fix: "deploy again; start fewer tasks at once, or ask for a higher throughput of the parameter store",
    page: PAGE.initialization,
  },
  {
    code: "SECRET_UNREADABLE",
    weight: "start",
    stage: ANY_SECRET,
    general: true,
    says: ["pullsecretsorregistryauth"],
    when: ({ text }) => !/fromasm|secretsmanager|fetchsecret/.test(text.compact),
    cause:
      "the task could not read its secrets or log in to the registry, and the message does not say why: a missing right of the execution role, a secret that does not exist in this Region, or no network route to AWS Secrets Manager or Amazon ECR",
    fix: "check the three: npx ghcr-fargate verify reads every secret of the task as ECS does; grant `secretsmanager:GetSecretValue` (and `kms:Decrypt`), for Amazon ECR `ecr:GetAuthorizationToken`, to the role of `executionRole.arn`; give the tasks a NAT gateway, a public IP address or VPC endpoints; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.initialization,
  },
  {
    code: "SECRET_UNREADABLE",
    weight: "start",
    stage: ANY_SECRET,
    general: true,
    when: ({ facts }) => facts.retries === 1,
    cause:
      "{secret|a secret} could not be read: it was refused at the first try (a missing right, no such secret, or its KMS key), and the rest of the message is cut off",
    fix: "grant `secretsmanager:GetSecretValue` on the secret and `kms:Decrypt` on its key to the role of `executionRole.arn`, and check that the secret exists in this Region: npx ghcr-fargate verify reads each as ECS does; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.initialization,
  },
  {
    code: "SECRET_UNREADABLE",
    weight: "start",
    stage: ANY_SECRET,
    general: true,
    cause:
      "{secret|a secret of the task or the registry's login} could not be read, and the message does not say why: a missing right of the execution role, no such secret in this Region, or no network route to AWS Secrets Manager",
    fix: "check the three: npx ghcr-fargate verify reads every secret of the task as ECS does; grant `secretsmanager:GetSecretValue` (and `kms:Decrypt` for a key of your own) to the role of `executionRole.arn`; give the tasks a NAT gateway, a public IP address or the VPC endpoint for secretsmanager; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.initialization,
  },
  ...PARAMETER_RULES,
];
