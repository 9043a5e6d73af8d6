// What is asked of the registry before AWS is, as data.

import type { Feature } from "./features";
import { TOKEN } from "./serviceFixture";

/** The registry's features. */
export const REGISTRY_FEATURES: readonly Feature[] = [
  {
    name: "an attested image",
    topic: "registry",
    args: {
      registry: {
        attestation: {
          repository: "acme/web",
          workflow: "release.yml",
          ref: "refs/tags/v*",
          signer: "acme/ci/.github/workflows/build.yml",
        },
      },
    },
  },
  {
    name: "no questions to the registry",
    topic: "registry",
    args: { registry: { pin: false, preflight: false } },
  },
  {
    name: "a pull-through cache",
    topic: "credentials",
    args: { credentials: { username: "acme-bot", token: TOKEN }, registry: { pullThroughCache: true } },
  },
];
