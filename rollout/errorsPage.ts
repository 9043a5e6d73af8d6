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

${CHAPTERS.map(([title, rules]) => `## ${title}\n\n${byCode(rules).map(renderRules).join("\n")}`).join("\n")}`;
}

/** Rules that follow each other and give a failure the same name. */
function byCode(rules: readonly Rule[]): readonly (readonly [Rule, ...Rule[]])[] {
  const groups: [Rule, ...Rule[]][] = [];
  for (const rule of rules) {
    const last = groups.at(-1);
    if (last?.[0].code === rule.code && last[0].page === rule.page) last.push(rule);
    else groups.push([rule]);
  }
  return groups;
}

function renderRules(rules: readonly [Rule, ...Rule[]]): string {
  const [{ code, weight, page }] = rules;
  const lines = rules.map(({ cause, fix }) => `- Cause: ${fillForReading(cause)}.\n- Fix: ${fillForReading(fix)}.\n`);
  return `### ${code}

${[...new Set(lines)].join("")}- Weight: ${WEIGHTS[weight]}.
- See: <${page}>
`;
}
