// What a component creates that is known by its inputs alone.

import type { Properties } from "./captured";

/** A resource that a remote component creates. */
export interface RemoteChild {
  readonly type: string;
  readonly name: string;
  /** The child above it; the component itself if undefined. */
  readonly parent?: RemoteChild;
  readonly inputs: Properties;
  /** Whether it is a component itself. */
  readonly component?: true;
  /** For inputs, the children or the program's resources (by URN) that their values come from. */
  readonly from?: Readonly<Record<string, readonly (RemoteChild | string)[]>>;
}

/** A remote component, expanded. */
export interface Expansion {
  readonly children: readonly RemoteChild[];
  /** For each output that is a list, how many elements it has. None of them is known before it is created. */
  readonly listLengths: Readonly<Record<string, number>>;
}
