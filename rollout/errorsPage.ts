// The page docs/errors.md, made from the rules that explain messages: it cannot say anything else than the program does.

import { fillForReading, type FailureWeight, type Rule } from "./message/rule";
import { CHAPTERS } from "./message/rules/all";

const WEIGHTS: Readonly<Record<FailureWeight, string>> = {
  start: "the task does not come up; the second task that fails like this ends the update",
  run: "a container ran and ended; the third task that does (or half of those wanted, if that is more) ends the update",
  passing: "ECS continues by itself; shown if the deployment fails or takes too long",
};

/** docs/errors.md, as text. */
export function renderErrorsPage(): string {
  return `# Failures, their causes and their fixes

What \`pulumi up\` and \`npx ghcr-fargate diagnose\` understand of the messages of ECS. A message is read for its stage, the service
that was called and what went wrong; the names in it (roles, ARNs, hosts, images) stand in the explanation. This page is generated from the
rules in \`rollout/message/\`; do not edit it.

${CHAPTERS.map(([title, rules]) => `## ${title}\n\n${rules.map(renderRule).join("\n")}`).join("\n")}`;
}

function renderRule({ code, weight, cause, fix, page }: Rule): string {
  return `### ${code}

- Cause: ${readable(cause)}.
- Fix: ${readable(fix)}.
- Weight: ${WEIGHTS[weight]}.
- See: <${page}>
`;
}

function readable(text: string): string {
  return fillForReading(text)
    .replace(/ ([,;:.])/g, "$1")
    .replace(/  +/g, " ")
    .trim();
}
