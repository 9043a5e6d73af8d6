// Environment files in Amazon S3. Wordings follow the ECS agent (envFiles) and the AWS SDKs for Go; checked 2026-11-22.

import { PAGE, ROUTE_FIX } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const ENVIRONMENT_FILE_RULES: readonly Rule[] = [
  {
    code: "ENVIRONMENT_FILE_UNREACHABLE",
    weight: "start",
    stage: "environmentFile",
    kind: ["noRoute", "dns", "tls"],
    cause: "the tasks have no network route to Amazon S3, where an environment file is",
    fix: ROUTE_FIX("s3 (a gateway endpoint costs nothing)"),
    page: PAGE.environmentFiles,
  },
  {
    code: "ENVIRONMENT_FILE",
    weight: "start",
    stage: "environmentFile",
    says: ["invalids3arn", "unabletoparsebucket", "mustendwith.env", "couldnotbeparsed"],
    cause: "the ARN of an environment file[[ ({bucket})]] is malformed: it has to name an object, not the bucket alone",
    fix: "write it as arn:aws:s3:::BUCKET/KEY.env in the environment files of the task definition",
    page: PAGE.environmentFiles,
  },
  {
    code: "ENVIRONMENT_FILE",
    weight: "start",
    stage: "environmentFile",
    kind: "notFound",
    cause: "the environment file[[ {objectKey}]] or its bucket[[ {bucket}]] does not exist in Amazon S3",
    fix: "check that the file exists: upload it, or correct bucket, Region and key of its ARN; the key has to end in .env",
    page: PAGE.environmentFiles,
  },
  {
    code: "ENVIRONMENT_FILE",
    weight: "start",
    stage: "environmentFile",
    kind: "denied",
    cause: "{caller|the execution role} may not read an environment file[[ ({resource})]] in Amazon S3",
    fix: "grant `s3:GetObject` on the file[[ ({resource})]] and `s3:GetBucketLocation` on its bucket to the role of `executionRole.arn` (and `kms:Decrypt` on the bucket's key); check that the file exists",
    page: PAGE.environmentFiles,
  },
  {
    code: "ENVIRONMENT_FILE",
    weight: "start",
    stage: "environmentFile",
    cause: "an environment file in Amazon S3 could not be read",
    fix: "check that the object exists and ends in .env, and grant `s3:GetObject` on it and `s3:GetBucketLocation` on its bucket to the execution role",
    page: PAGE.environmentFiles,
  },
];
