// Wrong use of a command: the same exit code for all commands, so that a script can tell it from every answer.

import { checkRegion } from "../model/identityIds";
import { renderProblem } from "../model/problems";
import { WrongOption } from "../operations/wrongOption";

/** The exit code of wrong options and arguments: EX_USAGE of sysexits.h. */
export const USAGE_EXIT = 64;

/** A command was used wrongly. */
export class UsageError extends WrongOption {}

/** The Region that --region names: it becomes part of a host's name. */
export function parseRegion(region: string): string {
  const fault = checkRegion(region);
  if (fault === undefined) return region;
  throw new UsageError(renderProblem({ path: "--region", ...fault }));
}
