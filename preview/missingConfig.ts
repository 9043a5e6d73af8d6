// Config that a program needs and does not have: what stands in for a secret, and what the user is told.

/** Stands for a secret that is encrypted or not set. */
export function standInSecret(key: string): string {
  return `stand-in-for-${key.replace(/^.*:/, "")}`;
}

/** How to set a config value, once for the stack and once for this preview. */
export function waysToSet(key: string, secret: boolean): string {
  return secret
    ? `set it with: pulumi config set --secret ${key}`
    : `set it with: pulumi config set ${key} VALUE, or for this preview: --config ${key}=VALUE`;
}

/** A config key as the user writes it: without the project's own name. */
export function shortKey(project: string, key: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}

/** What the user is told of a required secret that is not set. */
export function missingSecretMessage(key: string): string {
  return `config secret \`${key}\` is not set; a stand-in was used; ${waysToSet(key, true)}`;
}
