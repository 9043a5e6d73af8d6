// How the ways in from the internet are told.

import type { CapturedResource } from "../captured";

/** Says what a resource of a type opens to the internet, as phrases. */
export type Openings = Readonly<
  Record<string, (resource: CapturedResource, all: readonly CapturedResource[]) => readonly string[]>
>;
