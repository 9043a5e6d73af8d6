// Statements of IAM policies that users write, as far as their form tells
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, checked 2026-11-28).

import type { Check } from "./checks";
import { quote } from "./problems";

/** Says what is wrong with an action: a service, a colon and a name, each with or without wildcards; or all. */
export const checkAction: Check<string> = (action) =>
  typeof action === "string" && /^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/.test(action)
    ? undefined
    : {
        wrong: `${quote(action)} is not a valid action of a policy`,
        fix: 'write the service, a colon and the action, as in "s3:GetObject"',
      };

/** Says what is wrong with a resource: an ARN with or without wildcards, or all. */
export const checkStatementResource: Check<string> = (resource) => {
  if (typeof resource === "string" && /^(\*|arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S.*)$/.test(resource))
    return undefined;
  const text = typeof resource === "string" ? resource : "";
  const bucket = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/.*)?$/.exec(text)?.[1];
  return {
    wrong: `${quote(resource)} is not an ARN`,
    fix: `write an ARN, as in ${quote(`arn:aws:s3:::${bucket ?? "my-bucket"}/*`)}, or "*" for all`,
  };
};
