// A private image behind CloudFront: only CloudFront's addresses reach the load balancer, and over HTTPS.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();
const originName = config.require("originName");
const cloudFrontAddresses = aws.ec2.getManagedPrefixListOutput({
  name: "com.amazonaws.global.cloudfront.origin-facing",
});

const web = new GhcrFargateService("web", {
  image: "ghcr.io/octocat/web:1.4.2",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 8080,
  loadBalancer: {
    domainName: originName,
    ingressPrefixListIds: [cloudFrontAddresses.id],
    redirectHttp: false, // CloudFront redirects; the prefix list counts as 55 of a security group's 60 rules, so for one port only
  },
});

// Policies that AWS manages: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"; // the certificate is for the origin's name, not for CloudFront's
const behavior = {
  targetOriginId: "service",
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
  cachedMethods: ["GET", "HEAD"],
  compress: true,
};

const distribution = new aws.cloudfront.Distribution("web", {
  enabled: true,
  comment: pulumi.interpolate`Requests for ${web.serviceName}`,
  httpVersion: "http2and3",
  origins: [
    {
      originId: "service",
      domainName: web.domainName.apply((name) => name ?? ""),
      customOriginConfig: {
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        httpPort: 80,
        httpsPort: 443,
      },
    },
  ],
  defaultCacheBehavior: { ...behavior, cachePolicyId: CACHING_DISABLED, originRequestPolicyId: ALL_BUT_HOST },
  orderedCacheBehaviors: [{ ...behavior, pathPattern: "/static/*", cachePolicyId: CACHING_OPTIMIZED }],
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});

export const url = pulumi.interpolate`https://${distribution.domainName}`;
export const { serviceName } = web;
