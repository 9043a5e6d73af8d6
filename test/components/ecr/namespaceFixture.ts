// The namespace that tests deploy.

import { EcrNamespace } from "../../../components/ecrNamespace";
import type { EcrNamespaceArgs } from "../../../components/ecr/ecrNamespaceArgs";
import { deploy, type Deployment, type DeployOptions } from "../../support/deploy";

/** A Region, and identities to look up. */
export const OPTIONS: DeployOptions = { config: { "aws:region": "eu-central-1" } };

/** The id of a group. */
export const GROUP = "90676c3a-1111-4222-8333-444455556666";

/** Deploys a namespace as the component "shop". */
export function deployNamespace(args: EcrNamespaceArgs, options?: DeployOptions): Promise<Deployment> {
  return deploy(
    () => {
      const { registryHost, repositoryUrls, pipelineRoleArns, guide } = new EcrNamespace("shop", args);
      return { registryHost, repositoryUrls, pipelineRoleArns, guide };
    },
    { ...OPTIONS, ...options },
  );
}
