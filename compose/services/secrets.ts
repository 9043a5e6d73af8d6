// The secrets of a service: ECS gives them to a container as environment variables, not as files.

import { parseSecretReference } from "../../model/secretReferences";
import { child } from "../tree";
import type { ComposeProject } from "../spec/project";
import { Values } from "./values";

/** The secrets that exist in AWS, each as a variable; the others are reported. */
export function secretsOf(service: Values, project: ComposeProject): { name: string; valueFrom: string }[] {
  for (const config of service.items("configs"))
    config.error(
      undefined,
      `${config.text("source") ?? ""} is a file of a config, which ECS does not have; put it into the image, or into environment`,
    );
  return service.items("secrets").flatMap((secret) => {
    const source = secret.text("source") ?? "";
    const declared = new Values(child(child(project.model, "secrets"), source), ["secrets", source], service.findings);
    const given = declared.text("name") ?? source;
    const name = variableOf(secret.text("target") ?? source);
    if (!declared.isTrue("external") && !given.startsWith("arn:")) {
      secret.warn(
        undefined,
        `${source} is dropped: it is ${declared.has("file") ? "a file" : "a variable"} of this machine; create a secret in Secrets Manager, and set external: true and name: its name or ARN`,
      );
      return [];
    }
    secret.warn(
      undefined,
      `${source} becomes the environment variable ${name}: ECS has no file /run/secrets/${source}`,
    );
    return [{ name, valueFrom: isReference(given) ? given : `secretsmanager:${given}` }];
  });
}

/** `/run/secrets/db-password` as the name of a variable: DB_PASSWORD. */
function variableOf(target: string): string {
  const last = target.split("/").at(-1) ?? target;
  return last.toUpperCase().replace(/[^A-Z0-9_]/g, "_");
}

/** A name alone is a secret's, as in other tools that run compose files on ECS. In ECS's own files it is a parameter's. */
function isReference(given: string): boolean {
  return given.startsWith("arn:") || parseSecretReference(given) !== undefined;
}
