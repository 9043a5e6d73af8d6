// The children of `EcrAccess`, and what it refuses. What its policies allow: accessRights.test.ts.

import { deepStrictEqual, strictEqual } from "node:assert";
import { EcrAccess } from "../../../components/ecrAccess";
import type { EcrAccessArgs } from "../../../components/ecr/ecrAccessArgs";
import { deploy, type Deployment, type DeployOptions } from "../../support/deploy";

const BY_TAG: EcrAccessArgs = { form: "session-tag", members: { identityCenterUserNames: ["ana"] } };

function deployAccess(args: EcrAccessArgs, options: DeployOptions = {}): Promise<Deployment> {
  return deploy(() => ({ policyJson: new EcrAccess("projects", args).policyJson }), {
    config: { "aws:region": "eu-central-1" },
    ...options,
  });
}

describe("EcrAccess", () => {
  it("creates one permission set for all projects, and hands the attribute on as the session's tag", async () => {
    const deployment = await deployAccess({ ...BY_TAG, attributeSource: "${path:enterprise.department}" });
    deepStrictEqual(deployment.list(), [
      "aws:ssoadmin/accountAssignment:AccountAssignment projects-full-user-ana",
      "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes projects-access-attributes",
      "aws:ssoadmin/permissionSet:PermissionSet projects-full-permission-set",
      "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy projects-full-permissions",
      "ghcr-fargate:index:EcrAccess projects",
    ]);
    deepStrictEqual(deployment.find("projects-access-attributes").inputs.attributes, [
      { key: "project", values: [{ sources: ["${path:enterprise.department}"] }] },
    ]);
    strictEqual(deployment.find("projects-full-permission-set").inputs.name, "ecr-access-projects");
    strictEqual(deployment.find("projects-full-permissions").inputs.inlinePolicy, deployment.outputs.policyJson);
  });

  it("names the session's tag for a list of projects", async () => {
    const { find } = await deployAccess({
      ...BY_TAG,
      form: "session-tag-list",
      tagKey: "team",
      attributeSource: "${path:enterprise.department}",
    });
    deepStrictEqual(find("projects-access-attributes").inputs.attributes, [
      { key: "teams", values: [{ sources: ["${path:enterprise.department}"] }] },
    ]);
  });

  it("is for the registry of another account and Region where it is asked to", async () => {
    const { outputs } = await deployAccess({
      form: "path",
      namespaces: ["shop"],
      members: { roleNames: ["server"] },
      registryAccountId: "210987654321",
      registryRegion: "us-east-1",
    });
    strictEqual(
      String(outputs.policyJson).includes('"arn:aws:ecr:us-east-1:210987654321:repository/shop/*"'),
      true,
      String(outputs.policyJson),
    );
  });

  it("refuses a policy that is longer than a group can have", async () => {
    const namespaces = Array.from({ length: 60 }, (_, i) => `project-with-a-long-name-${i}`);
    const { errors } = await deployAccess(
      { form: "path", namespaces, members: { groupNames: ["everyone"] } },
      { mayFail: true },
    );
    strictEqual(
      errors[0]?.message.replace(/\d{4}/, "N"),
      "members: the policy has N characters, and a group can have 5120; name fewer namespaces, or use a permission set",
    );
  });

  for (const [title, args, expected] of [
    [
      "the form path without namespaces, and with what goes by tags",
      { ...BY_TAG, form: "path", tagKey: "team" },
      `2 problems, nothing was created
  - namespaces: is missing or empty with the form "path"; name the namespaces that the rights are for
  - tagKey: cannot be set with the form "path", which goes by no tag; leave it unset`,
    ],
    [
      "namespaces with a form that goes by tags",
      { ...BY_TAG, namespaces: ["shop"] },
      'namespaces: cannot be set with the form "session-tag", which goes by tags; use the form "path"',
    ],
    [
      "pipelines",
      { ...BY_TAG, members: { oidc: [{ provider: "github", subjects: ["repo:octocat/web:*"] }] } },
      "members.oidc: cannot be set here: a pipeline is of one project; set it in that project's EcrNamespace",
    ],
    [
      "an attribute that is none",
      { ...BY_TAG, attributeSource: "department" },
      'attributeSource: "department" is not an attribute of users; write it as in "${path:enterprise.department}"',
    ],
  ] satisfies [string, EcrAccessArgs, string][])
    it(`refuses ${title}`, async () => {
      const { errors } = await deployAccess(args, { mayFail: true });
      strictEqual(errors[0]?.message, `EcrAccess "projects": ${expected}`);
    });
});
