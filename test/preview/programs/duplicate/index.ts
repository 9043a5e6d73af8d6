import * as aws from "@pulumi/aws";

new aws.sns.Topic("news");

new aws.sns.Topic("news");
