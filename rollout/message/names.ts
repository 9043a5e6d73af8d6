// What a message names: containers, ports, ARNs, paths. Each name has the words that stand before it, in the order of their weight.

import { either } from "./either";

type Patterns = readonly RegExp[];

/** The names that need no more than their pattern; each pattern has one group. */
const NAMES = {
  // The role that was passed or assumed, and not the caller's session.
  role: [/on resource:? ?"?arn:[^\s"]{1,80}:role\/([\w+=,.@/-]+)/i, /(?<!assumed-)role\/([\w+=,.@/-]+)/i],
  secret: [/(arn:aws[\w-]*:secretsmanager:[^\s'",;)]+)/i, /\bsecret:? ['"]?(\/[\w./-]+)/i],
  parameter: [
    /parameter(\/[\w./<>{}$-]+)/i,
    /invalid (?:ssm )?parameters?: ?\[?(\/?[\w./<>{}$-]+(?:, ?\/[\w./<>{}$-]+){0,9})/i,
  ],
  /** A parameter's name with nothing between two slashes. */
  emptyPart: [/parameters?:? ?(\/?[\w./-]{0,200}?\/\/[\w./-]{1,200})/i],
  keyArn: [/(arn:aws[\w-]*:kms:[^\s'",;)]+)/i],
  jsonKey: [/json ?key:? ['"]?([\w.-]+)/i],
  logGroup: [
    /log group does not exist: ["']?([\w./#-]+)/i,
    /log-group:([\w./#-]+)/i,
    /log group[:' "]+(\/?[\w./#-]+\/[\w./#-]+)/i,
  ],
  fileSystem: [/\b(fs-[0-9a-f]{8,})\b/i, /\b(fsap-[0-9a-f]{8,})\b/i],
  directory: [/mounting [\w.-]+:(\/[^\s']*) failed/i],
  program: [
    /\b(?:sh|bash|ash|dash|env): (?:(?:line )?\d{1,4}: )?(?:exec: )?['"]?([\w./-]{1,100})['"]?: (?:(?:command )?not found|no such file|permission denied|is a directory)/i,
    /exec:? \\?"([^"\\]{1,300})\\?": (?:exec|stat|executable|permission|no such|is a directory)/i,
    /exec:? ([^\s":]+): (?:exec|stat|executable|permission|no such|is a directory)/i,
    /exec:? [\\ ]{0,8}"([^"\\ ]{1,100} [^"\\]{1,200})(?:[\\"]|$)/i, // a command line, cut off
    /(?:^|[\s|"'`])exec (\/?[\w./-]{1,200}): [a-z]/i,
    /Container command '([^']{1,300})' not found/,
    /hcs::System::CreateProcess:? "([^"]{1,300})"/,
    /hcs::System::CreateProcess:? (?!failure|[0-9a-f]{32})([\w.:\\/-]{1,200}?):? /,
  ],
  container: [
    /\bcontainer ["']?([\w-]+)["']? (?:exited|did(?: not|n't) have|does not have)/i,
    /\bcontainer ["']([\w-]+)["']/i,
    /dependent container ["']?([\w-]+)/i,
    /\bcontainer (?!process|init\b|runtime|task\b|image|name|health|definition|registry|instance|change|state|status|exit\w{0,6}|reasons?|errors?|failures?|logs?|names?)([\w-]+): /i,
  ],
  port: [
    /\(port (\d+)\)/i,
    /container ?port["' :=]{1,4}(\d{1,5})\b/i,
    /Bind for [\d.:[\]]*:(\d{1,5})/i,
    /listen (?:tcp|udp)[46]? [\d.:[\]]*:(\d{1,5}): bind/i,
    /resource value (\d{1,5})\b/i,
    /\bport (\d{2,5})\b/i,
  ],
  service: [
    /\(service ([\w-]+)/i,
    /:service\/(?:[\w-]+\/)?([\w-]+)/i,
    /ECS Service \((?!arn:)([\w-]+)/i,
    /\bservice (?!(?:status|state|events?|tasks?|role|name|that|which|it|still|never)\b)([\w-]+) (?:was|is|has|failed|did|deployment)\b/i,
  ],
  cluster: [/:ecs:[\w-]*:[^:\s]{0,14}:(?:cluster\/|(?:service|task)\/(?=[\w-]+\/))([\w-]+)/i, /cluster ['"]([\w-]+)/i],
  taskDefinition: [/task[- ]?definition[/: ]{1,2}["']?([\w-]+:\d+)/i],
  targetGroup: [/targetgroup\/([\w-]+)/i, /\(target-group (?!arn:)([\w-]+)\)/i],
  quota: [
    /limit on the number of ([\w -]{3,40}?) (?:that )?you can/i,
    /requested (CPU|memory) configuration/i,
    /quota for the number of ([\w -]{3,40}?) (?:is|was|has)/i,
  ],
  vpc: [/\b(vpc-[0-9a-f]{8,17})\b/i],
  subnet: [/\b(subnet-[0-9a-f]{4,17})\b/i],
  securityGroup: [/\b(sg-[0-9a-f]{4,17})\b/i],
  capacityProvider: [/capacity provider ['"]?([\w-]+)/i],
  instance: [/\b(i-[0-9a-f]{8,17})\b/i],
  programSays: [
    /(?:\bCaused by: |\bpanic: |\bFATAL:? )([^\n]{8,140})/,
    /(?:^|[\s"'])((?:[A-Z][a-z]\w{1,40})?Error: (?!response from|[^\n]{0,60}\b[Ee]xit(?:ed)? (?:with )?(?:an? )?(?:non-?zero )?(?:exit |status )?code)\S[^\n]{6,140}?)(?= at \S| Essential|;|$)/,
  ],
  daemonSays: [/Error response from daemon: (?!OCI runtime)([^"\n]{8,160}?)(?=["'`}]|$)/i],
  dependency: [
    /ordering dependency ["'[(]?([\w-]+)/i,
    /\b(?:dependent|dependency|depends on) (?:on )?(?:container )?["'`[(]{1,2}([\w-]+)/i,
    /\b(?:dependent|dependency) container:? (?!did\b|has\b|is\b|was\b|exited|failed|stopped|never|timed)([\w-]+)/i,
    /\bdepends on (?:container )?([\w-]+)/i,
    /\b(?:HEALTHY|COMPLETE|SUCCESS|START)\b.{0,20} (?:of|on|for|by) (?:container )?["'`]?([\w-]+)/,
    /\b[Cc]ontainers? ["'`]?([\w-]+)["'`]? (?:did not|didn't|never|failed to|could not|has not|was not)\b.{0,30}?\b(?:HEALTHY|COMPLETE|SUCCESS|START)\b/,
    /\bwaiting for (?:container )?["'`]?([\w-]+)["'`]? to (?:become |be |reach )?(?:HEALTHY|COMPLETE|SUCCESS|START)\b/,
  ],
  target: [
    /for target ["'[(]?([\w-]+)/i,
    /\bcontainer ["'`]?([\w-]+)["'`]? (?:depends on|waits for|is waiting for|could not (?:be )?start)/i,
  ],
  condition: [/\b(HEALTHY|COMPLETE|SUCCESS|START)\b/],
  output: [/\[output:(\w+)/i, /\boutput=(\w+)/i],
  bucket: [/from bucket ([\w.-]+)/i, /(arn:aws[\w-]*:s3:::[^\s'",;)]+)/i, /s3:\/\/([\w.-]+)/i],
  objectKey: [/with key ([\w./-]+) from/i],
  mountPoint: [/to rootfs at [\\"']{1,4}([^"'\\\s]+)/i],
  platform: [/\b((?:linux|windows)\/(?:amd64|arm64|arm|386)[\w/]*)/i],
  image: [
    new RegExp(
      either([
        /resolve ref(?:erence)?:?/,
        /manifest for/,
        /unpack image/,
        /image reference/,
        /pulling image/,
        /pull image/,
        /resolve image/,
        /pull access denied for/,
        /(?:cannot|can't) pull/,
      ]) +
        String.raw`\s+["']?((?!linux\/|windows\/)(?=[^\s"]*[/:.])[a-z0-9*<$][\w.*<>{}$-]*(?::\d+(?=\/))?(?:\/[\w./*<>{}$-]+)?(?::[\w.<>{}$-]+)?(?:@(?:sha256:[0-9a-f]*|\$\{\w+\}))?)"?`,
      "i",
    ),
    /pull access denied for ([a-z0-9][\w.-]{0,100}),/,
    /\bimage ["']?([\w./-]+[:/][\w.-]+)["']? (?:not found|does not exist)/i,
    /repository name \(([\w./-]+)\)/i,
    /normalize image reference ["']([^"']{1,200})["']/i,
  ],
  failedTasks: [/: (\d+) tasks of the deployment failed/, /\b(\d{1,5}) tasks? failed to start/],
  repository: [/repository with name '([\w./-]+)'/i],
  workingDirectory: [/chdir to cwd \(\\?"([^"\\]+)/i],
  zone: [/\bAvailability Zone ([a-z]{2}(?:-[a-z]{2,9}){1,2}-\d[a-z])\b/i],
  /** An address inside the VPC, at which an AWS service has nothing but its VPC endpoint. */
  endpointAddress: [
    /dial tcp:? (10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|192\.168(?:\.\d{1,3}){2}):443\b/i,
  ],
  host: [
    // Not the page that a message tells people to read.
    /(?:https?:\/\/|lookup )(?!(?:www|docs?|repost|console|aws)\.|github\.com\/|docker\.com)([a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?::\d{2,5}(?=\/))?)/i,
    /initialize logging driver.{0,200}dial (?:tcp|udp):? ([\w.-]{1,120}:\d{2,5})/i,
  ],
} as const satisfies Record<string, Patterns>;

/** The names of a message; what it does not name is left out. */
export type Names = { readonly [K in keyof typeof NAMES]?: string };

const PATTERNS = Object.entries<Patterns>(NAMES);

/** Reads the names of a message that stands on one line. */
export function readNames(line: string): Names {
  const names: Record<string, string> = {};
  for (const [name, patterns] of PATTERNS) {
    const found = first(line, patterns)?.replace(/[.:,;]+$/, "");
    if (found !== undefined && found !== "") names[name] = found.trim();
  }
  return names;
}

function first(line: string, patterns: Patterns): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
