// The listeners of a load balancer: their ports, how clients sign in, the version of HTTP, and the web ACL.
// Not proven here: that AWS accepts it; test/engine/transitions/targets.test.ts asks an emulator.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerAuthentication } from "../../components/loadBalancer/authenticationArgs";
import type { ServiceLoadBalancer } from "../../components/loadBalancer/loadBalancerArgs";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import type { Deployment } from "../support/deploy";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const WEB: GhcrFargateServiceArgs = { ...PUBLIC, port: 8080 };
const HTTPS: ServiceLoadBalancer = { ingressCidrs: ["0.0.0.0/0"], domainName: "app.example.com" };
const HTTP: ServiceLoadBalancer = { ingressCidrs: ["0.0.0.0/0"], protocol: "HTTP" };
const LISTENER =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/50dc6c495c0c9188/0467ef3c8400ae65";
const SHARED: ServiceLoadBalancer = { listenerArn: LISTENER, hosts: ["app.example.com"] };
const TARGET_GROUP =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web-tg-a1b2c3d/73e2d6bc24d8a067";
const WEB_ACL = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555";
const POOL = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a1b2c3d4e";
const COGNITO: LoadBalancerAuthentication = {
  cognito: { userPoolArn: POOL, userPoolClientId: "client", userPoolDomain: "acme" },
};
const CLIENT_SECRET = "oidc-client-secret-0123456789";
const OIDC: LoadBalancerAuthentication = {
  oidc: {
    issuer: "https://id.example.com",
    authorizationEndpoint: "https://id.example.com/authorize",
    tokenEndpoint: "https://id.example.com/token",
    userInfoEndpoint: "https://id.example.com/userinfo",
    clientId: "web",
    clientSecret: CLIENT_SECRET,
  },
  scope: "openid email",
  sessionTimeoutSeconds: 3600,
  sessionCookieName: "session",
  onUnauthenticatedRequest: "deny",
};

const behind = (loadBalancer: ServiceLoadBalancer): Promise<Deployment> => deployService({ ...WEB, loadBalancer });
const refused = async (loadBalancer: ServiceLoadBalancer, more: object = {}): Promise<string> =>
  (await refusal({ ...WEB, ...more, loadBalancer })).replace('GhcrFargateService "web": ', "");

describe("the port of a listener", () => {
  it("is any, is opened to clients, and stands in the URL", async () => {
    const deployment = await behind({ ...HTTPS, listenerPort: 8443 });
    strictEqual(deployment.find("web-listener").inputs.port, 8443);
    deepStrictEqual(deployment.find("web-redirect-listener").inputs.defaultActions, [
      { type: "redirect", redirect: { protocol: "HTTPS", port: "8443", statusCode: "HTTP_301" } },
    ]);
    // HTTP becomes HTTPS: the listener for clients leaves port 80, and then the other takes it.
    strictEqual(deployment.find("web-redirect-listener").dependsOn.includes("web-listener"), true);
    const rules = deployment.resources.filter(({ name }) => name.startsWith("web-lb-ingress-"));
    deepStrictEqual(rules.map(({ inputs }) => inputs.fromPort).sort(), [80, 8443]);
    strictEqual(deployment.outputs.url, "https://app.example.com:8443");
    const http = await behind({ ...HTTP, listenerPort: 3000, domainName: "app.example.com" });
    strictEqual(http.outputs.url, "http://app.example.com:3000");
  });

  it("has no redirect where none is wanted", async () => {
    const deployment = await behind({ ...HTTPS, redirectHttp: false, listenerPort: 80 });
    deepStrictEqual(
      deployment.ofType("aws:lb/listener:Listener").map(({ name, inputs }) => [name, inputs.port, inputs.protocol]),
      [["web-listener", 80, "HTTPS"]],
    );
  });

  it("is refused where it cannot be", async () => {
    strictEqual(
      await refused({ ...HTTPS, listenerPort: 80 }),
      "loadBalancer.listenerPort: 80 is the port that redirects to HTTPS; use another one, or set redirectHttp to false",
    );
    strictEqual(
      await refused({ ...HTTP, redirectHttp: true }),
      'loadBalancer.redirectHttp: cannot be set with loadBalancer.protocol: "HTTP"; use protocol: "HTTPS", or leave it unset',
    );
    strictEqual(
      await refused(
        { ...HTTP, listenerPort: 3000 },
        { deployment: { strategy: "CANARY", testPort: 3000, testIngressCidrs: [] } },
      ),
      "deployment.testPort: 3000 is already used by the listener for clients; use another one, such as 8443",
    );
    strictEqual(
      await refused({ ...SHARED, listenerPort: 3000 }),
      "loadBalancer.listenerPort: cannot be set with loadBalancer.listenerArn: an existing load balancer is not modified; leave one of them unset",
    );
  });
});

