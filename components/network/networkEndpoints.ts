// The VPC endpoints that a user asks for: arguments.

import type * as pulumi from "@pulumi/pulumi";

/** The AWS services that the tasks reach through VPC endpoints. */
export interface NetworkEndpoints {
  /**
   * Secrets Manager, where ECS reads the registry token and the containers' secrets: one interface endpoint, about 7.30 USD
   * a month for each zone in us-east-1, and 0.01 USD for each GB.
   * @default false
   */
  secretsManager?: boolean;
  /**
   * CloudWatch Logs, where the containers' output goes: one interface endpoint, at the same price.
   * @default false
   */
  logs?: boolean;
  /**
   * Amazon ECR, for images there: two interface endpoints, each at the same price. An image on ghcr.io is still pulled over
   * the internet.
   * @default false
   */
  ecr?: boolean;
  /**
   * Amazon S3, where ECR keeps the layers of images: a gateway endpoint, free.
   * @default what `ecr` is
   */
  s3?: boolean;
  /** The route tables that get the route to S3, in mode "existing": those of `subnetIds`. */
  routeTableIds?: pulumi.Input<pulumi.Input<string>[]>;
}
