// What of a project no argument of the library says, with the position of the key that asked for it.

import { Findings, type Finding } from "../problems";
import type { Positions } from "../positions";

/** Collects what a program does not say, or says otherwise. */
export class Notes {
  private readonly findings = new Findings();

  constructor(private readonly positions: Positions) {}

  /** All of them. */
  get all(): readonly Finding[] {
    return this.findings.warnings;
  }

  /** Whether the files have a key of a service. */
  has(service: string, ...keys: readonly string[]): boolean {
    return this.positions.find(service, ...keys) !== undefined;
  }

  /** About a service of the compose file; the first of these keys that it has is where. */
  service(service: string, keys: readonly (readonly string[])[], message: string): void {
    const found = keys.find((each) => this.has(service, ...each)) ?? keys[0] ?? [];
    this.findings.warn(this.positions.of(service, ...found), ["services", service, ...found].join("."), message);
  }

  /** About a key of ecs-params.yml. */
  params(keys: readonly string[], message: string): void {
    this.findings.warn(this.positions.inParams(...keys), keys.join("."), message);
  }
}
