import { deepStrictEqual, match, strictEqual } from "node:assert";
import { answerLookup } from "../../preview/lookups";
import { hideSecrets } from "../../preview/hideSecrets";

describe("a stand-in for a lookup", () => {
  const ask = (token: string, inputs: Record<string, unknown> = {}, region = "eu-central-1") =>
    answerLookup({ token, inputs, region }).answer;

  it("knows the partition of a region", () => {
    const partitions = ["eu-central-1", "cn-north-1", "us-gov-west-1"].map(
      (region) => ask("aws:index/getPartition:getPartition", {}, region).partition,
    );
    deepStrictEqual(partitions, ["aws", "aws-cn", "aws-us-gov"]);
  });

  it("takes the default VPC's subnets for public and others for private with a way out", () => {
    const vpcId = ask("aws:ec2/getVpc:getVpc", { default: true }).id;
    const { ids } = ask("aws:ec2/getSubnets:getSubnets", { filters: [{ name: "vpc-id", values: [vpcId] }] }) as {
      ids: string[];
    };
    strictEqual(ids.length, 3);
    const routeOf = (subnetId: string) =>
      (ask("aws:ec2/getRouteTable:getRouteTable", { subnetId }).routes as Record<string, string>[])[0];
    match(routeOf(ids[0]!)?.gatewayId ?? "", /^igw-/);
    match(routeOf("subnet-0123456789abcdef0")?.natGatewayId ?? "", /^nat-/);
    const subnet = ask("aws:ec2/getSubnet:getSubnet", { id: ids[1] });
    deepStrictEqual(
      [subnet.id, subnet.vpcId, subnet.availabilityZone, subnet.mapPublicIpOnLaunch],
      [ids[1], vpcId, "eu-central-1b", true],
    );
  });

  it("knows a managed prefix list by its name", () => {
    const name = "com.amazonaws.global.cloudfront.origin-facing";
    const list = ask("aws:ec2/getManagedPrefixList:getManagedPrefixList", { name });
    deepStrictEqual([list.id, list.name], ["pl-00000000", name]);
  });

  it("finds the load balancer of a listener, with what its ARN tells", () => {
    const arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/0123/4567";
    const { loadBalancerArn } = ask("aws:lb/getListener:getListener", { arn });
    strictEqual(loadBalancerArn, "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/lb/0123");
    const balancer = ask("aws:lb/getLoadBalancer:getLoadBalancer", { arn: loadBalancerArn });
    deepStrictEqual(
      [balancer.arnSuffix, balancer.dnsName, balancer.securityGroups],
      ["app/lb/0123", "stand-in.eu-central-1.elb.amazonaws.com", ["sg-00000000000000000"]],
    );
  });

  it("writes policy documents as the provider does", () => {
    const { json } = ask("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        {
          sid: "Pull",
          actions: ["kms:Decrypt"],
          resources: ["a", "b"],
          principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
          conditions: [{ test: "StringEquals", variable: "kms:ViaService", values: ["secretsmanager"] }],
        },
      ],
    });
    deepStrictEqual(JSON.parse(json as string), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Pull",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: ["a", "b"],
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Condition: { StringEquals: { "kms:ViaService": "secretsmanager" } },
        },
      ],
    });
  });

  it("of an unknown function repeats the question, and is marked as such", () => {
    deepStrictEqual(
      answerLookup({ token: "aws:rds/getCluster:getCluster", inputs: { name: "db" }, region: "eu-central-1" }),
      {
        answer: { name: "db", id: "db", arn: "arn:aws:stand-in:eu-central-1:123456789012:db" },
        exact: false,
      },
    );
  });
});

describe("redaction", () => {
  const cases: [string, string[], unknown, unknown][] = [
    ["a secret within a text", ["hunter2"], { a: ["is hunter2!"] }, { a: ["is [secret]!"] }],
    ["a secret within JSON", ['a"bcd'], JSON.stringify({ x: 'a"bcd' }), '{"x":"[secret]"}'],
    ["a secret in Base64", ["hunter2"], "Basic aHVudGVyMg==", "Basic [secret]=="],
    ["a short secret only where it is all", ["on"], ["on", "money"], ["[secret]", "money"]],
    ["a number that is a secret", ["1234"], { pin: 1234, port: 80 }, { pin: "[secret]", port: 80 }],
    ["the longer of two first", ["abcd", "abcdef"], "abcdef", "[secret]"],
    ["nothing without secrets", [""], "text", "text"],
  ];
  for (const [title, secrets, data, expected] of cases)
    it(`takes out ${title}`, () => deepStrictEqual(hideSecrets(data, secrets), expected));
});
