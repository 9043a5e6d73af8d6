// The files of `ecs-cli registry-creds`: which secret each container pulls its image with. Its output names secrets that exist; its
// input also has users and passwords, which ecs-cli made secrets of.

import type { Findings, Position } from "../problems";
import { parseYaml } from "../parseYaml";
import { child, entriesOf, keyAt, type TreeNode } from "../tree";
import type { Lookup } from "./interpolate";

/** What a file says. */
export interface RegistryCredentials {
  readonly executionRole: string;
  /** The secret of a container. */
  readonly secrets: ReadonlyMap<string, RegistrySecret>;
}

export interface RegistrySecret {
  readonly registry: string;
  /** The secret's ARN; of one that has to be made, the name that ecs-cli gave it. */
  readonly credentialsParameter: string;
  readonly keyArn?: string;
  /** The user and the password of a secret that has to be made. */
  readonly login?: RegistryLogin;
  /** Where the file names the container. */
  readonly node: TreeNode;
  readonly path: string;
}

/** A user of a registry. */
export interface RegistryLogin {
  readonly registry: string;
  readonly username: string;
  readonly password: string;
  readonly keyArn?: string;
}

/** What ecs-cli put before a registry's name to name its secret. */
const SECRET_PREFIX = "amazon-ecs-cli-setup-";

/** The newest output file of a directory: the later time in the name counts. */
export function newestCredentialsFile(names: readonly string[]): string | undefined {
  return names
    .filter((name) => /^ecs-registry-creds_.*\.yml$/.test(name))
    .sort()
    .at(-1);
}

/** Reads a file. */
export function readRegistryCredentials(
  { text, file }: { readonly text: string; readonly file: string },
  shell: Lookup,
  findings: Findings,
): RegistryCredentials | undefined {
  const [root] = parseYaml(text, file, "1.1");
  const outputs = child(root, "registry_credential_outputs");
  const inputs = child(root, "registry_credentials");
  if (root === undefined || (outputs === undefined && inputs === undefined)) {
    findings.error(
      root?.at ?? { file, line: 1, column: 1 },
      "registry_credential_outputs",
      "is missing, and registry_credentials too; pass an input or output file of ecs-cli registry-creds up",
    );
    return undefined;
  }
  const reader = new Reader(shell, findings);
  return outputs === undefined
    ? { executionRole: "", secrets: reader.all("registry_credentials", inputs, (node, at) => reader.input(node, at)) }
    : {
        executionRole: textAt(outputs, "task_execution_role"),
        secrets: reader.all(
          "registry_credential_outputs.container_credentials",
          child(outputs, "container_credentials"),
          (node) => reader.output(node),
        ),
      };
}

/** Where a registry is in the file. */
interface RegistryAt {
  readonly registry: string;
  readonly path: string;
  readonly at: Position;
}

type Secret = Pick<RegistrySecret, "credentialsParameter" | "keyArn" | "login">;

class Reader {
  constructor(
    private readonly shell: Lookup,
    private readonly findings: Findings,
  ) {}

  /** The secrets of all registries, by the containers that use them. */
  all(
    parent: string,
    registries: TreeNode | undefined,
    read: (node: TreeNode, where: RegistryAt) => Secret | undefined,
  ): Map<string, RegistrySecret> {
    const secrets = new Map<string, RegistrySecret>();
    for (const [registry, { at, value }] of entriesOf(registries)) {
      const path = `${parent}.${registry}`;
      const secret = read(value, { registry, path, at });
      const names = child(value, "container_names");
      const containers = names?.kind === "list" ? names.items : [];
      if (secret?.credentialsParameter === "" || containers.length === 0)
        this.findings.warn(
          at,
          path,
          "names no container or no secret, so it has no effect; add container_names and the secret",
        );
      else if (secret)
        for (const node of containers) {
          const name = node.kind === "scalar" ? String(node.value) : "";
          if (secrets.has(name))
            this.findings.error(
              node.at,
              `${path}.container_names`,
              `${name} has a secret of another registry too; keep one of them`,
            );
          secrets.set(name, { registry, ...secret, node, path: `${path}.container_names` });
        }
    }
    return secrets;
  }

  output(node: TreeNode): Secret {
    const keyArn = textAt(node, "kms_key_id");
    return { credentialsParameter: textAt(node, "credentials_parameter"), ...(keyArn !== "" && { keyArn }) };
  }

  /** A secret that exists, or a user and a password. */
  input(node: TreeNode, { registry, path, at }: RegistryAt): Secret | undefined {
    const [arn, username, password, keyArn] = ["secrets_manager_arn", "username", "password", "kms_key_id"].map((key) =>
      this.value(node, key, path),
    ) as [string, string, string, string];
    const isWrongKey = keyArn !== "" && !keyArn.startsWith("arn:");
    if (isWrongKey)
      this.findings.error(
        keyAt(node, "kms_key_id"),
        `${path}.kms_key_id`,
        `"${keyArn}" is not an ARN; write that of the key, arn:aws:kms:…, which ecs-cli looked up`,
      );
    const key = keyArn === "" || isWrongKey ? {} : { keyArn };
    if (arn !== "") {
      if (!arn.startsWith("arn:"))
        this.findings.error(
          keyAt(node, "secrets_manager_arn"),
          `${path}.secrets_manager_arn`,
          `"${arn}" is not an ARN; write that of the secret, arn:aws:secretsmanager:…`,
        );
      if (username !== "" || password !== "")
        this.findings.warn(
          at,
          path,
          "the user and the password are not used: the secret of secrets_manager_arn exists, and is left as it is",
        );
      return { credentialsParameter: arn, ...key };
    }
    if (username === "" || password === "") {
      this.findings.error(
        at,
        path,
        `has no ${username === "" ? "username" : "password"}; write username and password, or secrets_manager_arn of a secret that exists`,
      );
      return undefined;
    }
    return {
      credentialsParameter: `${SECRET_PREFIX}${registry}`,
      ...key,
      login: { registry, username, password, ...key },
    };
  }

  /** A value that is a variable as a whole is that of the shell; any other dollar sign is one. */
  private value(node: TreeNode, key: string, path: string): string {
    const text = textAt(node, key);
    const [, name] = /^\$\{([^}]*)\}$/.exec(text) ?? [];
    if (name === undefined) return text;
    const value = this.shell(name);
    if (value === undefined || value === "")
      this.findings.warn(keyAt(node, key), `${path}.${key}`, `the variable ${name} is not set; set it in the shell`);
    return value ?? "";
  }
}

function textAt(node: TreeNode | undefined, key: string): string {
  const value = child(node, key);
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : "";
}
