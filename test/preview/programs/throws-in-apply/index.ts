import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.sns.Topic("topic", {
  displayName: pulumi.output("news").apply((text): string => {
    throw new Error(`cannot name it ${text}`);
  }),
});
