// Registries that tasks do not reach: no route, no name, no certificate that is trusted, a firewall. Wordings follow containerd, Docker and
// the registries; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const REGISTRY_CONNECTION_RULES: readonly Rule[] = [
  {
    code: "REGISTRY_FIREWALL",
    weight: "start",
    stage: "pull",
    words: /clientwithIP'?(?<what>[\da-f.:]{7,39})'?isnotallowed/di,
    cause: "the firewall of the registry {registry|} does not let in {what}, the address from which the tasks pull",
    fix: "allow {what} in the registry's network rules (the address of the NAT gateway stays the same, the public address of a task does not), or copy the image to Amazon ECR",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_HTTP",
    weight: "start",
    stage: "pull",
    says: ["servergavehttpresponse", "firstrecorddoesnotlooklike"],
    cause: "the registry {host|} speaks HTTP, and Fargate pulls by HTTPS alone",
    fix: "give the registry a certificate of a public authority (TLS, also in front of it), or copy the image to Amazon ECR",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_CERTIFICATE",
    weight: "start",
    stage: "pull",
    kind: "tls",
    cause: "the certificate of the registry {host|} is not trusted by Fargate",
    fix: "use a registry whose certificate a public authority signed, and check that no proxy intercepts the connection",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_UNREACHABLE",
    weight: "start",
    stage: "pull",
    kind: "dns",
    cause:
      "the registry's name {host|} does not resolve in the tasks' network: it is misspelt, or the VPC has no DNS or no route",
    fix: "check the registry in `image`; enable DNS support in the VPC, and give the tasks a route: public subnets with `network.assignPublicIp: true`, or private subnets with a NAT gateway",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_UNREACHABLE",
    weight: "start",
    stage: "pull",
    kind: "noRoute",
    cause: "the tasks have no network route to the registry {registry|}",
    fix: "give the tasks a route: public subnets with `network.assignPublicIp: true`, or private subnets with a NAT gateway; let the tasks' security group send to port 443, and enable DNS in the VPC",
    page: PAGE.pull,
  },
];
