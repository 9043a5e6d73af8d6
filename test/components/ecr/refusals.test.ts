// What `EcrNamespace` refuses, before anything is created.

import { deepStrictEqual, strictEqual } from "node:assert";
import { EcrNamespace } from "../../../components/ecrNamespace";
import type { EcrNamespaceArgs } from "../../../components/ecr/ecrNamespaceArgs";
import { deploy } from "../../support/deploy";
import { deployNamespace, OPTIONS } from "./namespaceFixture";

async function refusal(args: EcrNamespaceArgs): Promise<string> {
  const { errors, resources } = await deployNamespace(args, { mayFail: true });
  deepStrictEqual(
    resources.map(({ name }) => name),
    ["shop"],
  );
  return errors[0]?.message ?? "";
}

describe("what EcrNamespace refuses", () => {
  it("refuses tags that AWS does not take", async () =>
    strictEqual(
      await refusal({ namespace: "shop", tags: { "aws:x": "1", a: "b!" } }),
      [
        'EcrNamespace "shop": 2 problems, nothing was created',
        '  - tags["aws:x"]: "aws:x" starts with "aws:", which AWS keeps for itself; use another key',
        '  - tags.a: "b!" has characters that AWS does not take; use letters, digits, spaces and _ . : / = + - @',
      ].join("\n"),
    ));

  it("refuses, all at once, what is no list, and the same person twice", async () => {
    const args = {
      namespace: "shop",
      repositories: "web",
      teams: {},
      members: {
        full: {
          roleNames: "server",
          oidc: { provider: "github" },
        },
      },
    } as unknown as EcrNamespaceArgs;
    strictEqual(
      await refusal(args),
      [
        'EcrNamespace "shop": 4 problems, nothing was created',
        '  - repositories: is "web", not a list; write ["web"]',
        "  - teams: is an object, not a list; write a list of objects: [{ ... }]",
        '  - members.full.roleNames: is "server", not a list; write ["server"]',
        "  - members.full.oidc: is an object, not a list; write a list of objects: [{ ... }]",
      ].join("\n"),
    );
  });

  it("refuses a namespace inside of another project's, the same one, and one around it", async () => {
    const pair = async (one: string, other: string): Promise<string> => {
      const { errors } = await deploy(
        () => {
          new EcrNamespace("one", { namespace: one });
          new EcrNamespace("other", { namespace: other });
        },
        { ...OPTIONS, mayFail: true },
      );
      return errors[0]?.message ?? "accepted";
    };
    strictEqual(
      await pair("suporte", "suporte/cloud"),
      'EcrNamespace "other": namespace: "suporte/cloud" is inside "suporte", whose members would have their rights in it too (EcrNamespace "one" has "suporte"); choose another, or make it a team of "suporte" if that is meant',
    );
    strictEqual(
      await pair("suporte/cloud", "suporte"),
      'EcrNamespace "other": namespace: "suporte/cloud" is inside "suporte", whose members would have their rights in it too (EcrNamespace "one" has "suporte/cloud"); choose another, or make it a team of "suporte" if that is meant',
    );
    strictEqual(
      await pair("shop", "shop"),
      'EcrNamespace "other": namespace: "shop" is the namespace of EcrNamespace "one" too; choose another',
    );
    strictEqual(await pair("shop", "shopping"), "accepted");
  });

  for (const [title, args, expected] of [
    [
      "a namespace that is none",
      { namespace: "Shop/" },
      `namespace: "Shop/" is not a valid namespace of ECR; use lower-case letters and digits, single ".", "-" or "_" between them, and "/" between parts`,
    ],
    [
      "a repository called as the namespace",
      { namespace: "shop", repositories: ["shop"] },
      `repositories[0]: "shop" repeats the namespace; name a repository below it: "shop" alone is outside of "shop/*", which the rights are for`,
    ],
    [
      "a repository with the namespace in its name",
      { namespace: "shop", repositories: ["shop/web"] },
      `repositories[0]: "shop/web" repeats the namespace; write "web"`,
    ],
    [
      "a repository given twice",
      { namespace: "shop", repositories: ["web", "web"] },
      `repositories[1]: "web" is given twice; keep one`,
    ],
    [
      "two dashes in a row",
      { namespace: "shop", repositories: ["a--b"] },
      `repositories[0]: "a--b" is not a valid repository name of ECR; use lower-case letters and digits, single ".", "-" or "_" between them, and "/" between parts`,
    ],
    [
      "pipelines of everybody",
      { namespace: "shop", members: { push: { oidc: [{ provider: "github", subjects: ["repo:*"] }] } } },
      `members.push.oidc[0].subjects[0]: "repo:*" does not name the owner of the pipelines; write it as in "repo:OWNER/REPOSITORY:ref:refs/heads/main"; "*" may stand for any text after the owner`,
    ],
    [
      "a role of Identity Center",
      { namespace: "shop", members: { full: { roleNames: ["AWSReservedSSO_x_0123456789abcdef"] } } },
      `members.full.roleNames[0]: "AWSReservedSSO_x_0123456789abcdef" is a role that IAM Identity Center manages and nobody else may change; name the users or groups with identityCenterUserNames or identityCenterGroupIds`,
    ],
    [
      "a group's name for its id",
      { namespace: "shop", members: { full: { identityCenterGroupIds: { developers: "developers" } } } },
      `members.full.identityCenterGroupIds.developers: "developers" is not the id of a group; pass its id in the identity store, not its name`,
    ],
    [
      "a permission set's name that is too long",
      { namespace: "a-long-name-of-a-namespace", members: { full: { identityCenterUserNames: ["ana"] } } },
      `members.full.permissionSetName: "ecr-full-a-long-name-of-a-namespace" has 35 characters; set a name of 32 at the most`,
    ],
    [
      "age and count in one lifecycle",
      { namespace: "shop", lifecycle: { keepImages: 10, expireDays: 30 } },
      `lifecycle.expireDays: cannot be set with keepImages: ECR judges an image by the first rule that it matches; choose one of them`,
    ],
    [
      "an archive shorter than what is billed",
      { namespace: "shop", lifecycle: { archiveDays: 30, deleteArchivedDays: 30 } },
      `lifecycle.deleteArchivedDays: 30 is not valid; must be a whole number from 90 to 36500 (days)`,
    ],
    [
      "a key without KMS",
      { namespace: "shop", encryption: { keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" } },
      `encryption.keyArn: cannot be set with type AES256; set type to "KMS"`,
    ],
    [
      "three wildcards in an exclusion",
      { namespace: "shop", tagMutabilityExclusions: ["*a*b*"] },
      `tagMutabilityExclusions[0]: "*a*b*" has 3 wildcards; use 2 at the most`,
    ],
    [
      "half an instance",
      { namespace: "shop", identityCenter: { identityStoreId: "d-1234567890" } },
      `identityCenter.instanceArn: is missing while the other of the two is given; pass both, or neither to have them looked up`,
    ],
    [
      "a pattern that is none",
      { namespace: "shop", tagPattern: "v(" },
      `tagPattern: "v(" is not a valid regular expression; write one like "v\\\\d+\\\\.\\\\d+\\\\.\\\\d+"`,
    ],
  ] satisfies [string, EcrNamespaceArgs, string][])
    it(`refuses ${title}`, async () => strictEqual(await refusal(args), `EcrNamespace "shop": ${expected}`));
});
