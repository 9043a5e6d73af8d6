// The order in which a program makes its resources; they are registered in the order in which their inputs get ready.

import type { CapturedResource } from "./captured";

/** Notes the order of constructor calls, and sorts what was registered by it. */
export class ProgramOrder {
  private readonly order = new Map<string, number>();

  /** Hears of a constructor call. */
  note(type: string, name: string): void {
    const key = `${type}::${name}`;
    if (!this.order.has(key)) this.order.set(key, this.order.size);
  }

  /** Sorts resources; those that no constructor made stand with the one above them. */
  sort(resources: readonly CapturedResource[]): CapturedResource[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const positionOf = (resource: CapturedResource): number => {
      const above = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
      return this.order.get(`${resource.type}::${resource.name}`) ?? (above ? positionOf(above) : this.order.size);
    };
    const positioned = resources.map((resource) => ({ resource, position: positionOf(resource) }));
    return positioned.sort((a, b) => a.position - b.position).map(({ resource }) => resource);
  }
}
