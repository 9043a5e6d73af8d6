// The order in which a program makes its resources; they are registered in the order in which their inputs get ready.

import type { CapturedResource } from "./captured";

/** Notes the order of constructor calls, and sorts what was registered by it. */
export class ProgramOrder {
  private readonly places = new Map<string, number>();

  /** Hears of a constructor call. */
  note(type: string, name: string): void {
    const key = `${type}::${name}`;
    if (!this.places.has(key)) this.places.set(key, this.places.size);
  }

  /** Sorts resources; those that no constructor made stand with the one above them. */
  sort(resources: readonly CapturedResource[]): CapturedResource[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const placeOf = (resource: CapturedResource): number => {
      const above = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
      return this.places.get(`${resource.type}::${resource.name}`) ?? (above ? placeOf(above) : this.places.size);
    };
    const placed = resources.map((resource) => ({ resource, place: placeOf(resource) }));
    return placed.sort((a, b) => a.place - b.place).map(({ resource }) => resource);
  }
}
