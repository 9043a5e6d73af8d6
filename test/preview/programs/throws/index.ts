import * as aws from "@pulumi/aws";

new aws.sns.Topic("before");

function size(): number {
  throw new RangeError("the size is odd");
}

new aws.sns.Topic("after", { kmsDataKeyReusePeriodSeconds: size() } as aws.sns.TopicArgs);
