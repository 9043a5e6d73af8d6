// What a user says of the questions to the image's registry.

/** What the image's registry is asked, in previews and updates. In unit tests it is not asked anything. */
export interface ServiceRegistry {
  /**
   * Whether the task definition names the digest that the tag means now: a tag that moved is deployed, and a tag that did
   * not move changes nothing. Needs the registry to be reached from where Pulumi runs.
   * @default true
   */
  pin?: boolean;
  /**
   * Whether the registry is asked first: that it can be reached, that it takes the credentials, that the image and its tag
   * exist, and that it is built for `cpuArchitecture`. For ghcr.io, GitHub is asked about the token's scopes and end.
   * @default true
   */
  preflight?: boolean;
}

/** What is asked of the registry. */
export type RegistryPlan = Required<ServiceRegistry>;

/** Plans what is asked. */
export function planRegistry({ pin = true, preflight = true }: ServiceRegistry = {}): RegistryPlan {
  return { pin, preflight };
}