describe("authentication at a load balancer", () => {
  it("signs clients in with Cognito before their requests are forwarded", async () => {
    deepStrictEqual((await behind({ ...HTTPS, authentication: COGNITO })).find("web-listener").inputs.defaultActions, [
      {
        type: "authenticate-cognito",
        authenticateCognito: { userPoolArn: POOL, userPoolClientId: "client", userPoolDomain: "acme" },
        order: 1,
      },
      { type: "forward", targetGroupArn: TARGET_GROUP, order: 2 },
    ]);
  });

  it("signs clients in with OpenID Connect, on a rule too, and keeps the client's secret", async () => {
    const actions = [
      {
        type: "authenticate-oidc",
        authenticateOidc: {
          ...OIDC.oidc,
          scope: "openid email",
          sessionTimeout: 3600,
          sessionCookieName: "session",
          onUnauthenticatedRequest: "deny",
        },
        order: 1,
      },
      { type: "forward", targetGroupArn: TARGET_GROUP, order: 2 },
    ];
    const created = await behind({ ...HTTPS, authentication: OIDC });
    deepStrictEqual(created.find("web-listener").inputs.defaultActions, actions);
    const shared = await behind({ ...SHARED, authentication: OIDC });
    deepStrictEqual(shared.find("web-rule").inputs.actions, actions);
    for (const deployment of [created, shared]) deepStrictEqual(deployment.leaks(CLIENT_SECRET), []);
  });

  it("is refused where it would not hold", async () => {
    strictEqual(
      await refused({ ...HTTP, authentication: COGNITO }),
      'loadBalancer.authentication: cannot be set with loadBalancer.protocol: "HTTP"; use protocol: "HTTPS", or leave it unset',
    );
    strictEqual(
      await refused({ ...HTTPS, authentication: {} }),
      "loadBalancer.authentication: has neither cognito nor oidc; set exactly one of them",
    );
    strictEqual(
      await refused({ ...HTTPS, authentication: { ...COGNITO, ...OIDC } }),
      "loadBalancer.authentication: has both cognito and oidc; set exactly one of them",
    );
    strictEqual(
      await refused({ ...HTTPS, authentication: COGNITO }, { deployment: { strategy: "BLUE_GREEN" } }),
      'deployment.strategy: "BLUE_GREEN" cannot be set with loadBalancer.authentication; use "ROLLING", or leave one of them unset',
    );
    const wrong = {
      oidc: { ...OIDC.oidc!, issuer: "http://id.example.com" },
      sessionTimeoutSeconds: 604801,
    };
    strictEqual(
      (await refused({ ...HTTPS, authentication: wrong })).split("\n").slice(1).join("\n"),
      "  - loadBalancer.authentication.sessionTimeoutSeconds: 604801 is not valid; must be a whole number from 1 to 604800 (seconds)\n" +
        '  - loadBalancer.authentication.oidc.issuer: "http://id.example.com" is not a valid HTTPS URL; write it as https://id.example.com/path',
    );
    strictEqual(
      await refused({ ...HTTPS, authentication: { cognito: { ...COGNITO.cognito!, userPoolArn: "acme" } } }),
      'loadBalancer.authentication.cognito.userPoolArn: "acme" is not a valid ARN of a Cognito user pool; pass an ARN like arn:aws:cognito-idp:REGION:ACCOUNT:userpool/NAME',
    );
  });
});

