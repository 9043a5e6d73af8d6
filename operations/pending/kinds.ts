// The kinds of resources that can be found in AWS after a killed update.

import { callKms } from "../signedRequest";
import type { Aws } from "../aws";
import { CONTAINED, list, nameTag } from "./contained";
import { text, type Kind } from "./creation";
import { NAMED } from "./named";

/** Those that AWS gives no name, and that are part of nothing: what looks alike may be another stack's. */
const ALIKE: Readonly<Record<string, Kind>> = {
  "aws:kms/key:Key": {
    find: async (aws, { description }) =>
      (await keysWithoutAlias(aws))
        .filter((key) => key.Description === description)
        .map(({ KeyId: id, Arn: arn }) => ({
          id,
          arn,
          remove: `kms schedule-key-deletion --key-id ${id}`,
        })),
  },
  "aws:ec2/vpc:Vpc": {
    find: async (aws, { cidrBlock, tags }) =>
      (await list(aws, "DescribeVpcs", { "cidr-block": cidrBlock, ...nameTag(tags) })).map(({ vpcId: id }) => ({
        id: text(id),
        remove: `ec2 delete-vpc --vpc-id ${text(id)}`,
      })),
  },
  "aws:ec2/eip:Eip": {
    find: async (aws, { tags }) =>
      (await list(aws, "DescribeAddresses", nameTag(tags)))
        .filter(({ associationId }) => associationId === undefined)
        .map(({ allocationId: id }) => ({
          id: text(id),
          remove: `ec2 release-address --allocation-id ${text(id)}`,
        })),
  },
};

/** How each kind is found. */
export const KINDS: Readonly<Record<string, Kind>> = { ...NAMED, ...CONTAINED, ...ALIKE };

/** Kinds whose creation can be repeated: it sets the same again, or adds a version that costs nothing. */
export const REPEATABLE: readonly string[] = [
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  "aws:appautoscaling/target:Target",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:sns/topicPolicy:TopicPolicy",
];

interface KeyMetadata {
  readonly KeyId: string;
  readonly Arn: string;
  readonly Description?: string;
  readonly KeyState?: string;
}

/** Customer keys in use that no alias names: an update that went on would have named its key. */
async function keysWithoutAlias(aws: Aws): Promise<KeyMetadata[]> {
  const [keys, aliases] = await Promise.all([
    page<{ Keys: { KeyId: string }[] }>(aws, "ListKeys"),
    page<{ Aliases: { TargetKeyId?: string }[] }>(aws, "ListAliases"),
  ]);
  const named = new Set(aliases.flatMap(({ Aliases }) => Aliases.map(({ TargetKeyId }) => TargetKeyId)));
  const unnamed = keys.flatMap(({ Keys }) => Keys).filter(({ KeyId }) => !named.has(KeyId));
  const described = await Promise.all(
    unnamed.map(({ KeyId }) => callKms<{ KeyMetadata: KeyMetadata }>(aws, "DescribeKey", { KeyId })),
  );
  return described.map(({ KeyMetadata: key }) => key).filter(({ KeyState }) => KeyState === "Enabled");
}

/** All pages of a list of KMS. */
async function page<T extends object>(aws: Aws, action: string): Promise<T[]> {
  const pages: T[] = [];
  for (let marker: string | undefined, first = true; first || marker !== undefined; first = false) {
    const input = marker === undefined ? {} : { Marker: marker };
    const answer = await callKms<T & { readonly Truncated?: boolean; readonly NextMarker?: string }>(
      aws,
      action,
      input,
    );
    pages.push(answer);
    marker = answer.Truncated === true ? answer.NextMarker : undefined;
  }
  return pages;
}
