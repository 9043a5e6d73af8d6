// The strategy of deployments changes.

import assert from "node:assert/strict";
import { describeService, describeTransitions, type Transition } from "../support/transitions";

const service = (deployment: string, port = 8080) =>
  `{ image: "ghcr.io/octocat/web:1", port: ${port}, network: { mode: "new" },
  loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, deployment: { ${deployment} } }`;

const runs =
  (strategy: string): NonNullable<Transition["check"]> =>
  async ({ outputs }, { emulator }) => {
    const { deploymentConfiguration } = await describeService(emulator, outputs);
    assert.equal(deploymentConfiguration.strategy, strategy);
  };

/** The rule for the new port comes before the one for the old port goes. */
const NEW_PORT = ["ecs:TaskDefinition web-task", "vpc:SecurityGroupIngressRule web-ingress-lb"];

describeTransitions("strategies", [
  { name: "it is ROLLING", args: service(""), replaces: [], check: runs("ROLLING") },
  { name: "ROLLING becomes CANARY", args: service('strategy: "CANARY"'), replaces: [], check: runs("CANARY") },
  {
    name: "the port changes under CANARY",
    args: service('strategy: "CANARY"', 8081),
    replaces: NEW_PORT,
    check: runs("CANARY"),
  },
  {
    name: "CANARY becomes BLUE_GREEN",
    args: service('strategy: "BLUE_GREEN"', 8081),
    replaces: [],
    check: runs("BLUE_GREEN"),
  },
  {
    name: "the port changes under BLUE_GREEN",
    args: service('strategy: "BLUE_GREEN"', 8082),
    replaces: NEW_PORT,
    check: runs("BLUE_GREEN"),
  },
  { name: "BLUE_GREEN becomes LINEAR", args: service('strategy: "LINEAR"', 8082), replaces: [], check: runs("LINEAR") },
  {
    name: "LINEAR becomes ROLLING",
    args: service("", 8082),
    replaces: [],
    deletes: [
      "iam:Role web-infrastructure-role",
      "iam:RolePolicyAttachment web-infrastructure-role-managed-policy",
      "lb:ListenerRule web-production-rule",
      "lb:TargetGroup web-tg2",
    ],
    check: runs("ROLLING"),
  },
]);
