// What a message names: who was denied what, which host did not answer, which image, secret, role or volume is meant.

import { argumentOf, tokenKindOf } from "./arguments";
import { readCall } from "./call";
import type { MessageText } from "./text";

/** The services that a task or a deployment calls. */
export type Operation =
  | "ecr"
  | "registry"
  | "secretsManager"
  | "parameterStore"
  | "s3"
  | "kms"
  | "logs"
  | "efs"
  | "sts"
  | "iam"
  | "elb"
  | "ec2"
  | "ecs";

/** The values of a message; undefined where it names none. */
export interface Facts {
  /** The IAM action that was denied: `secretsmanager:GetSecretValue`. */
  readonly action?: string;
  /** Who was denied it: a role's name, or a user's ARN. */
  readonly caller?: string;
  /** The ARN (or name) that it was denied on. */
  readonly resource?: string;
  /** What denied it: `a permissions boundary`, `a service control policy`, ... */
  readonly deniedBy?: string;
  readonly host?: string;
  /** The registry of the image. */
  readonly registry?: string;
  readonly image?: string;
  readonly role?: string;
  readonly secret?: string;
  readonly parameter?: string;
  readonly logGroup?: string;
  readonly fileSystem?: string;
  readonly program?: string;
  readonly container?: string;
  readonly exitCode?: number;
  readonly httpStatus?: number;
  /** How often the agent tried: many tries without an answer mean that there is no route. */
  readonly retries?: number;
  /** The status codes that a health check got. */
  readonly healthCodes?: string;
  readonly port?: string;
  /** What AWS says against a call. */
  readonly refusal?: string;
  readonly errorCode?: string;
  /** Which arguments of this library a refusal speaks of. */
  readonly argument?: string;
  /** What this registry takes as a password. */
  readonly tokenKind?: string;
}

const AWS_ACTION = /not authorized to perform:? ?([a-z0-9-]+:[A-Za-z]+)(?: on (?:the )?resource:? ?"?([^\s",]+))?/i;
const CALLER = /User:? ?(arn:[^\s]+)/i;
const DENIED_BY: readonly (readonly [RegExp, string])[] = [
  [/service control policy/i, "a service control policy of the organization"],
  [/permissions boundary/i, "the role's permissions boundary"],
  [/resource-based policy/i, "the resource's own policy"],
  [/VPC endpoint policy/i, "the VPC endpoint's policy"],
  [/session policy/i, "a session policy"],
  [/explicit deny/i, "a policy statement with the effect Deny"],
];

