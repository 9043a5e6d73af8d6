// The features of load balancers that few services have.

import type { Feature } from "./features";

const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;

/** How clients sign in, what goes up to the tasks, more targets, and Network Load Balancers. */
export const MORE_LOAD_BALANCING: readonly Feature[] = [
  {
    name: "a listener on another port with a web ACL",
    args: {
      loadBalancer: {
        listenerPort: 9443,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
        idleTimeoutSeconds: 120,
        dropInvalidHeaderFields: false,
        ingressPrefixListIds: ["pl-0a1b2c3d4e5f60718"],
        webAclArn: arn("wafv2", "regional/webacl/shop/11111111-2222-3333-4444-555555555555"),
      },
    },
    needs: ["HTTPS"],
  },
  {
    name: "clients that sign in",
    args: {
      loadBalancer: {
        authentication: {
          cognito: {
            userPoolArn: arn("cognito-idp", "userpool/eu-central-1_a1b2c3d4e"),
            userPoolClientId: "client",
            userPoolDomain: "acme",
          },
          scope: "openid email",
          sessionTimeoutSeconds: 3600,
          sessionCookieName: "acme",
          onUnauthenticatedRequest: "deny",
        },
      },
    },
    needs: ["HTTPS"],
    not: ["strategy"],
  },
  {
    name: "gRPC over TLS up to the container",
    args: { loadBalancer: { targetProtocol: "HTTPS", protocolVersion: "GRPC", crossZone: true } },
    needs: ["HTTPS"],
    not: ["a balancer's settings"],
  },
  {
    name: "more targets",
    args: {
      portMappings: [{ port: 9090, name: "grpc", appProtocol: "grpc" }, { port: 9100 }],
      loadBalancer: {
        targets: [
          { port: 9090, paths: ["/shop.v1.Shop/*"], protocolVersion: "GRPC" },
          { port: 9100, listenerPort: 9100, protocol: "HTTP" },
        ],
      },
    },
    needs: ["HTTPS"],
    not: ["strategy", "clients that sign in"],
  },
  {
    name: "TCP with fixed addresses",
    topic: "clients",
    args: { loadBalancer: { ingressCidrs: ["0.0.0.0/0"], protocol: "TCP", fixedAddresses: true } },
    needs: ["an existing network"],
    not: ["strategy", "a balancer's settings", "autoscaling by requests"],
  },
  {
    name: "UDP at existing addresses",
    topic: "clients",
    args: {
      loadBalancer: {
        ingressCidrs: ["0.0.0.0/0"],
        protocol: "UDP",
        healthCheck: { port: 8079 },
        allocationIds: ["eipalloc-1", "eipalloc-2"],
      },
    },
    needs: ["an existing network"],
    not: ["strategy", "a balancer's settings", "autoscaling by requests"],
  },
];
