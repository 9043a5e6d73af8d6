import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Pair extends pulumi.ComponentResource {
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string) {
    super("example:index:Pair", name, {});
    new aws.sqs.Queue(`${name}-left`, {}, { parent: this });
    this.keyArn = new aws.kms.Key(`${name}-right`, {}, { parent: this, protect: true }).arn;
  }
}

const names = ["one", "two"];
const pairs = names.map((name) => new Pair(name));
void pulumi.log.warn("two is enough");

export const keyArn = pairs[0]?.keyArn;
export const queues = names;
