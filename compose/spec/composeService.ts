// A service of a compose file, loaded.

import type { MapNode } from "../tree";

/** A service of a compose file. */
export interface ComposeService {
  readonly name: string;
  readonly node: MapNode;
  /** The variables of its container, by their names. */
  readonly environment: ReadonlyMap<string, string>;
}
