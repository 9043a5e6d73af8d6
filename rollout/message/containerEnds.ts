// How the end of a container is told: by its exit code, or in the container runtime's own words.

import { either } from "./either";
import { isMention } from "./mention";

/** Ends of containers. Alone on their line: the same words in an application's log are the application's. */
const EXITS: readonly RegExp[] = [
  /(?:[`'"]|^[\w.-]{1,60}: )exec \S{1,200}: exec format error/i,
  /^(?:\W{0,4}[A-Z][A-Za-z ]{2,40}:\W{0,6}|[│|>•*-]\s{0,3})exec \S{1,200}: exec format error/,
  /^(?:exec|standard_init_linux\.go\S*:? ?(?:exec)?(?: user process caused)?:?) ?\S{0,200}:? ?exec format error/im,
  /(?<![|:] )\bstandard_init_linux\.go/i,
  /^exec \S{1,200}: (?:permission denied|no such file or directory|not found|input\/output error|operation not permitted|is a directory|text file busy)\s*$/im,
  /OCI runtime (?:create|exec|start)/i,
  /runc (?:create|run) failed/i,
  /failed to create (?:shim )?task/i,
  /container_linux\.go/i,
  /starting container process caused/i,
  /unable to start container process/i,
  /\b(?:ecs|fargate) (?:task|service|container)s?\b.{0,120}\bexit(?:s|ed|ing)?(?: with(?: an?)?(?: exit)?(?: (?:code|status)){0,2}| (?:code|status))\W{0,3}[1-9]/i,
  /\bcontainer \S{1,120} exited with (?:code|exit code) -?\d/i,
  /^\W{0,8}(?:details:? |container \S{1,80}:? |(?:task )?(?:stop(?:ped)?|status)[ _]?(?:reason|code):? )?exit ?(?:code|status)"?\s{0,4}[:=]?\s{0,4}\(?(?:\d{1,3}|-\d{9,10}|[1-4]\d{9})\b(?!\W+command failed|\W+\w+:\d)[^\n]{0,80}$/im,
  /"?exitCode"?\s{0,4}:\s{0,4}-?\d/,
  /(?:^|: )\W{0,8}task details:? exit code\W{0,4}\d/i, // of the console
  /\bSTOPPED ExitCode: [1-9]/, // of ECS CLI
  /\bSystem error: exec: /, // of Docker before 1.12
  /-> STOPPED, Exit -?[1-9]/, // of the agent of container instances
];

/** The same in a sentence, or behind what stands on each line of a log, where ECS is named. */
const EXIT_SAID = new RegExp(
  either([
    /(?<!\[)\bcontainers?\b[^\n]{0,60}\bexit ?(?:code|status)\W{0,4}\d/,
    /\b(?:fluent-?bit|log_router)\b[^\n]{0,40}\bexit(?:s|ed|ing) with/,
    /\b(?:container|sidecar|agent|task|program|app)\b[^\n]{0,40}\bexit(?:s|ing) with (?:an? )?(?:(?:exit|status|code) ){0,2}[1-9]/,
    /(?:^|[\s|])exec \/\S{1,200}: (?:exec format error|no such file|permission denied|operation not permitted)/,
    /standard_init_linux\.go/,
    /(?:^|\s)\S{1,100}: (?:line )?\d{1,5}: (?:exec: )?[\w./-]{1,100}: (?:command )?not found/,
    /\bexec format error\b/,
    /\bheap out of memory\b|\bjava\.lang\.OutOfMemoryError\b/,
    /\b(?:stopped|died|killed|terminated) with (?:an? )?(?:exit|error|status|return) ?(?:code )?[1-9]\d{0,2}\b/,
    /\b[1-9]\d{0,2} ?exit ?codes?\b/,
    /\b(?:stopped|killed|died|reason)\b[^\n]{0,30}\bOOM\b/,
  ]),
  "i",
);
/** ECS by its names, the console's labels, or the name of a log stream, which ends with the task's id. */
const ECS_NAMED = new RegExp(
  String.raw`\b(?:ECS|[Ff]argate|FARGATE|ecs-cli|ecs (?:container|task|service)|Filter log events)\b` +
    String.raw`|(?<![\w/-])[\w-]{1,60}\/[\w-]{1,60}\/[0-9a-f]{32}\b`,
);

/** Whether a text is the end of a container, or names ECS and tells of one. */
export function isContainerEnd(line: string): boolean {
  return (
    EXITS.some((pattern) => pattern.test(line)) || (ECS_NAMED.test(line) && EXIT_SAID.test(line) && !isMention(line))
  );
}
