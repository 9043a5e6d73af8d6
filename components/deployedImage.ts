// The image that a container runs: from what the user wrote to what the task definition gets.

import * as pulumi from "@pulumi/pulumi";
import { parseImageReference } from "../model/imageReference";
import { quote } from "../model/problems";
import type { ContainerPlan } from "./container";

/** The reference that the task definition gets. Warns, once, where it means whatever `latest` is at the moment. */
export function deployedImage({ image, path }: ContainerPlan, parent: pulumi.Resource): pulumi.Output<string> {
  return pulumi.output(image).apply((text) => {
    const { tag, digest } = parseImageReference(text).image ?? {};
    if (digest === undefined && (tag === undefined || tag === "latest"))
      void pulumi.log.warn(
        `${path}image: ${quote(text)} deploys whatever "latest" means now; name a version to know what runs`,
        parent,
      );
    return text;
  });
}
