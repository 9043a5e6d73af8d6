import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const token = config.requireSecret("token");
// A mistake on purpose: the same value, read in clear.
const leaked = config.require("token");
new aws.sns.Topic("news", { displayName: `news ${leaked}`, tags: { token } });
void pulumi.log.warn(`the token is ${leaked}`);

export const number = config.requireSecretNumber("number");
export const clear = leaked;
