// Load balancers come, change and go.

import assert from "node:assert/strict";
import { hostedZone } from "../support/seeds";
import { describeService, describeTransitions } from "../support/transitions";

const service = (more: string) => `{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new" }, ${more} }`;
const HTTP = 'loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }';
const HTTPS = 'loadBalancer: { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"] }';

describeTransitions(
  "load-balancer",
  [
    { name: "it has no load balancer", args: service(""), replaces: [] },
    { name: "a load balancer is added", args: service(HTTP), replaces: [] },
    { name: "HTTP becomes HTTPS", args: service(HTTPS), replaces: [] },
    {
      name: "the load balancer is removed",
      args: service(""),
      replaces: [],
      deletes: [
        "acm:Certificate web-certificate",
        "acm:CertificateValidation web-certificate-validation",
        "ec2:SecurityGroup web-lb-security-group",
        "lb:Listener web-listener",
        "lb:Listener web-redirect-listener",
        "lb:LoadBalancer web-lb",
        "lb:TargetGroup web-tg",
        "route53:Record web-alias",
        "route53:Record web-certificate-record",
        "vpc:SecurityGroupEgressRule web-lb-egress",
        "vpc:SecurityGroupIngressRule web-ingress-lb",
        "vpc:SecurityGroupIngressRule web-lb-ingress-443-0.0.0.0-0",
        "vpc:SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
      ],
      check: async ({ outputs }, { emulator }) => {
        const { loadBalancers, deploymentConfiguration } = await describeService(emulator, outputs);
        assert.deepEqual(loadBalancers, []);
        assert.equal(deploymentConfiguration.strategy ?? "ROLLING", "ROLLING");
      },
    },
  ],
  hostedZone,
);
