import * as aws from "@pulumi/aws";

export = async () => {
  new aws.sns.Topic("topic");
  await new Promise(() => undefined);
};
