// Names that users give to what AWS would otherwise get a generated name for.

import type { Check } from "./checks";
import { quote } from "./problems";

/** A name of ECS: of a cluster, a service or a family. */
export const checkEcsName = nameOf(/^[A-Za-z0-9_-]{1,255}$/, "1 to 255 letters, digits, dashes and underscores");

/** The name of an IAM role. */
export const checkRoleName = nameOf(/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and + = , . @ _ -");

/** The name of a log group. */
export const checkLogGroupName = nameOf(
  /^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/,
  'up to 512 letters, digits and . - _ / #, not starting with "aws/"',
);

function nameOf(pattern: RegExp, characters: string): Check<string> {
  return (name) =>
    pattern.test(name) ? undefined : { wrong: `${quote(name)} is not a valid name`, fix: `use ${characters}` };
}
