// What examples/existing-network expects to find: a VPC named "main" with two public subnets.

const call = async (action, parameters) => {
  const body = new URLSearchParams({ Action: action, Version: "2016-11-15", ...parameters });
  const scope = `test/20200101/${process.env.AWS_REGION}/ec2/aws4_request`; // the emulator reads the service from it, no more
  const headers = { Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action}: ${text}`);
  return (tag) => new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(text)?.[1];
};

const vpc = await call("CreateVpc", {
  CidrBlock: "10.0.0.0/16",
  "TagSpecification.1.ResourceType": "vpc",
  "TagSpecification.1.Tag.1.Key": "Name",
  "TagSpecification.1.Tag.1.Value": "main",
});
for (const [zone, CidrBlock] of [
  ["a", "10.0.0.0/20"],
  ["b", "10.0.16.0/20"],
]) {
  const AvailabilityZone = `${process.env.AWS_REGION}${zone}`;
  const subnet = await call("CreateSubnet", { VpcId: vpc("vpcId"), CidrBlock, AvailabilityZone });
  await call("ModifySubnetAttribute", { SubnetId: subnet("subnetId"), "MapPublicIpOnLaunch.Value": "true" });
}
