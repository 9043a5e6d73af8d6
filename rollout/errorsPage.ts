// The page docs/errors.md, made from the failure catalogue: it cannot say anything else than the program does.

import { CATALOGUE } from "./catalogue";
import type { CatalogueEntry, FailureStage } from "./catalogueEntry";

const STAGES: Readonly<Record<FailureStage, string>> = {
  start: "the task does not come up; the second task that fails like this ends the update",
  run: "a container ran and ended; the third task that does (or half of those wanted, if that is more) ends the update",
  passing: "ECS goes on by itself; shown if the rollout fails or takes too long",
};

/** docs/errors.md, as text. */
export function renderErrorsPage(): string {
  return `# Failures, their causes and their fixes

What \`pulumi up\` and \`npx ghcr-fargate diagnose\` recognise in the messages of ECS. First match wins, from top to bottom.
This page is generated from the catalogue in \`rollout/\`; do not edit it.

${CATALOGUE.map(renderEntry).join("\n")}`;
}

function renderEntry({ code, stage, cause, fix, page, origin }: CatalogueEntry): string {
  return `## ${code}

- Cause: ${fillForReading(cause)}.
- Fix: ${fillForReading(fix)}.
- Weight: ${STAGES[stage]}.
- Wording of: ${origin}.
- See: <${page}>
`;
}

function fillForReading(text: string): string {
  return text
    .replaceAll("{secret}", "a secret (the registry credentials' or one of `secrets`)")
    .replace(/\{[a-zA-Z]+\}/g, "...");
}
