// Guard rails about one resource at a time: they stop an update before the resource is created or changed.

import type { EnforcementLevel, ResourceValidationPolicy } from "@pulumi/policy";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Names of variables whose values are secret. */
const SECRET_NAME = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)(?:$|_)/i;
/** Values that only say where a secret is. */
const REFERENCE = /^(?:arn:|\/|https?:\/\/)|_FILE$/;

interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
}

/** Refuses secrets in `environment`, where whoever may read a task definition reads them. */
export function noPlainSecrets(enforcementLevel: EnforcementLevel): ResourceValidationPolicy {
  return {
    name: "no-plain-secrets",
    description:
      "Secrets are not in a container's plain environment, where every reader of task definitions sees them.",
    enforcementLevel,
    validateResource: ({ type, props }, reportViolation) => {
      if (type !== TASK_DEFINITION) return;
      for (const { name = "", environment = [] } of containersOf(props))
        for (const variable of environment.filter(isPlainSecret))
          reportViolation(
            `container ${name}: the value of ${variable.name} is in the task definition in clear; store it in Secrets Manager or Parameter Store, and name it in "secrets"`,
          );
    },
  };
}

function isPlainSecret({ name = "", value = "" }: { readonly name?: string; readonly value?: string }): boolean {
  return SECRET_NAME.test(name) && !/_FILE$/i.test(name) && value !== "" && !REFERENCE.test(value);
}

/** Refuses images by a tag alone, which may name another image tomorrow. */
export function imagesPinned(enforcementLevel: EnforcementLevel): ResourceValidationPolicy {
  return {
    name: "images-pinned",
    description: "Images are named by their digest, so that what was tested is what runs.",
    enforcementLevel,
    validateResource: ({ type, props }, reportViolation) => {
      if (type !== TASK_DEFINITION) return;
      for (const { name = "", image = "" } of containersOf(props))
        if (!/@sha256:[0-9a-f]{64}$/.test(image))
          reportViolation(
            `container ${name}: the image ${image} has no digest; GhcrFargateService pins it where "registry.pin" is not false, elsewhere write NAME@sha256:...`,
          );
    },
  };
}

/** Refuses log groups that keep lines for ever. */
export function logsExpire(enforcementLevel: EnforcementLevel): ResourceValidationPolicy {
  return {
    name: "logs-expire",
    description: "Log groups delete their lines after some days, since CloudWatch bills what it keeps.",
    enforcementLevel,
    validateResource: ({ type, props }, reportViolation) => {
      if (type === LOG_GROUP && !(Number(props.retentionInDays) > 0))
        reportViolation("the log group keeps its lines for ever; set its retention in days");
    },
  };
}

/** Refuses log groups without a KMS key of the account. */
export function logsEncrypted(enforcementLevel: EnforcementLevel): ResourceValidationPolicy {
  return {
    name: "logs-encrypted",
    description: "Log groups are encrypted with a KMS key of the account, whose use can be audited and withdrawn.",
    enforcementLevel,
    validateResource: ({ type, props }, reportViolation) => {
      if (type === LOG_GROUP && !props.kmsKeyId)
        reportViolation(
          'the log group is encrypted with a key of AWS alone; give it a KMS key ("logs.keyArn" of GhcrFargateService)',
        );
    },
  };
}

/** The containers of a task definition; none while their JSON is not known. */
function containersOf({ containerDefinitions }: Record<string, unknown>): readonly Container[] {
  if (typeof containerDefinitions !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(containerDefinitions);
    return Array.isArray(parsed) ? (parsed as Container[]) : [];
  } catch {
    return []; // a text that stands for a value that is not known yet
  }
}
