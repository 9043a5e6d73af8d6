import * as aws from "@pulumi/aws";

new aws.sns.Topic("ready");
new aws.sns.Topic("waiting", { displayName: new Promise<string>(() => undefined) });
