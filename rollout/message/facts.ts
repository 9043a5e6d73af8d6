// What a message names: who was denied what, which host did not answer, which image, secret, role or volume is meant.

import { adviceOf, argumentOf, tokenKindOf } from "./arguments";
import { isEcsOperation, readCall, type CallError } from "./call";
import { shortageOf, type Shortage } from "./containerInstances";
import { readNames, type Names } from "./names";
import { bareRefusal } from "./refusalWords";
import { remedyOf } from "./remedies";
import { sizeOf, type Size } from "./size";
import type { MessageText } from "./text";

/** The values of a message; undefined where it names none. */
export interface Facts extends Names, Shortage, Size {
  /** The IAM action that was denied: `secretsmanager:GetSecretValue`. */
  readonly action?: string;
  /** Who was denied it: a role's name, or a user's ARN. */
  readonly caller?: string;
  /** The ARN (or name) that it was denied on. */
  readonly resource?: string;
  /** What denied it: `a permissions boundary`, `a service control policy`, ... */
  readonly deniedBy?: string;
  /** The registry of the image. */
  readonly registry?: string;
  /** The secret's ARN alone; `secret` is a phrase where explanations use it. */
  readonly secretArn?: string;
  /** The container's name alone; `container` is a phrase where explanations use it. */
  readonly containerName?: string;
  readonly exitCode?: number;
  readonly httpStatus?: number;
  /** How often the agent tried: many tries without an answer mean that there is no route. */
  readonly retries?: number;
  /** The status codes that a health check got. */
  readonly healthCodes?: string;
  /** Set where ECS cut the message off. */
  readonly cutOff?: string;
  /** What AWS says against a call. */
  readonly refusal?: string;
  /** The same, or the call and its code where AWS says no more. */
  readonly refused?: string;
  /** What AWS says to do about it. */
  readonly advice?: string;
  readonly errorCode?: string;
  /** Which arguments of this library a refusal speaks of. */
  readonly argument?: string;
  /** What to do about a refusal, as far as its wording tells. */
  readonly correction?: string;
  /** The operation of ECS that was called: `RunTask`. */
  readonly called?: string;
  /** What this registry takes as a password. */
  readonly tokenKind?: string;
}

const AWS_ACTION = /not authorized to perform:? ?([a-z0-9-]+:[A-Za-z]+)(?: on (?:the )?resource:? ?"?([^\s",]+))?/i;
const BARE_ACTION = /AccessDenied(?:Exception)?["'`:( ]{1,4}((?:secretsmanager|ssm|ecr|kms|logs|s3):[A-Z]\w{2,60})/;
const CALLER = /User:? ?(arn:[^\s]+)/i;
const DENIED_BY: readonly (readonly [RegExp, string])[] = [
  [/service control policy/i, "a service control policy of the organization"],
  [/permissions boundary/i, "the role's permissions boundary"],
  [/resource-based policy/i, "the resource's own policy"],
  [/VPC endpoint policy/i, "the VPC endpoint's policy"],
  [/session policy/i, "a session policy"],
  [/explicit deny/i, "a policy statement with the effect Deny"],
];

/** Reads the values. */
export function readFacts(text: MessageText): Facts {
  const { line, compact } = text;
  const [, action, denied] = AWS_ACTION.exec(line) ?? BARE_ACTION.exec(line) ?? [];
  const caller = CALLER.exec(line)?.[1];
  const names = readNames(line);
  const host = names.host?.toLowerCase();
  const registry =
    registryOf(names.image, host) ?? (/docker\.com\/increase-rate-limit/.test(compact) ? "docker.io" : undefined);
  const call: CallError | undefined = readCall(text) ?? bareRefusal(text);
  const retries = /retried (\d+) time/i.exec(line)?.[1];
  return defined({
    ...names,
    ...shortageOf(compact),
    ...sizeOf(line),
    action,
    caller: caller?.includes("/") ? callerName(caller) : undefined, // else cut off
    resource: denied?.replace(/[.,;:)]+$/, ""),
    deniedBy: action === undefined ? undefined : DENIED_BY.find(([pattern]) => pattern.test(line))?.[1],
    host,
    registry,
    exitCode: exitCodeOf(line),
    httpStatus: httpStatus(compact),
    retries: retries === undefined ? undefined : Number(retries),
    healthCodes: /(?:codes?|mismatch):?\[([\d,]+)\]/.exec(compact)?.[1],
    cutOff: /(?:\.\.\.|\u2026)\W{0,3}$/.test(line) ? "yes" : undefined,
    refusal: call?.message,
    refused: refusedBy(call),
    advice: adviceOf(call?.message),
    errorCode: call?.code,
    argument: argumentOf(call?.message),
    correction: correctionFor(call?.message),
    called: isEcsOperation(call?.operation) ? call?.operation : undefined,
    tokenKind: tokenKindOf(registry),
  });
}

