import * as aws from "@pulumi/aws";

const tokyo = new aws.Provider("tokyo", { region: "ap-northeast-1" });
new aws.ec2.NatGateway("nat", { subnetId: "subnet-1" }, { provider: tokyo });
new aws.kms.Key("key", {}, { protect: true });
aws.sns.Topic.get("existing", "arn:aws:sns:eu-central-1:123456789012:news");

export const there = aws.getRegionOutput({}, { provider: tokyo }).region;
export const here = aws.getRegionOutput().region;
