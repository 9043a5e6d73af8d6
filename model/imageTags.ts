// Names of image tags by a team's own rule, which no registry enforces.

import { checkImageTag } from "./ecrNames";
import { quote, type Fault } from "./problems";

/** Says what is wrong with a tag's name: by OCI's rule, and by a pattern that the whole name has to match; without one, `latest` is wrong. */
export function checkTagName(tag: string, pattern: string | undefined): Fault | undefined {
  const fault = checkImageTag(tag);
  if (fault !== undefined) return fault;
  if (pattern !== undefined)
    return new RegExp(`^(?:${pattern})$`).test(tag)
      ? undefined
      : { wrong: `${quote(tag)} does not match ${pattern}`, fix: "name it by the pattern" };
  if (tag !== "latest") return undefined;
  return { wrong: '"latest" says nothing of which image it is', fix: "name a version, as in v1.4.2" };
}