/** In AWS's terms, and which argument of this library is meant. */
function correctionFor(refusal: string | undefined): string | undefined {
  const remedy = remedyOf(refusal);
  const argument = argumentOf(refusal);
  if (remedy === undefined) return argument && `correct ${argument}`;
  return argument?.startsWith("`") ? `${remedy} (${argument})` : remedy;
}

/** What AWS says against a call; without words of its own, the call and its code. */
function refusedBy(call: CallError | undefined): string | undefined {
  if (call?.code === undefined) return call?.message;
  return call.message ?? [call.code, ...(call.operation === undefined ? [] : [`(${call.operation})`])].join(" ");
}

function exitCodeOf(line: string): number | undefined {
  const code =
    /\bexit(?:s|ed|ing)? with (?:an? )?(?:non-?zero )?(?:(?:exit|status|code) ?){0,2}:? ?[`'"*]{0,3}(-?\d+)/i.exec(
      line,
    )?.[1] ??
    /\b([1-9]\d{0,2}) ?exit ?codes?\b/.exec(line)?.[1] ??
    /\bexit(?:ed)?\W{1,4}(\d{1,3})\W{1,3}SIG[A-Z]/.exec(line)?.[1] ??
    /\b(?:killed|stopped|died|terminated) with (?:an? )?(?:exit|error|status|return) ?(?:code )?(\d{1,3})\b/i.exec(
      line,
    )?.[1] ??
    /(?:\bexit=|\(exit |, exit )(\d{1,3})\b/i.exec(line)?.[1] ??
    /(?:exit[- _]?(?:code|status)|code de sortie|c[oó]digo de sa(?:lida|ída)|终止代码|退出代码|終了コード)[\]"'`*]{0,4}\s{0,4}[:=]?[\s"'`*(]{0,6}(\d{1,3}|-\d{9,10}|[1-4]\d{9})\b/i.exec(
      line,
    )?.[1] ??
    /["'\\]{0,4}exitCode["'\\]{0,4}\s{0,4}:\s{0,4}(\d{1,3}|-\d{9,10}|[1-4]\d{9})\b/i.exec(line)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** The status of an answer, from a text without white space: `401 Unauthorized`, `unexpected status: 503`, `API error (404)`. */
function httpStatus(compact: string): number | undefined {
  const code =
    /([45]\d\d)(?:forbidden|unauthorized|notfound|toomany|internalserver|badgateway|serviceunavailable|gatewaytime|badrequest|denied)/.exec(
      compact,
    )?.[1] ??
    /unexpectedstatus(?:code)?(?:[^:]{0,60}):(?:https?:[^\]]{0,300}:)?([45]\d\d)/.exec(compact)?.[1] ??
    /apierror\((4\d\d)\)/.exec(compact)?.[1];
  return code === undefined ? undefined : Number(code);
}

function registryOf(image: string | undefined, host: string | undefined): string | undefined {
  const first = image?.split("/")[0];
  if (image?.includes("/") && first !== undefined && /[.:]/.test(first)) return first.toLowerCase();
  if (host !== undefined && !/\.amazonaws\.com/.test(host)) return host;
  if (host !== undefined && /\.dkr\.ecr[.-]/.test(host)) return host;
  if (image === undefined || /^[<$]/.test(image) || (!image.includes("/") && image.split(":")[0]?.includes(".")))
    return undefined; // a host, cut off
  return "docker.io";
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
