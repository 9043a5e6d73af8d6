// Where images go.

import { isEcrRegistry } from "../model/imageReference";
import { quote } from "../model/problems";
import type { RegistryClient } from "../registry/client";
import { parseChallenges } from "../registry/challenge";
import { MIGRATION_ERROR, MigrationError, refuseCredentials } from "./errors";
import type { NameRules } from "./names";

/** A registry and the namespace below which repositories get their names. */
export interface Target {
  readonly registry: string;
  /** `shop`, `shop/backend`; empty for the whole registry. */
  readonly namespace: string;
}

const NAMESPACE = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

const FORM = "write it as ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE or HOST/NAMESPACE";

/** Parses `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE`, or the same of another registry. */
export function parseTarget(text: string, argument = "TARGET"): Target {
  refuseCredentials(argument, text, FORM);
  const [registry = "", ...rest] = text.split("/");
  const namespace = rest.join("/");
  const wrong =
    text.includes("://") || text.includes("@")
      ? "must be a registry's host and a namespace, without a scheme or digest"
      : !URL.canParse(`https://${registry}`) || !/[.:]|^localhost$/.test(registry)
        ? "names no registry"
        : !NAMESPACE.test(namespace)
          ? "needs a namespace in lower case below the registry"
          : undefined;
  if (wrong === undefined) return { registry: registry.toLowerCase(), namespace };
  throw new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, `${argument}: ${quote(text)} ${wrong}; ${FORM}`);
}

/** Whose rules a registry follows. ECR is known by its name, or by how it asks for a login behind another name. */
export async function readNameRules(client: RegistryClient): Promise<NameRules> {
  if (isEcrRegistry(client.registry)) return "ecr";
  const { headers } = await client.http.send({ method: "GET", url: new URL("/v2/", client.origin), accept: "*/*" });
  const challenges = parseChallenges(headers.get("www-authenticate"));
  return challenges.some(({ parameters }) => parameters.service === "ecr.amazonaws.com") ? "ecr" : "oci";
}
