// The rights that `EcrAccess` gives by tags, as IAM would judge them: its policies, simulated with the tags of sessions,
// requests and repositories. Not proven here: that Identity Center hands the attribute on as the session's tag.

import { deepStrictEqual, strictEqual } from "node:assert";
import { EcrAccess } from "../../../components/ecrAccess";
import type { EcrAccessArgs } from "../../../components/ecr/ecrAccessArgs";
import { EcrRights, NAMESPACE_RIGHTS, RIGHTS_OF } from "../../../model/ecrRights";
import { deploy } from "../../support/deploy";
import { isAllowed, REGION, rightsIn, type EcrRequest } from "./rights";

const MEMBERS = { roleNames: ["lab"] };

async function policyOf(args: Omit<EcrAccessArgs, "members">): Promise<string> {
  const { outputs } = await deploy(
    () => ({ policyJson: new EcrAccess("lab", { ...args, members: MEMBERS }).policyJson }),
    {
      config: { "aws:region": REGION },
    },
  );
  return String(outputs.policyJson);
}

const ACTIONS = [...new Set(Object.values(NAMESPACE_RIGHTS).flatMap((actions): readonly string[] => actions))];

async function allowed(policy: string, requests: readonly EcrRequest[]): Promise<EcrRequest[]> {
  const answers = await Promise.all(requests.map((request) => isAllowed(policy, request)));
  return requests.filter((_, i) => answers[i]);
}

const everyAction = (repository: string, keys: Readonly<Record<string, string>>): EcrRequest[] =>
  ACTIONS.map((action) => ({ action, repository, keys }));

describe("EcrAccess by path, simulated", () => {
  it("gives the rights in each namespace that it names, and nowhere else", async () => {
    for (const rights of Object.values(EcrRights)) {
      const policy = await policyOf({ form: "path", namespaces: ["shop", "suporte/cloud"], rights });
      for (const repository of ["shop/web", "shop/team/web", "suporte/cloud/web"])
        deepStrictEqual(await rightsIn(policy, repository), RIGHTS_OF[rights]);
      for (const repository of ["shop", "shops/web", "suporte/web", "suporte/clouds/web", "api/shop/web"])
        deepStrictEqual(await allowed(policy, everyAction(repository, {})), []);
    }
  });
});

describe("EcrAccess by a session's tag, simulated", () => {
  const session = (project: string): Record<string, string> => ({ "aws:PrincipalTag/project": project });

  for (const rights of Object.values(EcrRights))
    it(`gives the rights of "${rights}" in the project's namespace and those nested in it alone`, async () => {
      const policy = await policyOf({ form: "session-tag", rights });
      for (const repository of ["shop/web", "shop/team/web"])
        deepStrictEqual(await rightsIn(policy, repository, session("shop")), RIGHTS_OF[rights]);
      deepStrictEqual(await rightsIn(policy, "suporte/cloud/web", session("suporte/cloud")), RIGHTS_OF[rights]);
      for (const [repository, project] of [
        ["api/web", "shop"],
        ["shop", "shop"],
        ["shops/web", "shop"],
        ["shop/web", "sho"],
        ["suporte/web", "suporte/cloud"],
      ] as const)
        deepStrictEqual(await allowed(policy, everyAction(repository, session(project))), []);
    });

  it("gives nothing but the login and the list without a tag, or with an empty one", async () => {
    const policy = await policyOf({ form: "session-tag" });
    for (const keys of [{}, session("")]) {
      deepStrictEqual(await allowed(policy, everyAction("shop/web", keys)), []);
      deepStrictEqual(await allowed(policy, everyAction("/web", keys)), []);
      strictEqual(await isAllowed(policy, { action: "ecr:DescribeRepositories", repository: "shop/web", keys }), true);
      strictEqual(await isAllowed(policy, { action: "ecr:GetAuthorizationToken", repository: "*", keys }), true);
    }
  });

  it("goes by the tag's key that it is given", async () => {
    const policy = await policyOf({ form: "session-tag", tagKey: "team" });
    deepStrictEqual(await rightsIn(policy, "shop/web", { "aws:PrincipalTag/team": "shop" }), RIGHTS_OF.full);
    deepStrictEqual(await allowed(policy, everyAction("shop/web", session("shop"))), []);
  });
});

