// Containers of a task that wait for each other (`dependsOn`): what ECS, its agent and tools say where one waits in vain.

/** What `dependsOn` can wait for, as ECS writes it. */
const CONDITION = String.raw`\b(?:HEALTHY|COMPLETE|SUCCESS|START)\b`;
const IN_VAIN = String.raw`(?:not|never|n't|fail\w*|before|without|tim(?:ed|e)[ -]?out|exit\w*|stopp?ed|unsatisfied)`;

const CONDITION_FAILED = new RegExp(
  [
    String.raw`\b[Cc]ontainers?\b.{1,100}?\b(?:did not|didn't|never|failed to|could not|has not|was not)\b.{0,30}?${CONDITION}`,
    String.raw`\b[Dd]epend\w*.{0,120}?${IN_VAIN}.{0,60}?${CONDITION}`,
    String.raw`\b[Dd]epend\w*.{0,60}?${CONDITION}.{0,80}?${IN_VAIN}`,
    String.raw`\b[Tt]imed out waiting for.{0,80}?${CONDITION}`,
  ].join("|"),
);
const OF_CONTAINERS = /\b[Cc]ontainers?\b|\bdependsOn\b|\bECS\b/;

/** Whether a text says, as only ECS does, that a container waited in vain for another one. */
export function isDependency(line: string): boolean {
  return OF_CONTAINERS.test(line) && CONDITION_FAILED.test(line);
}

const DEPENDENCY =
  /ordering dependency|task ?dependency ?error|dependent container|dependencies failed|\bdependency (?:did|has|was|failed|exited|stopped)/i;

/** The same of a text that is ECS's. */
export function saysDependency(line: string): boolean {
  return DEPENDENCY.test(line) || isDependency(line);
}
