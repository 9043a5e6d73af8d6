// What an example expects to find in the emulator.

import { type Emulator, texts } from "./emulator";

const EC2_VERSION = "2016-11-15";

/** A VPC named "main" with two public subnets, routed to an internet gateway. */
export async function publicNetwork(emulator: Emulator): Promise<void> {
  const ec2 = (action: string, parameters: Record<string, string> = {}) =>
    emulator.query("ec2", action, EC2_VERSION, parameters);
  const [VpcId = ""] = texts(await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }), "vpcId");
  await ec2("CreateTags", { "ResourceId.1": VpcId, "Tag.1.Key": "Name", "Tag.1.Value": "main" });
  for (const CidrBlock of ["10.0.0.0/24", "10.0.1.0/24"]) {
    const [SubnetId = ""] = texts(await ec2("CreateSubnet", { VpcId, CidrBlock }), "subnetId");
    await ec2("ModifySubnetAttribute", { SubnetId, "MapPublicIpOnLaunch.Value": "true" });
  }
  const [InternetGatewayId = ""] = texts(await ec2("CreateInternetGateway"), "internetGatewayId");
  await ec2("AttachInternetGateway", { VpcId, InternetGatewayId });
  const ofVpc = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": VpcId };
  const [RouteTableId = ""] = texts(await ec2("DescribeRouteTables", ofVpc), "routeTableId");
  await ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: InternetGatewayId });
}

/** The public hosted zone "example.com"; returns its id. */
export async function hostedZone(emulator: Emulator): Promise<string> {
  const created = await emulator.rest(
    "route53",
    "/2013-04-01/hostedzone",
    '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">' +
      "<Name>example.com</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>",
  );
  const [id = ""] = texts(created, "Id");
  return id.replace("/hostedzone/", "");
}

/** The secret "prod/db" and the parameter "/prod/level", each under a key of the account that has an alias. */
export async function secretAndParameter(emulator: Emulator): Promise<void> {
  const { KeyMetadata } = await emulator.json<{ KeyMetadata: { KeyId: string } }>("kms", "TrentService.CreateKey");
  const KmsKeyId = "alias/prod";
  await emulator.json("kms", "TrentService.CreateAlias", { AliasName: KmsKeyId, TargetKeyId: KeyMetadata.KeyId });
  const secret = { Name: "prod/db", SecretString: "{}", KmsKeyId };
  await emulator.json("secretsmanager", "secretsmanager.CreateSecret", secret);
  const parameter = { Name: "/prod/level", Type: "SecureString", Value: "1", KeyId: KmsKeyId };
  await emulator.json("ssm", "AmazonSSM.PutParameter", parameter);
}

/** A load balancer in the default VPC. */
export interface SeededLoadBalancer {
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly securityGroupId: string;
  readonly dnsName: string;
}

/** A load balancer with an HTTPS listener. */
export async function loadBalancer(emulator: Emulator): Promise<SeededLoadBalancer> {
  const elb = (action: string, parameters: Record<string, string>) =>
    emulator.query("elasticloadbalancing", action, "2015-12-01", parameters);
  const subnets = await emulator.query("ec2", "DescribeSubnets", EC2_VERSION);
  const [first = "", second = ""] = texts(subnets, "subnetId");
  const [VpcId = ""] = texts(subnets, "vpcId");
  const group = { GroupName: "shared", GroupDescription: "shared", VpcId };
  const [securityGroupId = ""] = texts(
    await emulator.query("ec2", "CreateSecurityGroup", EC2_VERSION, group),
    "groupId",
  );
  const created = await elb("CreateLoadBalancer", {
    Name: "shared",
    "Subnets.member.1": first,
    "Subnets.member.2": second,
    "SecurityGroups.member.1": securityGroupId,
  });
  const [loadBalancerArn = ""] = texts(created, "LoadBalancerArn");
  const [dnsName = ""] = texts(created, "DNSName");
  const listener = await elb("CreateListener", {
    LoadBalancerArn: loadBalancerArn,
    Protocol: "HTTP",
    Port: "443",
    "DefaultActions.member.1.Type": "fixed-response",
    "DefaultActions.member.1.FixedResponseConfig.StatusCode": "404",
  });
  const [listenerArn = ""] = texts(listener, "ListenerArn");
  return { loadBalancerArn, listenerArn, securityGroupId, dnsName };
}
