// The page about a namespace that people are handed, as blocks: made from what was deployed.

import { ecrCommands, profileOf, type EcrGuide, type GuideSignIn } from "../../model/ecrCommands";
import { RIGHTS_OF } from "../../model/ecrRights";
import { ENGLISH } from "./english";
import type { Language, LanguageCode } from "./language";
import { PORTUGUESE } from "./portuguese";
import { UKRAINIAN } from "./ukrainian";

/** A part of a page. */
export type Block =
  | { readonly kind: "title" | "heading" | "text"; readonly text: string }
  | { readonly kind: "code"; readonly language: "sh" | "ini"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] };

const LANGUAGE: Readonly<Record<LanguageCode, Language>> = { en: ENGLISH, pt: PORTUGUESE, uk: UKRAINIAN };

/** The page, in a language. */
export function ecrPage(guide: EcrGuide, code: LanguageCode): Block[] {
  const words = LANGUAGE[code];
  const commands = ecrCommands(guide);
  const { namespace, registryHost, repositories, signIn, createOnPush } = guide;
  return [
    { kind: "title", text: words.title(namespace) },
    text(words.intro(registryHost, namespace)),
    text(
      repositories.length === 0
        ? words.noRepositories
        : words.repositories(repositories.map((name) => `${namespace}/${name}`).join(", ")),
    ),
    heading(words.installHeading),
    text(words.install),
    ...(signIn === undefined ? [text(words.noSignIn)] : signInBlocks(guide, signIn, words)),
    heading(words.loginHeading),
    text(words.login),
    sh(commands.dockerLogin, commands.podmanLogin),
    ...(signIn === undefined ? [] : rightsBlocks(signIn, words)),
    text(words.placeholders),
    heading(words.listHeading),
    text(words.listAll),
    sh(commands.listAllRepositories),
    text(words.listImages),
    sh(commands.listImages),
    heading(words.createHeading),
    ...(createOnPush ? [text(words.createOnPush), text(words.createByHand)] : [text(words.createOnly)]),
    sh(commands.createRepository),
    heading(words.buildHeading),
    text(words.build),
    sh(commands.build),
    text(words.tag),
    sh(commands.tag),
    text(words.push),
    sh(commands.push),
    heading(words.pullHeading),
    text(words.pull),
    sh(commands.pull),
    heading(words.retagHeading),
    text(words.retag),
    sh(commands.retag),
    heading(words.deleteHeading),
    text(words.deleteImage),
    sh(commands.deleteImage),
    text(words.deleteRepository),
    sh(commands.deleteRepository),
    ...pipelineBlocks(guide, words),
    heading(words.practiceHeading),
    { kind: "list", items: practice(guide, words) },
  ];
}

function signInBlocks(guide: EcrGuide, signIn: GuideSignIn, words: Language): Block[] {
  const commands = ecrCommands(guide);
  const [first] = signIn.permissionSets;
  return [
    heading(words.configureHeading),
    text(words.configure),
    { kind: "code", language: "ini", text: commands.awsConfig },
    text(words.configureByQuestions),
    sh(commands.configureSso),
    {
      kind: "table",
      rows: [
        [words.question, words.answer],
        ["SSO session name", "ecr"],
        ["SSO start URL", signIn.startUrl],
        ["SSO region", signIn.region],
        ["SSO registration scopes", "sso:account:access"],
        ["AWS account", signIn.accountId],
        ["Role", first?.name ?? ""],
        ["Default client Region", guide.region],
        ["CLI default output format", "json"],
      ],
    },
    heading(words.signInHeading),
    text(words.signIn),
    sh(commands.signIn),
  ];
}

function rightsBlocks({ permissionSets }: GuideSignIn, words: Language): Block[] {
  const rows = permissionSets.map((set) => [
    `${set.scope}/*`,
    set.name,
    profileOf(set),
    RIGHTS_OF[set.rights].map((right) => words.rights[right]).join(", "),
  ]);
  return [
    heading(words.rightsHeading),
    text(words.rightsIntro),
    { kind: "table", rows: [[words.scope, words.permissionSet, words.profile, words.may], ...rows] },
  ];
}

function pipelineBlocks({ pipelineRoleArns }: EcrGuide, words: Language): Block[] {
  const roles = Object.entries(pipelineRoleArns);
  if (roles.length === 0) return [];
  return [
    heading(words.pipelinesHeading),
    text(words.pipelines),
    { kind: "list", items: roles.map(([name, arn]) => `${name}: ${arn}`) },
  ];
}

function practice(
  { tagPattern, tagMutability, tagMutabilityExclusions, lifecycle }: EcrGuide,
  { practice: say }: Language,
): string[] {
  const exceptions = tagMutabilityExclusions.join(", ");
  const { untaggedDays, protectTags, keepImages, expireDays, archiveDays, deleteArchivedDays } = lifecycle;
  return [
    tagPattern === undefined
      ? say.tagsWithoutPattern
      : say.tagPattern(tagPattern, `npx ghcr-fargate ecr check-tag TAG --pattern '${tagPattern}'`),
    tagMutability.startsWith("IMMUTABLE") ? say.immutable(exceptions) : say.mutable(exceptions),
    say.latest,
    ...(protectTags.length === 0 ? [] : [say.protect(protectTags.join(", "))]),
    ...(keepImages === undefined ? [] : [say.keep(keepImages)]),
    ...(expireDays === undefined ? [] : [say.expire(expireDays)]),
    ...(archiveDays === undefined ? [] : [say.archive(archiveDays)]),
    say.untagged(untaggedDays),
    ...(deleteArchivedDays === undefined ? [] : [say.deleteArchived(deleteArchivedDays)]),
    say.inUse,
    say.secrets,
  ];
}

const text = (content: string): Block => ({ kind: "text", text: content });
const heading = (content: string): Block => ({ kind: "heading", text: content });
const sh = (...lines: readonly string[]): Block => ({ kind: "code", language: "sh", text: lines.join("\n") });