describe("EcrAccess by a session's list, simulated", () => {
  const session = (projects: string): Record<string, string> => ({ "aws:PrincipalTag/projects": projects });
  const tagged = (project: string): Record<string, string> => ({ "aws:ResourceTag/project": project });
  const asks = (project: string): Record<string, string> => ({ "aws:RequestTag/project": project });
  const NEEDS_NO_REQUEST_TAG = (right: string): boolean => right !== "createRepositories";

  for (const rights of Object.values(EcrRights))
    it(`gives the rights of "${rights}" in the repositories of each project of the list`, async () => {
      const policy = await policyOf({ form: "session-tag-list", rights });
      for (const [repository, project] of [
        ["shop/web", "shop"],
        ["api/team/web", "api"],
      ] as const) {
        const keys = { ...session(":shop:api:"), ...tagged(project) };
        deepStrictEqual(await rightsIn(policy, repository, keys), RIGHTS_OF[rights].filter(NEEDS_NO_REQUEST_TAG));
        const create = {
          action: "ecr:CreateRepository",
          repository,
          keys: { ...session(":shop:api:"), ...asks(project) },
        };
        strictEqual(await isAllowed(policy, create), rights !== "read");
      }
      deepStrictEqual(
        await allowed(policy, everyAction("bank/web", { ...session(":shop:api:"), ...tagged("bank") })),
        [],
      );
    });

  for (const [attack, requests] of [
    ["a repository created without the tag", [{ action: "ecr:CreateRepository", repository: "shop/web", keys: {} }]],
    [
      "a repository of others created with a tag of one's own, of nobody, or of all",
      ["shop", "", "*", "?", "shop:api", ":shop:", "bank"].map((project) => ({
        action: "ecr:CreateRepository",
        repository: "bank/web",
        keys: asks(project),
      })),
    ],
    [
      "a repository moved to another project by its tag",
      [
        { action: "ecr:TagResource", repository: "shop/web", keys: { ...tagged("shop"), ...asks("api") } },
        { action: "ecr:TagResource", repository: "bank/web", keys: { ...tagged("bank"), ...asks("shop") } },
        { action: "ecr:TagResource", repository: "bank/web", keys: { ...tagged("bank"), ...asks("*") } },
        { action: "ecr:TagResource", repository: "bank/web", keys: tagged("bank") },
        { action: "ecr:UntagResource", repository: "shop/web", keys: tagged("shop") },
      ],
    ],
    ["a repository without the tag", everyAction("shop/web", {})],
    ["a repository with an empty tag", everyAction("shop/web", tagged(""))],
    [
      "a repository tagged with wildcards",
      ["*", "?", "sho?", "*:*"].flatMap((tag) => everyAction("shop/web", tagged(tag))),
    ],
    ["a repository of a project that another's name starts with", everyAction("sho/web", tagged("sho"))],
    ["a repository of a project whose name starts with another's", everyAction("shops/web", tagged("shops"))],
  ] as readonly (readonly [string, readonly EcrRequest[]])[])
    it(`refuses ${attack}`, async () => {
      const policy = await policyOf({ form: "session-tag-list" });
      const tried = requests.map((request) => ({ ...request, keys: { ...session(":shop:api:"), ...request.keys } }));
      deepStrictEqual(await allowed(policy, tried), []);
    });

  it("gives nothing without a list, with an empty one, or with one that has no colons", async () => {
    const policy = await policyOf({ form: "session-tag-list" });
    for (const list of [{}, session(""), session("shop"), session(":"), session("::")])
      deepStrictEqual(
        await allowed(policy, everyAction("shop/web", { ...list, ...tagged("shop"), ...asks("shop") })),
        [],
      );
  });

  it("cannot keep nested namespaces of two projects apart, which is why they are refused", async () => {
    const policy = await policyOf({ form: "session-tag-list" });
    const retag = {
      action: "ecr:TagResource",
      repository: "suporte/cloud/web",
      keys: { ...session(":suporte:"), ...tagged("suporte/cloud"), ...asks("suporte") },
    };
    strictEqual(await isAllowed(policy, retag), true);
  });
});
