// What examples/existing-network expects to find in the account: a VPC named "main" with two public subnets,
// routed to an internet gateway.

async function ec2(action, parameters) {
  const { AWS_ENDPOINT_URL: endpoint = "", AWS_REGION: region = "eu-central-1" } = process.env;
  const response = await fetch(endpoint, {
    method: "POST",
    // An emulator reads the service and the region from here, and checks no signature.
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/${region}/ec2/aws4_request, Signature=none` },
    body: new URLSearchParams({ Action: action, Version: "2016-11-15", ...parameters }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${action}: ${answer}`);
  return answer;
}

const [, vpcId] = /<vpcId>(.*?)</.exec(await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }));
await ec2("CreateTags", { "ResourceId.1": vpcId, "Tag.1.Key": "Name", "Tag.1.Value": "main" });
for (const cidr of ["10.0.0.0/24", "10.0.1.0/24"]) {
  const [, subnetId] = /<subnetId>(.*?)</.exec(await ec2("CreateSubnet", { VpcId: vpcId, CidrBlock: cidr }));
  await ec2("ModifySubnetAttribute", { SubnetId: subnetId, "MapPublicIpOnLaunch.Value": "true" });
}

const [, gatewayId] = /<internetGatewayId>(.*?)</.exec(await ec2("CreateInternetGateway", {}));
await ec2("AttachInternetGateway", { VpcId: vpcId, InternetGatewayId: gatewayId });
const ofVpc = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpcId };
const [, routeTableId] = /<routeTableId>(.*?)</.exec(await ec2("DescribeRouteTables", ofVpc));
await ec2("CreateRoute", {
  RouteTableId: routeTableId,
  DestinationCidrBlock: "0.0.0.0/0",
  GatewayId: gatewayId,
});
