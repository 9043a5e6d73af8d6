// Services that share the images of a registry.
"use strict";

const { GhcrFargateService } = require("ghcr-fargate");
const { CLUSTER_ARN, VPC_ID, SUBNET_IDS, IMAGES, TAG } = require("./shared.cjs");

module.exports = (count, registry) => {
  for (let i = 0; i < count; i++) {
    new GhcrFargateService(`svc${i}`, {
      image: `${registry}/${IMAGES[i % IMAGES.length]}:${TAG}`,
      credentials: { username: process.env.REGISTRY_USERNAME, token: process.env.REGISTRY_TOKEN },
      cluster: { arn: CLUSTER_ARN },
      network: { mode: "existing", vpcId: VPC_ID, subnetIds: SUBNET_IDS },
    });
  }
};
