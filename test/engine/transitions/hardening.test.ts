// A hardened service, from its creation to its end.
// Not proven here: that a running service becomes hardened; the emulator cannot give a log group that exists another key.

import { describeTransitions } from "../support/transitions";

const service = (loadBalancer: string) =>
  `{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new" }, hardening: true, ` +
  `alarms: { emails: ["ops@example.com"] }, loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"], ${loadBalancer} } }`;

describeTransitions("hardening", [
  { name: "it is created hardened", args: service(""), replaces: [] },
  { name: "its load balancer may be deleted", args: service("deletionProtection: false"), replaces: [] },
]);
