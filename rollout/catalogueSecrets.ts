// Failures before the image pull: reading secrets, parameters and environment files. Wordings follow the ECS agent's
// (agent/asm/asm.go, api/errormessages/error_messages.go) and the two AWS SDKs for Go beneath it; checked 2026-11-22.

import type { CatalogueEntry } from "./catalogueEntry";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const SECRETS_PAGE = `${GUIDE}/resource-initialization-error.html`;
const PRIVATE_REGISTRY_PAGE = `${GUIDE}/private-auth.html`;

/** Failures to read a secret, a parameter or an environment file; the most specific first. */
export const SECRET_FAILURES: readonly CatalogueEntry[] = [
  {
    code: "SECRETS_MANAGER_UNREACHABLE",
    stage: "start",
    pattern:
      /connection issue between the task and AWS Secrets Manager|(?:from asm|asm fetching|from secrets manager|operation error Secrets Manager|secretsmanager\.[a-z0-9-]+\.amazonaws)[\s\S]*(?:i\/o timeout|context deadline exceeded|RequestError|StatusCode: 0\b|no such host|connection refused)/i,
    cause: "the task has no network route to AWS Secrets Manager, where it reads {secret}",
    fix: "use a `network.mode` with a way out: public subnets with `network.assignPublicIp: true`, or private subnets with a NAT gateway; with VPC endpoints, enable private DNS on secretsmanager's and open its security group to the tasks on port 443",
    page: SECRETS_PAGE,
    origin: "ECS agent, AWS SDK for Go v1 and v2",
  },
  {
    code: "KMS_KEY_UNUSABLE",
    stage: "start",
    pattern:
      /KMSInvalidStateException|DisabledException|KMSKeyNotAccessible|(?:KMS key|key arn:\S+key\/\S+) is (?:disabled|pending)/i,
    cause: "the KMS key of {secret} is disabled, deleted or waiting for its deletion",
    fix: "enable the key (or cancel its deletion), or pass another with `credentials.keyArn`",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
    origin: "AWS KMS, through Secrets Manager",
  },
  {
    code: "KMS_DENIED",
    stage: "start",
    pattern:
      /Access to KMS is not allowed|not authorized to perform: kms:Decrypt|DecryptionFailure|AccessDeniedException[^\n]*KMS/i,
    cause: "the execution role may not decrypt {secret} with its KMS key",
    fix: "grant `kms:Decrypt` on the key to the role of `executionRole.arn`, in the role's policy and in the key's; name the key with `credentials.keyArn` where the secret is your own (`credentials.secretArn`)",
    page: PRIVATE_REGISTRY_PAGE,
    origin: "Secrets Manager and KMS",
  },
  {
    code: "SECRET_DENIED",
    stage: "start",
    pattern: /not authorized to perform: secretsmanager:GetSecretValue/i,
    cause: "the execution role may not read {secret}",
    fix: "grant `secretsmanager:GetSecretValue` on the secret to the role of `executionRole.arn`; if it has the grant, look for a denying permissions boundary, service control policy, endpoint policy or policy of the secret",
    page: PRIVATE_REGISTRY_PAGE,
    origin: "Secrets Manager",
  },
  {
    code: "SECRET_NOT_FOUND",
    stage: "start",
    pattern:
      /can['’]t (?:retrieve the secret with ARN|find the specified secret)|(?:marked|scheduled) for deletion|(?:asm|Secrets ?Manager)[\s\S]*ResourceNotFoundException/i,
    cause: "{secret} does not exist in this Region, has no current version, or is scheduled for deletion",
    fix: "check the ARN (`credentials.secretArn`, or the entry of `secrets`), its Region, and that a version carries AWSCURRENT; restore the secret if its deletion is scheduled",
    page: SECRETS_PAGE,
    origin: "ECS agent (plain and typographic apostrophes), Secrets Manager",
  },
  {
    code: "REGISTRY_SECRET_FIELD_MISSING",
    stage: "start",
    pattern: /AuthorizationData is malformed/i,
    cause: "the registry credentials' secret has no `username` or no `password`",
    fix: 'store exactly {"username":"...","password":"..."} in the secret of `credentials.secretArn`, with the token as password',
    page: PRIVATE_REGISTRY_PAGE,
    origin: "ECS agent, asm.go",
  },
  {
    code: "REGISTRY_SECRET_SHAPE",
    stage: "start",
    pattern: /unable to unmarshal secret value,? invalid schema|empty secrets? value|invalid schema[^\n]*secret/i,
    cause: "the registry credentials' secret is empty or not a JSON object of two strings",
    fix: 'store exactly {"username":"...","password":"..."} as the secret string of `credentials.secretArn`, not the bare token and not binary',
    page: PRIVATE_REGISTRY_PAGE,
    origin: "ECS agent, asm.go",
  },
  {
    code: "SECRET_JSON_KEY",
    stage: "start",
    pattern: /invalid character .* looking for beginning of value|did not contain json key/i,
    cause: "an entry of `secrets` picks a key from a secret that is not JSON or lacks that key",
    fix: "correct the key after the secret's ARN in `secrets`, or store a JSON object with that key",
    page: `${GUIDE}/secrets-envvar-secrets-manager.html`,
    origin: "ECS agent, asm.go",
  },
  {
    code: "SECRET_VERSION",
    stage: "start",
    pattern: /GetSecretValueInput\.VersionId/i,
    cause: "an entry of `secrets` ends in a malformed version",
    fix: "write it as ARN:json-key:version-stage:version-id and leave the last two parts empty for the current version",
    page: `${GUIDE}/secrets-envvar-secrets-manager.html`,
    origin: "AWS SDK for Go, parameter validation",
  },
  {
    code: "SSM_PARAMETER",
    stage: "start",
    pattern:
      /unable to (?:retrieve|fetch) secrets? from ssm|ParameterNotFound|not authorized to perform: ssm:GetParameters|invalid ssm parameters/i,
    cause: "a parameter of SSM Parameter Store that `secrets` names is missing, forbidden or out of reach",
    fix: "check the parameter's name and Region, `ssm:GetParameters` on it for the execution role, and the route to SSM",
    page: `${GUIDE}/secrets-envvar-ssm-paramstore.html`,
    origin: "ECS agent, ssm",
  },
  {
    code: "ENVIRONMENT_FILE",
    stage: "start",
    pattern: /failed to (?:download|retrieve) env(?:ironment)? ?files?/i,
    cause: "an environment file in S3 could not be read",
    fix: "check that the object exists and grant `s3:GetObject` and `s3:GetBucketLocation` to the execution role",
    page: `${GUIDE}/use-environment-file.html`,
    origin: "ECS agent, envFiles",
  },
];
