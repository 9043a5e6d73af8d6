// The files of `ecs-cli registry-creds`: which secret each container pulls its image with. Its output says so; of its input those
// registries count whose secret exists.

import type { Findings } from "../problems";
import { parseYaml } from "../parseYaml";
import { child, entriesOf, type TreeNode } from "../tree";

/** What an output file says. */
export interface RegistryCredentials {
  readonly executionRole: string;
  /** The secret of a container. */
  readonly secrets: ReadonlyMap<string, RegistrySecret>;
}

export interface RegistrySecret {
  readonly registry: string;
  readonly credentialsParameter: string;
  readonly keyArn?: string;
  readonly node: TreeNode;
}

/** The newest output file of a directory: the later time in the name counts. */
export function newestCredentialsFile(names: readonly string[]): string | undefined {
  return names
    .filter((name) => /^ecs-registry-creds_.*\.yml$/.test(name))
    .sort()
    .at(-1);
}

/** Reads an output file. */
export function readRegistryCredentials(
  text: string,
  file: string,
  findings: Findings,
): RegistryCredentials | undefined {
  const [root] = parseYaml(text, file, "1.1");
  const outputs = child(root, "registry_credential_outputs");
  const inputs = child(root, "registry_credentials");
  if (outputs === undefined && inputs !== undefined)
    return { executionRole: "", secrets: secretsOfInput(inputs, findings) };
  if (root === undefined || outputs === undefined) {
    findings.error(
      root?.at ?? { file, line: 1, column: 1 },
      "registry_credential_outputs",
      "is missing; pass the output file of ecs-cli registry-creds up (ecs-registry-creds_<time>.yml)",
    );
    return undefined;
  }
  const secrets = new Map<string, RegistrySecret>();
  for (const [registry, { at, value }] of entriesOf(child(outputs, "container_credentials"))) {
    const path = `registry_credential_outputs.container_credentials.${registry}`;
    const credentialsParameter = textAt(value, "credentials_parameter");
    const names = child(value, "container_names");
    const containers = names?.kind === "list" ? names.items : [];
    if (credentialsParameter === "" || containers.length === 0) {
      findings.warn(
        at,
        path,
        "names no container or no secret, so it has no effect; add container_names and credentials_parameter",
      );
      continue;
    }
    for (const node of containers) {
      const name = node.kind === "scalar" ? String(node.value) : "";
      if (secrets.has(name))
        findings.error(
          node.at,
          `${path}.container_names`,
          `${name} has a secret of another registry too; keep one of them`,
        );
      const keyArn = textAt(value, "kms_key_id");
      secrets.set(name, { registry, credentialsParameter, ...(keyArn !== "" && { keyArn }), node });
    }
  }
  return { executionRole: textAt(outputs, "task_execution_role"), secrets };
}

/** A registry with a user and a password has no secret yet: `ecs-cli registry-creds up` made one, here the component does. */
function secretsOfInput(inputs: TreeNode, findings: Findings): Map<string, RegistrySecret> {
  const secrets = new Map<string, RegistrySecret>();
  for (const [registry, { at, value }] of entriesOf(inputs)) {
    const path = `registry_credentials.${registry}`;
    const credentialsParameter = textAt(value, "secrets_manager_arn");
    const names = child(value, "container_names");
    if (credentialsParameter === "") {
      findings.warn(
        at,
        path,
        "has no secrets_manager_arn: pass its user and password as credentials of the service, which makes a secret of them",
      );
      continue;
    }
    const keyArn = textAt(value, "kms_key_id");
    for (const node of names?.kind === "list" ? names.items : [])
      secrets.set(node.kind === "scalar" ? String(node.value) : "", {
        registry,
        credentialsParameter,
        ...(keyArn.startsWith("arn:") && { keyArn }),
        node,
      });
  }
  return secrets;
}

function textAt(node: TreeNode | undefined, key: string): string {
  const value = child(node, key);
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : "";
}
