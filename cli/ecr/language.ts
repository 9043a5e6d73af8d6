// What a page about a namespace says, for each language to say in its words.

import type { EcrRights, NamespaceRight } from "../../model/ecrRights";

/** The languages of the page. */
export const LANGUAGES = ["en", "pt", "uk"] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

/** The page's texts. Each is a sentence or a heading; commands and names are put in as they are. */
export interface Language {
  readonly title: (namespace: string) => string;
  readonly intro: (host: string, namespace: string) => string;
  readonly repositories: (names: string) => string;
  readonly noRepositories: string;
  readonly installHeading: string;
  readonly install: string;
  readonly configureHeading: string;
  readonly configure: string;
  readonly configureByQuestions: string;
  /** What `aws configure sso` asks, and what to answer. */
  readonly question: string;
  readonly answer: string;
  readonly noSignIn: string;
  readonly signInHeading: string;
  readonly signIn: string;
  readonly loginHeading: string;
  readonly login: string;
  readonly rightsHeading: string;
  readonly rightsIntro: string;
  readonly scope: string;
  readonly permissionSet: string;
  readonly profile: string;
  readonly may: string;
  readonly rights: Readonly<Record<NamespaceRight, string>>;
  readonly level: Readonly<Record<EcrRights, string>>;
  readonly placeholders: string;
  readonly listHeading: string;
  readonly listAll: string;
  readonly listImages: string;
  readonly createHeading: string;
  readonly createOnPush: string;
  readonly createByHand: string;
  readonly createOnly: string;
  readonly buildHeading: string;
  readonly build: string;
  readonly tag: string;
  readonly push: string;
  readonly pullHeading: string;
  readonly pull: string;
  readonly retagHeading: string;
  readonly retag: string;
  readonly deleteHeading: string;
  readonly deleteImage: string;
  readonly deleteRepository: string;
  readonly pipelinesHeading: string;
  readonly pipelines: string;
  readonly practiceHeading: string;
  readonly practice: Practice;
}

/** Good practice, as far as the namespace's settings go. */
export interface Practice {
  readonly tagPattern: (pattern: string, command: string) => string;
  readonly tagsWithoutPattern: string;
  readonly immutable: (exceptions: string) => string;
  readonly mutable: (exceptions: string) => string;
  readonly latest: string;
  readonly untagged: (days: number) => string;
  readonly protect: (patterns: string) => string;
  readonly keep: (count: number) => string;
  readonly expire: (days: number) => string;
  readonly archive: (days: number) => string;
  readonly deleteArchived: (days: number) => string;
  readonly inUse: string;
  readonly secrets: string;
}
