import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("reader", { assumeRolePolicy: "{}" });
new aws.iam.RolePolicyAttachment("reads", { role: role, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
