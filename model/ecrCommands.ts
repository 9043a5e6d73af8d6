// The lines that people copy to work with a namespace: sign in, log in, create, list, build, tag, push, pull, delete.

import type { EcrRights } from "./ecrRights";

/** What is known of a namespace, as far as its commands go. */
export interface EcrGuide {
  readonly namespace: string;
  readonly registryHost: string;
  readonly accountId: string;
  readonly region: string;
  /** The names of the repositories that were created ahead, below the namespace. */
  readonly repositories: string[];
  readonly createOnPush: boolean;
  /** As ECR names it: `IMMUTABLE`, `MUTABLE_WITH_EXCLUSION`. */
  readonly tagMutability: string;
  /** The patterns of tags that the opposite holds for. */
  readonly tagMutabilityExclusions: string[];
  readonly tagPattern?: string;
  readonly scanOnPush: boolean;
  readonly encryptionType: string;
  /** The customer-managed key, if there is one. */
  readonly encryptionKeyArn?: string;
  /** What happens to images by itself, in English sentences, and as numbers for other languages. */
  readonly lifecycle: GuideLifecycle;
  /** How people of Identity Center sign in; unset if nobody comes from there. */
  readonly signIn?: GuideSignIn;
  /** The roles of pipelines, by their names. */
  readonly pipelineRoleArns: Record<string, string>;
}

/** The lifecycle policy's numbers. */
export interface GuideLifecycle {
  readonly untaggedDays: number;
  readonly protectTags: string[];
  readonly keepImages?: number;
  readonly expireDays?: number;
  readonly archiveDays?: number;
  readonly deleteArchivedDays?: number;
}

/** How people sign in. */
export interface GuideSignIn {
  readonly startUrl: string;
  /** Identity Center's Region. */
  readonly region: string;
  readonly accountId: string;
  readonly permissionSets: GuidePermissionSet[];
}

/** A permission set, and where it gives which rights. */
export interface GuidePermissionSet {
  readonly scope: string;
  readonly rights: EcrRights;
  readonly name: string;
}

/** The commands, each one line or block to copy. `REPOSITORY`, `TAG` and `NEW_TAG` are for the reader to fill in. */
export interface EcrCommands {
  /** The profile's block for `~/.aws/config`; empty if nobody comes from Identity Center. */
  readonly awsConfig: string;
  /** Asks the same questions, as `awsConfig` answers them. */
  readonly configureSso: string;
  readonly signIn: string;
  readonly dockerLogin: string;
  readonly podmanLogin: string;
  readonly listAllRepositories: string;
  readonly createRepository: string;
  readonly listImages: string;
  readonly build: string;
  readonly tag: string;
  readonly push: string;
  readonly pull: string;
  readonly retag: string;
  readonly deleteImage: string;
  readonly deleteRepository: string;
}

/** The session that profiles of all namespaces share, so that one sign-in serves them all. */
const SESSION = "ecr";

/** The commands for a namespace, with the profile of its first permission set. */
export function ecrCommands(guide: EcrGuide): EcrCommands {
  const { namespace, registryHost, region, signIn } = guide;
  const set = signIn?.permissionSets[0];
  const profile = set === undefined ? "" : ` --profile ${profileOf(set)}`;
  const aws = (command: string): string => `aws ecr ${command} --region ${region}${profile}`;
  const repository = `${namespace}/${guide.repositories[0] ?? "REPOSITORY"}`;
  const image = `${registryHost}/${repository}:TAG`;
  const named = `--repository-name ${repository}`;
  const login = (tool: string): string =>
    `${aws("get-login-password")} | ${tool} login --username AWS --password-stdin ${registryHost}`;
  return {
    awsConfig: signIn === undefined ? "" : awsConfig(signIn, region),
    configureSso: set === undefined ? "" : `aws configure sso --profile ${profileOf(set)}`,
    signIn: set === undefined ? "" : `aws sso login --profile ${profileOf(set)}`,
    dockerLogin: login("docker"),
    podmanLogin: login("podman"),
    listAllRepositories: aws('describe-repositories --query "repositories[].repositoryName" --output table'),
    createRepository: aws(`create-repository --repository-name ${namespace}/REPOSITORY ${creationOptions(guide)}`),
    listImages: aws(
      `describe-images ${named} --query "sort_by(imageDetails,&imagePushedAt)[].[imageTags[0],imageDigest,imagePushedAt]" --output table`,
    ),
    build: `docker build --tag ${image} .`,
    tag: `docker tag IMAGE ${image}`,
    push: `docker push ${image}`,
    pull: `docker pull ${image}`,
    retag: [
      `MANIFEST=$(${aws(`batch-get-image ${named} --image-ids imageTag=TAG --query "images[0].imageManifest" --output text`)})`,
      aws(`put-image ${named} --image-tag NEW_TAG --image-manifest "$MANIFEST"`),
    ].join("\n"),
    deleteImage: aws(`batch-delete-image ${named} --image-ids imageTag=TAG`),
    deleteRepository: aws(`delete-repository ${named}`),
  };
}

/** The name of the profile that a permission set is used by: what it is for, and its rights where they are not all. */
export function profileOf({ scope, rights }: GuidePermissionSet): string {
  return `${scope.replaceAll("/", "--")}${rights === "full" ? "" : `-${rights}`}`;
}

/** A block of `~/.aws/config`: the session, and a profile for each permission set. */
function awsConfig({ startUrl, region: ssoRegion, accountId, permissionSets }: GuideSignIn, region: string): string {
  const session = [
    `[sso-session ${SESSION}]`,
    `sso_start_url = ${startUrl}`,
    `sso_region = ${ssoRegion}`,
    "sso_registration_scopes = sso:account:access",
  ];
  const profiles = permissionSets.map((set) => [
    `[profile ${profileOf(set)}]`,
    `sso_session = ${SESSION}`,
    `sso_account_id = ${accountId}`,
    `sso_role_name = ${set.name}`,
    `region = ${region}`,
  ]);
  return [session, ...profiles].map((lines) => lines.join("\n")).join("\n\n");
}

/** What makes a repository that somebody creates by hand like the others, as far as the right to create it goes. */
function creationOptions(guide: EcrGuide): string {
  const { tagMutability, tagMutabilityExclusions, scanOnPush, encryptionType, encryptionKeyArn } = guide;
  const filters = tagMutabilityExclusions.map((filter) => `filterType=WILDCARD,filter="${filter}"`);
  return [
    `--image-tag-mutability ${tagMutability}`,
    ...(filters.length === 0 ? [] : [`--image-tag-mutability-exclusion-filters ${filters.join(" ")}`]),
    `--image-scanning-configuration scanOnPush=${String(scanOnPush)}`,
    ...(encryptionType === "AES256"
      ? []
      : [
          `--encryption-configuration encryptionType=${encryptionType}${encryptionKeyArn === undefined ? "" : `,kmsKey=${encryptionKeyArn}`}`,
        ]),
  ].join(" ");
}
