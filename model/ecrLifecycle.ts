// Which images a repository loses and when: lifecycle policies of ECR.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html, 2026-11.

import { wholeNumber } from "./checks";
import { tagWildcard } from "./ecrNames";
import type { Fault } from "./problems";

/** What to do with images: each field as `EcrLifecycle` explains it. */
export interface LifecycleSettings {
  readonly untaggedDays: number;
  readonly protectTags: readonly string[];
  readonly keepImages?: number;
  readonly expireDays?: number;
  readonly archiveDays?: number;
  readonly deleteArchivedDays?: number;
}

/** The days that ECR bills an archived image for at least, and keeps it from lifecycle rules. */
export const ARCHIVE_MIN_DAYS = 90;

/** More images than a repository can hold: a rule with this count expires none. */
const NEVER_REACHED = 999_999;
const MAX_RULES = 50;
/** Rules besides those of protected tags: untagged images, tagged images, archived images. */
const OTHER_RULES = 3;

/** The most patterns that `protectTags` can have: each takes one rule, since an image has to match all patterns of a rule. */
export const MAX_PROTECTED = MAX_RULES - OTHER_RULES;

/** Days or images of a lifecycle rule. */
export const checkDays = wholeNumber(1, 36_500, "days");
export const checkArchivedDays = wholeNumber(ARCHIVE_MIN_DAYS, 36_500, "days");
export const checkImageCount = wholeNumber(1, 100_000, "images");

/** A pattern of tags in a lifecycle rule. */
export const checkProtectedTag: (pattern: string) => Fault | undefined = tagWildcard(4);

interface Rule {
  readonly description: string;
  readonly selection: Readonly<Record<string, unknown>>;
  readonly action: Readonly<Record<string, string>>;
}

const EXPIRE = { type: "expire" };
const ANY_TAG = { tagStatus: "tagged", tagPatternList: ["*"] };

/** The lifecycle policy as AWS takes it. */
export function lifecyclePolicyJson(settings: LifecycleSettings): string {
  const rules = lifecycleRules(settings).map((rule, i) => ({ rulePriority: i + 1, ...rule }));
  return JSON.stringify({ rules });
}

/** The same in sentences, in the order of the rules. */
export function explainLifecycle(settings: LifecycleSettings): string[] {
  return lifecycleRules(settings).map(({ description }) => description);
}

/**
 * ECR judges an image by the first rule that its tags match and by no later one. So a rule that never acts protects what it
 * matches, and has to stand first; the rule for images with any tag, which must be the last by ECR's order, is for archived ones.
 */
function lifecycleRules(settings: LifecycleSettings): Rule[] {
  const { untaggedDays, protectTags, keepImages, expireDays, archiveDays, deleteArchivedDays } = settings;
  return [
    ...protectTags.map((pattern) => ({
      description: `Keep images tagged ${pattern}`,
      selection: {
        tagStatus: "tagged",
        tagPatternList: [pattern],
        countType: "imageCountMoreThan",
        countNumber: NEVER_REACHED,
      },
      action: EXPIRE,
    })),
    ...(keepImages === undefined
      ? []
      : [
          {
            description: `Keep the newest ${keepImages} of the other tagged images, delete older ones`,
            selection: { ...ANY_TAG, countType: "imageCountMoreThan", countNumber: keepImages },
            action: EXPIRE,
          },
        ]),
    ...(expireDays === undefined
      ? []
      : [
          {
            description: `Delete other tagged images ${expireDays} days after their push`,
            selection: { ...ANY_TAG, ...days("sinceImagePushed", expireDays) },
            action: EXPIRE,
          },
        ]),
    ...(archiveDays === undefined
      ? []
      : [
          {
            description: `Archive other tagged images that nobody pulled for ${archiveDays} days`,
            selection: { ...ANY_TAG, storageClass: "standard", ...days("sinceImagePulled", archiveDays) },
            action: { type: "transition", targetStorageClass: "archive" },
          },
        ]),
    {
      description: `Delete untagged images ${untaggedDays} days after their push`,
      selection: { tagStatus: "untagged", ...days("sinceImagePushed", untaggedDays) },
      action: EXPIRE,
    },
    ...(deleteArchivedDays === undefined
      ? []
      : [
          {
            description: `Delete archived images after ${deleteArchivedDays} days in the archive`,
            selection: {
              tagStatus: "any",
              storageClass: "archive",
              ...days("sinceImageTransitioned", deleteArchivedDays),
            },
            action: EXPIRE,
          },
        ]),
  ];
}

function days(countType: string, countNumber: number): Readonly<Record<string, unknown>> {
  return { countType, countUnit: "days", countNumber };
}
