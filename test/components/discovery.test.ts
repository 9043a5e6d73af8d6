// Service discovery: the namespace, the service in Cloud Map, and how ECS registers tasks there.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { ServiceDiscovery } from "../../components/service/discovery";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { difference } from "./difference";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const REGISTRY = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-web";
const SERVED = { ...PUBLIC, port: 8080 };

describe("service discovery", () => {
  it("registers the tasks' addresses under the component's name in a created namespace", async () => {
    const args = { ...PUBLIC, discovery: { namespaceName: "example.internal" }, tags: { team: "a" } };
    const deployment = await deployService(args);
    deepStrictEqual(deployment.find("web-discovery-namespace").inputs, {
      name: "example.internal",
      vpc: "vpc-1",
      tags: { team: "a" },
    });
    deepStrictEqual(deployment.find("web-discovery").inputs, {
      name: "web",
      dnsConfig: {
        namespaceId: "ns-exampleinternal",
        dnsRecords: [{ type: "A", ttl: 10 }],
        routingPolicy: "MULTIVALUE",
      },
      healthCheckCustomConfig: { failureThreshold: 1 },
      forceDestroy: true,
      tags: { team: "a" },
    });
    deepStrictEqual(deployment.find("web-service").inputs.serviceRegistries, { registryArn: REGISTRY });
    strictEqual(deployment.outputs.discoveryNamespaceId, "ns-exampleinternal");
  });

  it("adds its own resources and changes the service only", async () => {
    deepStrictEqual(await difference(PUBLIC, { ...PUBLIC, discovery: { namespaceName: "example.internal" } }), {
      added: [
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace web-discovery-namespace",
        "aws:servicediscovery/service:Service web-discovery",
      ],
      removed: [],
      changed: ["web-service serviceRegistries"],
    });
    strictEqual((await deployService(PUBLIC)).outputs.discoveryNamespaceId, undefined);
  });

  it("uses a namespace that exists, and answers with name and port where SRV is asked for", async () => {
    const discovery = { namespaceId: "ns-1", name: "api", recordType: "SRV", ttlSeconds: 60 } as const;
    const deployment = await deployService({ ...SERVED, discovery });
    deepStrictEqual((await difference(SERVED, { ...SERVED, discovery })).added, [
      "aws:servicediscovery/service:Service web-discovery",
    ]);
    deepStrictEqual(deployment.find("web-discovery").inputs.dnsConfig, {
      namespaceId: "ns-1",
      dnsRecords: [{ type: "SRV", ttl: 60 }],
      routingPolicy: "MULTIVALUE",
    });
    strictEqual(deployment.find("web-discovery").inputs.name, "api");
    deepStrictEqual(deployment.find("web-service").inputs.serviceRegistries, {
      registryArn: REGISTRY.replace("srv-web", "srv-api"),
      containerName: "app",
      containerPort: 8080,
    });
    strictEqual(deployment.outputs.discoveryNamespaceId, "ns-1");
  });

  const REFUSED: readonly (readonly [title: string, discovery: ServiceDiscovery, message: string])[] = [
    [
      "without a namespace",
      {},
      "discovery: has no namespace; set exactly one of namespaceId (existing) and namespaceName (created)",
    ],
    [
      "with two namespaces",
      { namespaceId: "ns-1", namespaceName: "example.internal" },
      "discovery: has both namespaceId and namespaceName; set exactly one of namespaceId (existing) and namespaceName (created)",
    ],
    [
      "with an id that is none",
      { namespaceId: "example.internal" },
      'discovery.namespaceId: "example.internal" is not a valid id of a namespace; pass an id like ns-0123456789abcdef',
    ],
    [
      "with a domain that is none",
      { namespaceName: "example..internal" },
      'discovery.namespaceName: "example..internal" is not a valid domain name; write it like example.internal',
    ],
    [
      "with a name that is no label",
      { namespaceId: "ns-1", name: "a.b" },
      'discovery.name: "a.b" is not a valid DNS label; use 1 to 63 letters, digits and inner dashes',
    ],
    [
      "with another kind of record",
      { namespaceId: "ns-1", recordType: "CNAME" as "A" },
      'discovery.recordType: "CNAME" is not valid; must be "A" or "SRV"',
    ],
    [
      "with a negative time to live",
      { namespaceId: "ns-1", ttlSeconds: -1 },
      "discovery.ttlSeconds: -1 is not valid; must be a whole number from 0 to 2147483647 (seconds)",
    ],
  ];
  for (const [title, discovery, message] of REFUSED)
    it(`is refused ${title}`, async () => {
      strictEqual(await refusal({ ...SERVED, discovery }), `GhcrFargateService "web": ${message}`);
    });

  it("is refused with SRV records of a service without a port", async () => {
    const args: GhcrFargateServiceArgs = { ...PUBLIC, discovery: { namespaceId: "ns-1", recordType: "SRV" } };
    strictEqual(
      await refusal(args),
      'GhcrFargateService "web": discovery.recordType: "SRV" cannot be used without port; set port to the port that the container listens on',
    );
  });
});
