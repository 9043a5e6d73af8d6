// Services made with the component.
"use strict";

const { GhcrFargateService } = require("ghcr-fargate");
const { IMAGE, PORT, SECRET_ARN, CLUSTER_ARN, VPC_ID, SUBNET_IDS, INGRESS_CIDR } = require("./shared.cjs");

module.exports = (count) => {
  for (let i = 0; i < count; i++) {
    new GhcrFargateService(`svc${i}`, {
      image: IMAGE,
      port: PORT,
      credentials: { secretArn: SECRET_ARN },
      cluster: { arn: CLUSTER_ARN },
      network: { mode: "existing", vpcId: VPC_ID, subnetIds: SUBNET_IDS, ingressCidrs: [INGRESS_CIDR] },
    });
  }
};
