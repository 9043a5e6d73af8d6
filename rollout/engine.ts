// Whether Pulumi's engine runs this program: the only case in which a component may use the network or wait.

import * as pulumi from "@pulumi/pulumi";

/** True in previews and updates, false in unit tests under mocks. */
export function isEngineAttached(): boolean {
  // hasEngine() alone does not know the engine of an inline program of the Automation API.
  return pulumi.runtime.hasEngine() || pulumi.runtime.getEngine() !== undefined;
}
