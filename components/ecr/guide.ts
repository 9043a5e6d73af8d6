// What people have to know of a namespace to work with it, once it exists.

import * as pulumi from "@pulumi/pulumi";
import type { EcrGuide } from "../../model/ecrCommands";
import { ecrHost } from "../../model/ecrNames";
import type { AwsEnvironment } from "../../model/policies";
import { startUrlOf, type IdentityCenterInstance } from "./identityCenter";
import type { PermissionSetAccess } from "./members";
import type { NamespacePlan } from "./namespacePlan";
import { mutabilityOf } from "./repositories";

/** What the plan alone does not tell. */
export interface GuideSources {
  readonly awsEnvironment: pulumi.Output<AwsEnvironment>;
  readonly instance: IdentityCenterInstance | undefined;
  readonly permissionSets: readonly PermissionSetAccess[];
  readonly pipelineRoleArns: Record<string, pulumi.Output<string>>;
}

/** Everything in one value, as far as it is known. */
export function guideOf(
  { namespace, settings, repositories, identityCenter, createOnPush, tagPattern }: NamespacePlan,
  { awsEnvironment, instance, permissionSets, pipelineRoleArns }: GuideSources,
): pulumi.Output<EcrGuide> {
  const signIn =
    instance === undefined
      ? undefined
      : { startUrl: startUrlOf(identityCenter, instance), accountId: identityCenter.accountId };
  return pulumi
    .output({ awsEnvironment, signIn, pipelineRoleArns, keyArn: settings.encryption.keyArn })
    .apply((known) => ({
      namespace,
      registryHost: ecrHost(known.awsEnvironment),
      accountId: known.awsEnvironment.account,
      region: known.awsEnvironment.region,
      repositories: [...repositories.names],
      createOnPush,
      tagMutability: mutabilityOf(settings).imageTagMutability,
      tagMutabilityExclusions: [...settings.mutabilityExclusions],
      ...(tagPattern !== undefined && { tagPattern }),
      scanOnPush: repositories.scanOnPush,
      encryptionType: settings.encryption.type,
      ...(known.keyArn !== undefined && { encryptionKeyArn: known.keyArn }),
      lifecycle: { ...settings.lifecycle, protectTags: [...settings.lifecycle.protectTags] },
      ...(known.signIn !== undefined && {
        signIn: {
          startUrl: known.signIn.startUrl,
          region: identityCenter.region ?? known.awsEnvironment.region,
          accountId: known.signIn.accountId ?? known.awsEnvironment.account,
          permissionSets: [...permissionSets],
        },
      }),
      pipelineRoleArns: known.pipelineRoleArns,
    }));
}
