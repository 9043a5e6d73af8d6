import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Pair extends pulumi.ComponentResource {
  constructor(name: string) {
    super("example:index:Pair", name);
    new aws.sqs.Queue(`${name}-left`, {}, { parent: this });
    new aws.sqs.Queue(`${name}-right`, {}, { parent: this });
  }
}

new Pair("one");
new Pair("two");