const IMAGE =
  /(?:resolve ref(?:erence)?|manifest for|unpack image|image reference|pulling image|pull image|resolve image|pull access denied for|(?:cannot|can't) pull)\s+["']?((?=[^\s"]*[/:.])[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w./-]+)?(?::[\w.-]+)?(?:@sha256:[0-9a-f]*)?)"?/i;
const HOST = /(?:https?:\/\/|lookup |Head "?https?:\/\/|dial tcp: lookup )([a-z0-9][a-z0-9.-]*\.[a-z]{2,})/i;

/** Reads the values. */
export function readFacts(text: MessageText): Facts {
  const { line, compact } = text;
  const [, action, denied] = AWS_ACTION.exec(line) ?? [];
  const caller = CALLER.exec(line)?.[1];
  const image = IMAGE.exec(line)?.[1];
  const host = HOST.exec(line)?.[1]?.toLowerCase();
  const exit =
    /exited with (?:code|exit code) (-?\d+)/i.exec(line)?.[1] ??
    /(?:exit[- ]?(?:code|status)|code de sortie|c[oó]digo de sa(?:lida|ída)|终止代码|退出代码|終了コード)"?\s{0,4}[:=]?\s{0,4}\(?(\d{1,3})\b/i.exec(
      line,
    )?.[1] ??
    /["'\\]{0,4}exitCode["'\\]{0,4}\s{0,4}:\s{0,4}(\d{1,3})/i.exec(line)?.[1];
  const status = httpStatus(compact);
  const call = readCall(text);
  const registry = registryOf(image, host);
  const retries = /retried (\d+) time/i.exec(line)?.[1];
  return defined({
    action,
    caller: caller && callerName(caller),
    resource: denied?.replace(/[.,;:)]+$/, ""),
    deniedBy: action === undefined ? undefined : DENIED_BY.find(([pattern]) => pattern.test(line))?.[1],
    host,
    image,
    registry,
    role: /role\/([\w+=,.@/-]+)/.exec(line)?.[1],
    secret: /(arn:aws[\w-]*:secretsmanager:[^\s'",;)]+)/i.exec(line)?.[1]?.replace(/[.:]+$/, ""),
    parameter: (
      /parameter(\/[\w./-]+)/i.exec(line)?.[1] ?? /invalid parameters?: ?(\/?[\w./-]+)/i.exec(line)?.[1]
    )?.replace(/[.:]+$/, ""),
    logGroup: /log-group:([\w./#-]+)/i.exec(line)?.[1] ?? /log group[:' "]+(\/?[\w./#-]+\/[\w./#-]+)/i.exec(line)?.[1],
    fileSystem: /\b(fs-[0-9a-f]{8,})\b/i.exec(line)?.[1] ?? /\b(fsap-[0-9a-f]{8,})\b/i.exec(line)?.[1],
    program:
      /exec:? \\?"([^"\\]{1,300})\\?": (?:exec|stat|executable|permission|no such)/i.exec(line)?.[1] ??
      /exec:? ([^\s":]+): (?:exec|stat|executable|permission|no such)/i.exec(line)?.[1] ??
      /exec:? [\\ ]{0,8}"([^"\\ ]{1,100} [^"\\]{1,200})(?:[\\"]|$)/i.exec(line)?.[1]?.trim(), // a command line, cut off
    container: /\bcontainer "?([\w-]+)"? exited/i.exec(line)?.[1],
    exitCode: exit === undefined ? undefined : Number(exit),
    httpStatus: status,
    retries: retries === undefined ? undefined : Number(retries),
    healthCodes: /codes?:?\[([\d,]+)\]/.exec(compact)?.[1],
    refusal: call?.message,
    errorCode: call?.code,
    argument: argumentOf(call?.message),
    tokenKind: tokenKindOf(registry),
    port: /\(port (\d+)\)/.exec(line)?.[1],
  });
}

/** The service that a message is about, from the action, the host, the image or its words. */
export function operationOf({ compact }: MessageText, { action, host, image, registry }: Facts): Operation | undefined {
  const service = action?.split(":")[0]?.toLowerCase();
  const byAction: Readonly<Record<string, Operation>> = {
    ecr: "ecr",
    secretsmanager: "secretsManager",
    ssm: "parameterStore",
    s3: "s3",
    kms: "kms",
    logs: "logs",
    elasticfilesystem: "efs",
    sts: "sts",
    iam: "iam",
    elasticloadbalancing: "elb",
    ec2: "ec2",
    ecs: "ecs",
  };
  const found = service === undefined ? undefined : byAction[service];
  if (found !== undefined) return found;
  const at = host ?? "";
  if (/^secretsmanager\./.test(at)) return "secretsManager";
  if (/^(?:ssm|ssmmessages)\./.test(at)) return "parameterStore";
  if (/^kms\./.test(at)) return "kms";
  if (/^logs\./.test(at)) return "logs";
  if (/^(?:api\.ecr|ecr)\.|\.dkr\.ecr\.|^prod-\S+-starport-layer-bucket\.s3/.test(at)) return "ecr";
  if (/(?:^|\.)s3[.-]/.test(at)) return "s3";
  if (registry !== undefined && /\.dkr\.ecr[.-]/.test(registry)) return "ecr";
  if (/\.dkr\.ecr[.-]|cannotpullecr/.test(compact)) return "ecr"; // a terminal may have broken the name
  if (image !== undefined || registry !== undefined) return "registry";
  const words: readonly (readonly [string, Operation])[] = [
    ["fromasm", "secretsManager"],
    ["secretsmanager", "secretsManager"],
    ["fromssm", "parameterStore"],
    ["systemsmanager", "parameterStore"],
    ["parameterstore", "parameterStore"],
    ["ecrregistryauth", "ecr"],
    ["amazonecr", "ecr"],
    ["accesstokms", "kms"],
    ["kms", "kms"],
    ["cloudwatch", "logs"],
    ["loggroup", "logs"],
    ["efs", "efs"],
    ["mount.nfs", "efs"],
    ["s3", "s3"],
    ["targetgroup", "elb"],
    ["target-group", "elb"],
    ["securitygroup", "ec2"],
    ["networkinterface", "ec2"],
    ["subnet", "ec2"],
  ];
  return words.find(([word]) => compact.includes(word))?.[1];
}

/** The status of an answer, from a text without white space: `401 Unauthorized`, `unexpected status: 503`, `API error (404)`. */
function httpStatus(compact: string): number | undefined {
  const code =
    /([45]\d\d)(?:forbidden|unauthorized|notfound|toomany|internalserver|badgateway|serviceunavailable|gatewaytime|badrequest|denied)/.exec(
      compact,
    )?.[1] ??
    /unexpectedstatus(?:code)?(?:[^:]{0,60}):(?:https?:[^\]]{0,300}:)?([45]\d\d)/.exec(compact)?.[1] ??
    /apierror\((\d{3})\)/.exec(compact)?.[1];
  return code === undefined ? undefined : Number(code);
}

function registryOf(image: string | undefined, host: string | undefined): string | undefined {
  const first = image?.split("/")[0];
  if (image?.includes("/") && first !== undefined && /[.:]/.test(first)) return first.toLowerCase();
  if (host !== undefined && !/\.amazonaws\.com/.test(host)) return host;
  if (host !== undefined && /\.dkr\.ecr[.-]/.test(host)) return host;
  return image === undefined ? undefined : "docker.io";
}

/** `assumed-role/web-execution-role/0f1e` is the role web-execution-role. */
function callerName(arn: string): string {
  const clean = arn.replace(/[.,;]+$/, "");
  const [, role] = /assumed-role\/([^/\s]+)/.exec(clean) ?? [];
  return role ?? clean;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
  ) as Defined<T>;
}
