// What is open, what is not priced, and what nobody has examined: a preview may not be calm about what it does not know.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { CapturedResource, Properties } from "../../preview/captured";
import { costKnown, leftOut, sumText } from "../../preview/costSum";
import { findExposures, notExamined } from "../../preview/exposure/exposures";
import { resourceCosts } from "../../preview/resourceCosts";
import { monthlyCost } from "../../model/monthlyCost";
import { resource } from "./capturedResource";

const of = (type: string, inputs: Properties = {}, from: Record<string, string> = {}) =>
  resource(type, "it", inputs, from);
const opened = (...resources: CapturedResource[]) => findExposures(resources).map(({ open }) => open);

describe("a service of AWS", () => {
  const open: [string, Properties, string][] = [
    ["aws:cloudfront/distribution:Distribution", { enabled: true }, "CloudFront distribution"],
    ["aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", {}, "website"],
    ["aws:s3/bucket:Bucket", { website: { indexDocument: "index.html" } }, "website"],
    ["aws:s3/bucketAcl:BucketAcl", { acl: "public-read" }, "access for everybody (public-read)"],
    ["aws:rds/instance:Instance", { publiclyAccessible: true }, "publicly accessible database"],
    ["aws:rds/clusterInstance:ClusterInstance", { publiclyAccessible: true }, "publicly accessible database"],
    ["aws:redshift/cluster:Cluster", { publiclyAccessible: true }, "publicly accessible database"],
    ["aws:ec2/instance:Instance", { associatePublicIpAddress: true }, "public IPv4 address"],
    ["aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" }, "URL of a function, without authorization"],
    ["aws:lambda/permission:Permission", { principal: "*" }, "everybody may call the function"],
    ["aws:apigatewayv2/api:Api", { protocolType: "HTTP" }, "HTTP API"],
    ["aws:apigateway/restApi:RestApi", {}, "REST API"],
    ["aws:appsync/graphQLApi:GraphQLApi", {}, "GraphQL API"],
    ["aws:eks/cluster:Cluster", { vpcConfig: {} }, "endpoint of the cluster's API"],
    ["aws:opensearch/domain:Domain", {}, "search domain outside a VPC"],
    ["kubernetes:core/v1:Service", { spec: { type: "LoadBalancer" } }, "load balancer of Kubernetes"],
  ];
  for (const [type, inputs, phrase] of open)
    it(`is open as ${type} with ${JSON.stringify(inputs)}`, () => deepStrictEqual(opened(of(type, inputs)), [phrase]));

  const closed: [string, Properties][] = [
    ["aws:cloudfront/distribution:Distribution", { enabled: false }],
    ["aws:s3/bucket:Bucket", {}],
    ["aws:rds/instance:Instance", {}],
    ["aws:ec2/instance:Instance", {}],
    ["aws:lambda/functionUrl:FunctionUrl", { authorizationType: "AWS_IAM" }],
    ["aws:lambda/permission:Permission", { principal: "events.amazonaws.com" }],
    ["aws:apigateway/restApi:RestApi", { endpointConfiguration: { types: "PRIVATE" } }],
    ["aws:eks/cluster:Cluster", { vpcConfig: { endpointPublicAccess: false } }],
    ["aws:opensearch/domain:Domain", { vpcOptions: { subnetIds: ["a"] } }],
    ["aws:elasticache/replicationGroup:ReplicationGroup", {}],
  ];
  for (const [type, inputs] of closed)
    it(`is examined and closed as ${type} with ${JSON.stringify(inputs)}`, () => {
      deepStrictEqual([opened(of(type, inputs)), notExamined([of(type, inputs)])], [[], []]);
    });

  it("of a type that is not known is named, and so is a component that is not", () => {
    const component = { ...of("acme:index:Shop"), custom: false, unexpanded: true } as const;
    deepStrictEqual(
      notExamined([of("aws:braket/device:Device"), component, { ...of("acme:index:Site"), custom: false }]),
      ["acme:index:Shop", "aws:braket:Device"],
    );
  });
});

describe("a policy", () => {
  const policy = (statement: object) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", ...statement }] });
  const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
  const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
  const fromBucket = { bucket: "aws:s3/bucket:Bucket::files" };

  it("for everybody is open, for others or with a condition it is not", () => {
    deepStrictEqual(
      opened(
        of(POLICY, { policy: policy({ Principal: "*" }) }),
        of("aws:sns/topicPolicy:TopicPolicy", {
          policy: policy({ Principal: { AWS: ["*"] }, Action: ["sns:Publish"] }),
        }),
        of(POLICY, { policy: policy({ Principal: "*", Condition: { Bool: {} } }) }),
        of(POLICY, { policy: policy({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }) }),
        of(POLICY, { policy: policy({ Principal: "*", Effect: "Deny" }) }),
      ),
      ["policy for everybody: s3:GetObject", "policy for everybody: sns:Publish"],
    );
  });

  it("that is not known yet is told where the bucket takes public policies, and only there", () => {
    const unknown = of(POLICY, { policy: "[unknown]" }, fromBucket);
    deepStrictEqual(opened(unknown, of(BLOCK, { blockPublicPolicy: true }, fromBucket)), []);
    deepStrictEqual(opened(unknown), []);
    deepStrictEqual(opened(unknown, of(BLOCK, { blockPublicPolicy: false }, fromBucket)), [
      "bucket policy, which may be for everybody: its text is known after the deployment, and public policies are not blocked",
    ]);
  });
});

describe("the sum of a month", () => {
  const sum = (...resources: CapturedResource[]) => {
    const { items, unpriced } = resourceCosts(resources);
    const priced = { cost: monthlyCost(items), unpriced };
    return [costKnown(priced), sumText(priced, priced.cost.totalUsd.toFixed(2)), leftOut(unpriced)];
  };

  it("is all where everything has a price by time", () =>
    deepStrictEqual(sum(of("aws:ec2/eip:Eip")), ["all", "3.65", ""]));

  it("is at least that where something is billed by use, priced or not", () => {
    deepStrictEqual(sum(of("aws:ec2/natGateway:NatGateway")), ["atLeast", "at least 37.96", ""]);
    deepStrictEqual(sum(of("aws:lambda/function:Function"), of("aws:dynamodb/table:Table")), [
      "atLeast",
      "at least 0.00",
      "aws:lambda:Function, aws:dynamodb:Table",
    ]);
  });

  const MAIN = [
    "aws:ec2/instance:Instance",
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:elasticache/cluster:Cluster",
    "aws:eks/cluster:Cluster",
    "eks:index:Cluster",
    "aws:opensearch/domain:Domain",
    "aws:elb/loadBalancer:LoadBalancer",
  ];
  for (const type of MAIN)
    it(`is not known with ${type}, which is named`, () => {
      const [known, text, without] = sum(of("aws:kms/key:Key"), of(type), of(type));
      deepStrictEqual([known, text], ["unknown", "not known"]);
      strictEqual(without, `${type.replace(/\/[^:]*:/, ":")} (2)`);
    });

  it("is not known with a component that is not", () => {
    const component = { ...of("acme:index:Shop"), custom: false, unexpanded: true } as const;
    deepStrictEqual(sum(component), ["unknown", "not known", "acme:index:Shop"]);
  });
});
