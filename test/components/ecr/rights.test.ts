// The rights of a namespace's members, as IAM would judge them: each policy that the components create, simulated.
// Not proven here: that AWS asks for these actions and no others; the tables of actions are AWS's of 2026-09.

import { deepStrictEqual, strictEqual } from "node:assert";
import { EcrNamespace } from "../../../components/ecrNamespace";
import type { EcrMembers } from "../../../components/ecr/membersArgs";
import { EcrRights, NAMESPACE_RIGHTS, RIGHTS_OF, type NamespaceRight } from "../../../model/ecrRights";
import { deploy, type Deployment } from "../../support/deploy";
import { isAllowed, REGION, rightsIn } from "./rights";

const SEVEN: NamespaceRight[] = [
  "createRepositories",
  "listImages",
  "tagImages",
  "pull",
  "push",
  "deleteImages",
  "deleteRepositories",
];

/** One member of each kind, and the child that holds its policy. */
const MEMBER_KINDS: readonly {
  readonly kind: string;
  readonly members: EcrMembers;
  readonly holder: (rights: string, team: string) => string;
  readonly input: string;
}[] = [
  {
    kind: "a group of Identity Center",
    members: { identityCenterGroupIds: { developers: "90676c3a-1111-4222-8333-444455556666" } },
    holder: (rights, team) => `lab-${rights}-permissions${team}`,
    input: "inlinePolicy",
  },
  {
    kind: "a user of Identity Center",
    members: { identityCenterUserNames: ["ana"] },
    holder: (rights, team) => `lab-${rights}-permissions${team}`,
    input: "inlinePolicy",
  },
  {
    kind: "an IAM role",
    members: { roleNames: ["builder"] },
    holder: (rights, team) => `lab-${rights}-role-policy-${team === "" ? "" : `${team.slice(1)}--`}builder`,
    input: "policy",
  },
  {
    kind: "an IAM group",
    members: { groupNames: ["developers"] },
    holder: (rights, team) => `lab-${rights}-group-policy-${team === "" ? "" : `${team.slice(1)}--`}developers`,
    input: "policy",
  },
  {
    kind: "a pipeline",
    members: { oidc: [{ provider: "github", subjects: ["repo:octocat/web:ref:refs/heads/main"] }] },
    holder: (rights, team) => `lab-${rights}-pipeline-policy-${team === "" ? "" : `${team.slice(1)}--`}github`,
    input: "policy",
  },
];

const OUTSIDE = [
  "suporte", // a bare repository that is called as the namespace
  "suporte-tools/web",
  "suportes/web",
  "sup/web",
  "api/web",
  "api/suporte/web",
];

describe("the rights of a namespace's members, simulated", () => {
  for (const { kind, members, holder, input } of MEMBER_KINDS)
    describe(kind, function () {
      let deployment: Deployment;
      before(async () => {
        const everyRight = Object.fromEntries(Object.values(EcrRights).map((rights) => [rights, members]));
        deployment = await deploy(
          () => {
            new EcrNamespace("lab", {
              namespace: "suporte",
              members: everyRight,
              teams: [{ name: "cloud", members: everyRight }],
            });
          },
          { config: { "aws:region": REGION } },
        );
      });
      const policyOf = (rights: string, team = ""): string =>
        String(deployment.find(holder(rights, team)).inputs[input]);

      for (const rights of Object.values(EcrRights)) {
        it(`has the rights of "${rights}" in its namespace, and in those nested in it`, async () => {
          for (const repository of ["suporte/web", "suporte/cloud/web", "suporte/a/b/c"])
            deepStrictEqual(await rightsIn(policyOf(rights), repository), RIGHTS_OF[rights]);
        });

        it(`has no action of them outside of it with "${rights}"`, async () => {
          for (const repository of OUTSIDE)
            strictEqual((await allowedActions(policyOf(rights), repository)).join(), "");
        });

        it(`has them as a team in the team's namespace alone with "${rights}"`, async () => {
          const policy = policyOf(rights, "-cloud");
          deepStrictEqual(await rightsIn(policy, "suporte/cloud/web"), RIGHTS_OF[rights]);
          for (const repository of [
            "suporte/web",
            "suporte/cloud",
            "suporte/clouds/web",
            "suporte/x/cloud/web",
            ...OUTSIDE,
          ])
            strictEqual((await allowedActions(policy, repository)).join(), "");
        });

        it(`logs in and lists the repositories of all with "${rights}"`, async () => {
          strictEqual(
            await isAllowed(policyOf(rights), { action: "ecr:GetAuthorizationToken", repository: "*" }),
            true,
          );
          for (const repository of ["suporte/web", ...OUTSIDE])
            strictEqual(await isAllowed(policyOf(rights), { action: "ecr:DescribeRepositories", repository }), true);
        });
      }

      it("changes no rules of its repositories, whatever its rights", async () => {
        for (const action of [
          "ecr:SetRepositoryPolicy",
          "ecr:DeleteRepositoryPolicy",
          "ecr:PutLifecyclePolicy",
          "ecr:DeleteLifecyclePolicy",
          "ecr:PutImageTagMutability",
          "ecr:PutImageScanningConfiguration",
          "ecr:ReplicateImage",
          "ecr:TagResource",
          "ecr:UntagResource",
        ])
          strictEqual(await isAllowed(policyOf("full"), { action, repository: "suporte/web" }), false, action);
      });

      it("administers no part of the registry, whatever its rights", async () => {
        for (const action of [
          "ecr:CreateRepositoryCreationTemplate",
          "ecr:DeleteRepositoryCreationTemplate",
          "ecr:PutRegistryPolicy",
          "ecr:PutRegistryScanningConfiguration",
          "ecr:PutReplicationConfiguration",
          "ecr:CreatePullThroughCacheRule",
        ])
          strictEqual(await isAllowed(policyOf("full"), { action, repository: "*" }), false, action);
      });
    });

  it("are seven, each with all of its actions, for full members", () => {
    deepStrictEqual(Object.keys(NAMESPACE_RIGHTS), SEVEN);
    deepStrictEqual(RIGHTS_OF.full, SEVEN);
  });
});

/** The actions of the seven rights that are allowed in a repository. */
async function allowedActions(policy: string, repository: string): Promise<string[]> {
  const actions = [...new Set(Object.values(NAMESPACE_RIGHTS).flatMap((some): readonly string[] => some))];
  const allowed = await Promise.all(actions.map((action) => isAllowed(policy, { action, repository })));
  return actions.filter((_, i) => allowed[i]);
}
