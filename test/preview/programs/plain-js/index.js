/* global require, exports */
const aws = require("@pulumi/aws");

exports.topicName = new aws.sns.Topic("news").name;