describe("the protocol up to the tasks", () => {
  it("is TLS, HTTP/2 or gRPC where the service asks for it", async () => {
    const group = async (loadBalancer: ServiceLoadBalancer) => {
      const { protocol, protocolVersion, healthCheck } = (await behind({ ...HTTPS, ...loadBalancer })).find(
        "web-tg",
      ).inputs;
      const { protocol: asked, path, matcher } = healthCheck as Record<string, unknown>;
      return [protocol, protocolVersion, asked, path, matcher];
    };
    deepStrictEqual(await group({}), ["HTTP", undefined, "HTTP", "/", "200"]);
    deepStrictEqual(await group({ targetProtocol: "HTTPS" }), ["HTTPS", undefined, "HTTPS", "/", "200"]);
    deepStrictEqual(await group({ protocolVersion: "HTTP2" }), ["HTTP", "HTTP2", "HTTP", "/", "200"]);
    deepStrictEqual(await group({ protocolVersion: "GRPC" }), ["HTTP", "GRPC", "HTTP", "/AWS.ALB/healthcheck", "12"]);
    deepStrictEqual(
      await group({ protocolVersion: "GRPC", healthCheck: { path: "/health.v1.Health/Check", statusCodes: "0" } }),
      ["HTTP", "GRPC", "HTTP", "/health.v1.Health/Check", "0"],
    );
  });

  it("is refused where AWS refuses it", async () => {
    strictEqual(
      await refused({ ...HTTP, protocolVersion: "GRPC" }),
      'loadBalancer.protocolVersion: "GRPC" cannot be set with protocol "HTTP": AWS needs an HTTPS listener for it; use protocol: "HTTPS", or leave it unset',
    );
    strictEqual(
      await refused({ ...HTTPS, protocolVersion: "GRPC", healthCheck: { statusCodes: "200" } }),
      'loadBalancer.healthCheck.statusCodes: "200" is not a list of gRPC status codes from 0 to 99; write "0", "0,12" or "0-99"',
    );
    strictEqual(
      await refused({ ...HTTPS, targetProtocol: "TLS" }),
      'loadBalancer.targetProtocol: "TLS" is not valid; must be "HTTP" or "HTTPS"',
    );
    strictEqual(
      await refused({ ...HTTPS, crossZone: false, stickinessSeconds: 60 }),
      "loadBalancer.stickinessSeconds: cannot be set with crossZone: false: AWS does not combine them; leave one of them unset",
    );
  });

  it("and what signs clients in are refused on an existing listener that is not encrypted", async () => {
    const calls = {
      "aws:lb/getListener:getListener": { arn: LISTENER, loadBalancerArn: "arn:lb", protocol: "HTTP", port: 80 },
      "aws:lb/getLoadBalancer:getLoadBalancer": {
        arn: "arn:lb",
        subnets: ["subnet-1"],
        vpcId: "vpc-1",
        securityGroups: ["sg-1"],
      },
    };
    const failing = (loadBalancer: ServiceLoadBalancer) =>
      refusal(
        { ...WEB, registry: { pin: false, preflight: false }, loadBalancer: { ...SHARED, ...loadBalancer } },
        { calls, engine: true },
      );
    const wrong = (argument: string) =>
      `GhcrFargateService "web": loadBalancer.${argument}: needs HTTPS, but the listener of loadBalancer.listenerArn speaks HTTP; use an HTTPS listener, or leave it unset`;
    strictEqual(await failing({ protocolVersion: "GRPC" }), wrong("protocolVersion"));
    strictEqual(await failing({ authentication: COGNITO }), wrong("authentication"));
  });

  it("has its own port for health checks, which is let in too", async () => {
    const deployment = await behind({ ...HTTPS, healthCheck: { port: 9000 } });
    strictEqual((deployment.find("web-tg").inputs.healthCheck as { port: string }).port, "9000");
    const { fromPort, toPort, referencedSecurityGroupId } = deployment.find("web-ingress-lb-9000").inputs;
    deepStrictEqual([fromPort, toPort, referencedSecurityGroupId], [9000, 9000, "sg-weblbsecuritygroupa1b2c3d"]);
  });

  it("stays in its zone where that is said", async () => {
    const crossZone = async (loadBalancer: ServiceLoadBalancer) =>
      (await behind({ ...HTTP, ...loadBalancer })).find("web-tg").inputs.loadBalancingCrossZoneEnabled;
    deepStrictEqual([await crossZone({ crossZone: false }), await crossZone({ crossZone: true })], ["false", "true"]);
  });
});

describe("a web ACL", () => {
  it("inspects the requests of the load balancer", async () => {
    const deployment = await behind({ ...HTTPS, webAclArn: pulumi.output(WEB_ACL) });
    deepStrictEqual(deployment.only("aws:wafv2/webAclAssociation:WebAclAssociation").inputs, {
      resourceArn:
        "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web-lb-a1b2c3d/50dc6c495c0c9188",
      webAclArn: WEB_ACL,
    });
  });

  it("is refused where it cannot be attached", async () => {
    strictEqual(
      await refused({ ...HTTPS, webAclArn: WEB_ACL.replace("regional", "global") }),
      `loadBalancer.webAclArn: "${WEB_ACL.replace("regional", "global")}" is not a valid ARN of a regional web ACL of AWS WAF; ` +
        "pass an ARN like arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME",
    );
    strictEqual(
      await refused({ ...SHARED, webAclArn: WEB_ACL }),
      "loadBalancer.webAclArn: cannot be set with loadBalancer.listenerArn: an existing load balancer is not modified; leave one of them unset",
    );
  });
});
