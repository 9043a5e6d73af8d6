// Lifecycle policies of ECR: the rules for each setting, and ECR's own rules about them for all settings.
// Not proven here: which images ECR then deletes.

import { deepStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import {
  checkProtectedTag,
  explainLifecycle,
  lifecyclePolicyJson,
  MAX_PROTECTED,
  type LifecycleSettings,
} from "../../model/ecrLifecycle";

interface Rule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection: Readonly<Record<string, unknown>>;
  readonly action: Readonly<Record<string, unknown>>;
}

const rulesOf = (settings: LifecycleSettings): Rule[] =>
  (JSON.parse(lifecyclePolicyJson(settings)) as { rules: Rule[] }).rules;

const DAYS = { countUnit: "days" };
const UNTAGGED: Rule = {
  rulePriority: 2,
  description: "Delete untagged images 14 days after their push",
  selection: { tagStatus: "untagged", countType: "sinceImagePushed", ...DAYS, countNumber: 14 },
  action: { type: "expire" },
};

describe("a lifecycle policy of ECR", () => {
  for (const [title, settings, expected] of [
    [
      "keeps the newest of the tagged images",
      { keepImages: 20 },
      {
        description: "Keep the newest 20 of the other tagged images, delete older ones",
        selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 20 },
        action: { type: "expire" },
      },
    ],
    [
      "deletes tagged images by age",
      { expireDays: 90 },
      {
        description: "Delete other tagged images 90 days after their push",
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "sinceImagePushed",
          ...DAYS,
          countNumber: 90,
        },
        action: { type: "expire" },
      },
    ],
    [
      "archives what nobody pulled",
      { archiveDays: 60 },
      {
        description: "Archive other tagged images that nobody pulled for 60 days",
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          storageClass: "standard",
          countType: "sinceImagePulled",
          ...DAYS,
          countNumber: 60,
        },
        action: { type: "transition", targetStorageClass: "archive" },
      },
    ],
    [
      "protects a pattern by a rule that never acts",
      { protectTags: ["v*"] },
      {
        description: "Keep images tagged v*",
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["v*"],
          countType: "imageCountMoreThan",
          countNumber: 999999,
        },
        action: { type: "expire" },
      },
    ],
  ] as const)
    it(title, () => {
      const rules = rulesOf({ untaggedDays: 14, protectTags: [], ...settings });
      deepStrictEqual(rules, [{ rulePriority: 1, ...expected }, UNTAGGED]);
    });

  it("deletes what was archived last of all", () => {
    const rules = rulesOf({ untaggedDays: 14, protectTags: [], archiveDays: 60, deleteArchivedDays: 365 });
    deepStrictEqual(rules[2], {
      rulePriority: 3,
      description: "Delete archived images after 365 days in the archive",
      selection: {
        tagStatus: "any",
        storageClass: "archive",
        countType: "sinceImageTransitioned",
        ...DAYS,
        countNumber: 365,
      },
      action: { type: "expire" },
    });
  });

  it("keeps to ECR's rules, whatever the settings", () => {
    const count = fc.integer({ min: 1, max: 1000 });
    const settings: fc.Arbitrary<LifecycleSettings> = fc
      .record({
        untaggedDays: count,
        protectTags: fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,10}\*$/), { maxLength: MAX_PROTECTED }),
        one: fc.constantFrom("keepImages", "expireDays", "archiveDays", undefined),
        number: count,
        deleteArchivedDays: fc.option(fc.integer({ min: 90, max: 1000 }), { nil: undefined }),
      })
      .map(({ one, number, deleteArchivedDays, ...rest }) => ({
        ...rest,
        ...(one !== undefined && { [one]: number }),
        ...(deleteArchivedDays !== undefined && { deleteArchivedDays }),
      }));
    fc.assert(
      fc.property(settings, (given) => {
        const rules = rulesOf(given);
        const is = (status: string): Rule[] => rules.filter(({ selection }) => selection.tagStatus === status);
        deepStrictEqual(
          rules.map(({ rulePriority }) => rulePriority),
          rules.map((_, i) => i + 1),
        );
        ok(rules.length <= 50);
        ok(lifecyclePolicyJson(given).length <= 30_720);
        strictEqual(is("untagged").length, 1);
        ok(is("any").length === 0 || rules.at(-1)?.selection.tagStatus === "any");
        for (const { selection } of is("tagged")) strictEqual((selection.tagPatternList as string[]).length, 1);
        for (const { selection, action } of rules)
          ok(selection.countType !== "sinceImagePulled" || action.type === "transition");
        deepStrictEqual(
          explainLifecycle(given),
          rules.map(({ description }) => description),
        );
      }),
    );
  });

  it("takes patterns of four wildcards at the most", () => {
    strictEqual(checkProtectedTag("*a*b*c*"), undefined);
    strictEqual(checkProtectedTag("*a*b*c*d*")?.wrong, '"*a*b*c*d*" has 5 wildcards');
    strictEqual(checkProtectedTag("a b")?.wrong, '"a b" is not a valid pattern of image tags');
  });
});
