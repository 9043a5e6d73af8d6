// The values of a message as an explanation's words.

import type { Facts } from "./facts";
import type { Reading } from "./rule";

/** Says who and what is meant where the message does not name it. */
export function factsWithDefaults({ facts, stage, text }: Reading): Facts {
  const which =
    stage === "registryCredentials"
      ? "the registry credentials' secret"
      : stage === "secret" && !/registryauthfrom/.test(text.compact)
        ? "a secret of `secrets`"
        : undefined;
  const { caller, container } = facts;
  const { resource, secret } = facts;
  const whole = resource !== undefined && secret?.startsWith(resource) === true ? secret : resource; // else cut off
  const role = caller !== undefined && !caller.startsWith("arn:") ? `the role ${caller}` : caller;
  return {
    ...facts,
    ...(facts.action === undefined && facts.called !== undefined && { action: `ecs:${facts.called}` }),
    ...(role !== undefined && { caller: role }),
    ...(whole !== undefined && { resource: whole }),
    ...(/(?:^|\.)docker\.io$/.test(facts.registry ?? "") && { registry: `${facts.registry} (Docker Hub)` }),
    ...(container !== undefined && { container: `the container ${container}`, containerName: container }),
    ...(facts.secret !== undefined && { secretArn: facts.secret }),
    ...(which !== undefined && { secret: facts.secret === undefined ? which : `${which} (${facts.secret})` }),
  };
}
