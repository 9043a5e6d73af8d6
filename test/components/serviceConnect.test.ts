// Service Connect: the namespace, what the service offers in it, and the port's name in the task definition.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { ServiceConnect } from "../../components/service/serviceConnect";
import { difference } from "./difference";
import { containerIn, deployService, PUBLIC, refusal } from "./serviceFixture";

const SERVED = { ...PUBLIC, port: 8080 };
const logConfiguration = {
  logDriver: "awslogs",
  options: {
    "awslogs-group": "web-logs-a1b2c3d",
    "awslogs-region": "eu-central-1",
    "awslogs-stream-prefix": "service-connect",
    mode: "non-blocking",
  },
};

describe("Service Connect", () => {
  it("offers the port under the component's name in a created namespace", async () => {
    const args = { ...SERVED, serviceConnect: { namespaceName: "mesh" }, tags: { team: "a" } };
    const deployment = await deployService(args);
    const namespace = "arn:aws:servicediscovery:eu-central-1:123456789012:namespace/ns-mesh";
    deepStrictEqual(deployment.find("web-connect-namespace").inputs, { name: "mesh", tags: { team: "a" } });
    deepStrictEqual(deployment.find("web-service").inputs.serviceConnectConfiguration, {
      enabled: true,
      namespace,
      services: [{ portName: "app", discoveryName: "web", clientAlias: [{ port: 8080 }] }],
      logConfiguration,
    });
    deepStrictEqual(containerIn(deployment).portMappings, [
      { name: "app", containerPort: 8080, hostPort: 8080, protocol: "tcp" },
    ]);
    strictEqual(deployment.outputs.connectNamespace, namespace);
  });

  it("adds its own resources and changes the service and the task definition only", async () => {
    deepStrictEqual(await difference(SERVED, { ...SERVED, serviceConnect: { namespaceName: "mesh" } }), {
      added: ["aws:servicediscovery/httpNamespace:HttpNamespace web-connect-namespace"],
      removed: [],
      changed: ["web-service serviceConnectConfiguration", "web-task containerDefinitions"],
    });
    strictEqual((await deployService(SERVED)).outputs.connectNamespace, undefined);
  });

  it("takes names, protocol and timeouts from the arguments, in a namespace that exists", async () => {
    const serviceConnect = {
      namespace: "mesh",
      discoveryName: "api_v1",
      clientAlias: { port: 80, dnsName: "api" },
      appProtocol: "http2",
      idleTimeoutSeconds: 0,
      perRequestTimeoutSeconds: 60,
    } as const;
    const deployment = await deployService({ ...SERVED, serviceConnect });
    deepStrictEqual(deployment.find("web-service").inputs.serviceConnectConfiguration, {
      enabled: true,
      namespace: "mesh",
      services: [
        {
          portName: "app",
          discoveryName: "api_v1",
          clientAlias: [{ port: 80, dnsName: "api" }],
          timeout: { idleTimeoutSeconds: 0, perRequestTimeoutSeconds: 60 },
        },
      ],
      logConfiguration,
    });
    deepStrictEqual(containerIn(deployment).portMappings, [
      { name: "app", appProtocol: "http2", containerPort: 8080, hostPort: 8080, protocol: "tcp" },
    ]);
    deepStrictEqual((await difference(SERVED, { ...SERVED, serviceConnect })).added, []);
    strictEqual(deployment.outputs.connectNamespace, "mesh");
  });

  it("is a client only without a port", async () => {
    const args = { ...PUBLIC, serviceConnect: { namespace: "mesh" } };
    const deployment = await deployService(args);
    deepStrictEqual(deployment.find("web-service").inputs.serviceConnectConfiguration, {
      enabled: true,
      namespace: "mesh",
      logConfiguration,
    });
    deepStrictEqual((await difference(PUBLIC, args)).changed, ["web-service serviceConnectConfiguration"]);
  });

  const REFUSED: readonly (readonly [title: string, serviceConnect: ServiceConnect, message: string])[] = [
    [
      "without a namespace",
      {},
      "serviceConnect: has no namespace; set exactly one of namespace (existing) and namespaceName (created)",
    ],
    [
      "with two namespaces",
      { namespace: "a", namespaceName: "b" },
      "serviceConnect: has both namespace and namespaceName; set exactly one of namespace (existing) and namespaceName (created)",
    ],
    [
      "with an empty namespace",
      { namespaceName: "" },
      "serviceConnect.namespaceName: is empty; give it a value or leave it unset",
    ],
    [
      "with an upper-case name",
      { namespace: "a", discoveryName: "Web" },
      'serviceConnect.discoveryName: "Web" is not a valid Service Connect name; use 1 to 64 lower-case letters, digits, underscores and inner dashes',
    ],
    [
      "with a client's port that is none",
      { namespace: "a", clientAlias: { port: 0 } },
      "serviceConnect.clientAlias.port: 0 is not valid; must be a whole number from 1 to 65535 (TCP port)",
    ],
    [
      "with another protocol",
      { namespace: "a", appProtocol: "smtp" as "http" },
      'serviceConnect.appProtocol: "smtp" is not valid; must be "http" or "http2" or "grpc"',
    ],
    [
      "with a time for requests of TCP",
      { namespace: "a", perRequestTimeoutSeconds: 5 },
      'serviceConnect.perRequestTimeoutSeconds: cannot be set without appProtocol: TCP has no requests; set appProtocol to "http", "http2" or "grpc"',
    ],
  ];
  for (const [title, serviceConnect, message] of REFUSED)
    it(`is refused ${title}`, async () => {
      strictEqual(await refusal({ ...SERVED, serviceConnect }), `GhcrFargateService "web": ${message}`);
    });

  it("is refused with what a service without a port has not", async () => {
    strictEqual(
      await refusal({ ...PUBLIC, serviceConnect: { namespace: "a", discoveryName: "web", appProtocol: "http" } }),
      'GhcrFargateService "web": 2 problems, nothing was created\n' +
        "  - serviceConnect.discoveryName: cannot be set without port; set port to the port that the container listens on\n" +
        "  - serviceConnect.appProtocol: cannot be set without port; set port to the port that the container listens on",
    );
  });
});
