// Three projects of a registry on the real engine, as they change: people move, settings change, projects go, and a registry that
// was made by hand is taken over. Not proven here: who may do what (test/components/ecr), what lifecycle rules delete, and
// exclusions from tag mutability, which the emulator's provider does not know.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Emulator } from "./support/emulator";
import { inventory } from "./support/inventory";
import { steps } from "./support/life";
import { EngineStack, fails, succeeds } from "./support/stack";

const ECR = "AmazonEC2ContainerRegistry_V20150921";

/** The program: each project's settings are JSON in the stack's configuration, so that a step changes nothing but them. */
const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { EcrNamespace } from "ghcr-fargate";
const projects = new pulumi.Config().requireObject("projects") as Record<string, any>;
const made = Object.entries(projects).map(([name, args]) => [name, new EcrNamespace(name, args)] as const);
export const urls = Object.fromEntries(made.map(([name, { repositoryUrls }]) => [name, repositoryUrls]));
export const commands = Object.fromEntries(made.map(([name, { commands }]) => [name, commands]));
`;

type Projects = Record<string, Record<string, unknown>>;

const people = (...identityCenterUserNames: string[]): object => ({ full: { identityCenterUserNames } });

const THREE: Projects = {
  shop: { namespace: "shop", repositories: ["web"], members: people("ana", "bo") },
  research: { namespace: "research", members: people("eva") },
  suporte: {
    namespace: "suporte",
    repositories: ["monitor", "cloud/agent"],
    members: people("rui"),
    teams: [{ name: "cloud", members: people("lia") }],
  },
};

async function createStack(name: string, program = PROGRAM): Promise<EngineStack> {
  return EngineStack.create({
    name,
    files: { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.ts\n`, "index.ts": program },
    region: "us-east-1",
  });
}

async function update(stack: EngineStack, projects: Projects): Promise<void> {
  await stack.stack.setConfig("projects", { value: JSON.stringify(projects) });
}

describe("three projects of a registry", function () {
  this.timeout(400_000);
  let stack: EngineStack;
  let before: string[];
  let projects = THREE;
  const step = steps();
  const change = async (to: Projects): Promise<readonly string[]> => {
    projects = to;
    await update(stack, projects);
    return (await succeeds(stack.up())).changes;
  };

  step("are created, and leave nothing to change", async () => {
    stack = await createStack("registry");
    await createUsers(stack.emulator, ["ana", "bo", "eva", "rui", "lia"]);
    before = await inventory(stack.emulator);
    await update(stack, projects);
    const { outputs } = await succeeds(stack.up());
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.refresh({ expectNoChanges: true }));
    assert.deepEqual(outputs.urls, {
      shop: { web: "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web" },
      research: {},
      suporte: {
        monitor: "123456789012.dkr.ecr.us-east-1.amazonaws.com/suporte/monitor",
        "cloud/agent": "123456789012.dkr.ecr.us-east-1.amazonaws.com/suporte/cloud/agent",
      },
    });
  });

  step("take a member who moves from one to another: one right goes and one comes, nothing else", async () => {
    const moved = await change({
      ...projects,
      shop: { ...projects.shop, members: people("ana") },
      research: { ...projects.research, members: people("eva", "bo") },
    });
    assert.deepEqual(moved, [
      "create ssoadmin:AccountAssignment research-full-user-bo",
      "delete ssoadmin:AccountAssignment shop-full-user-bo",
    ]);
  });

  step("take a member who moves into a team, and one out of it", async () => {
    const moved = await change({
      ...projects,
      suporte: { ...projects.suporte, members: people("lia"), teams: [{ name: "cloud", members: people("rui") }] },
    });
    assert.deepEqual(moved, [
      "create ssoadmin:AccountAssignment suporte-full-user-cloud--rui",
      "create ssoadmin:AccountAssignment suporte-full-user-lia",
      "delete ssoadmin:AccountAssignment suporte-full-user-cloud--lia",
      "delete ssoadmin:AccountAssignment suporte-full-user-rui",
    ]);
  });

  step("take changed settings in place: the template's, and those of the repositories that are named", async () => {
    const changed = await change({
      ...projects,
      shop: {
        ...projects.shop,
        tagMutability: "MUTABLE",
        lifecycle: { untaggedDays: 7, protectTags: ["v*"], keepImages: 10 },
      },
    });
    assert.deepEqual(changed, [
      "replace ecr:LifecyclePolicy shop-lifecycle-web",
      "update ecr:Repository shop-repository-web",
      "update ecr:RepositoryCreationTemplate shop-creation-template",
    ]);
    const policy = await lifecycleOf(stack.emulator, "shop/web");
    assert.deepEqual(
      policy.rules.map(({ description }) => description),
      [
        "Keep images tagged v*",
        "Keep the newest 10 of the other tagged images, delete older ones",
        "Delete untagged images 7 days after their push",
      ],
    );
  });

  step("take a repository more, and leave those that others pushed alone", async () => {
    await ecr(stack.emulator, "CreateRepository", { repositoryName: "shop/by-push" });
    const changed = await change({ ...projects, shop: { ...projects.shop, repositories: ["web", "admin"] } });
    assert.deepEqual(changed, [
      "create ecr:LifecyclePolicy shop-lifecycle-admin",
      "create ecr:Repository shop-repository-admin",
    ]);
    await succeeds(stack.refresh({ expectNoChanges: true }));
  });

  step("keep a project's images from going with it", async () => {
    await pushImage(stack.emulator, "suporte/monitor", "v1.0.0");
    const { shop = {}, research = {} } = projects;
    await update(stack, { shop, research });
    const { errors } = await fails(stack.up());
    assert.match(errors.join("\n"), /RepositoryNotEmptyException|not empty/);
    assert.deepEqual(await tagsOf(stack.emulator, "suporte/monitor"), ["v1.0.0"]);
  });

  step("lose a project with its images where forceDelete was set before", async () => {
    await change({ ...projects, suporte: { ...projects.suporte, forceDelete: true } });
    const { shop = {}, research = {} } = projects;
    const removed = await change({ shop, research });
    assert.ok(removed.includes("delete ecr:Repository suporte-repository-monitor"), removed.join("\n"));
    assert.ok(
      removed.every((line) => line.startsWith("delete ")),
      removed.join("\n"),
    );
  });

  step("are destroyed, but for what a push created", async () => {
    await succeeds(stack.destroy());
    assert.deepEqual(await inventory(stack.emulator), [...before, "ecr shop/by-push"].sort());
    await ecr(stack.emulator, "DeleteRepository", { repositoryName: "shop/by-push" });
  });
});

describe("a registry that was made by hand", function () {
  this.timeout(400_000);
  const step = steps();
  let stack: EngineStack;
  const shop = { namespace: "shop", members: people("ana") };

  step("is taken over by import, with its images, and loses nothing", async () => {
    stack = await createStack("adopted");
    await createUsers(stack.emulator, ["ana"]);
    await ecr(stack.emulator, "CreateRepository", { repositoryName: "shop/web" });
    await pushImage(stack.emulator, "shop/web", "v1.0.0");
    await update(stack, { shop });
    await succeeds(stack.up());
    await importRepository(stack, "shop", "web");
    await update(stack, { shop: { ...shop, repositories: ["web"] } });
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(changes, [
      "create ecr:LifecyclePolicy shop-lifecycle-web",
      "update ecr:Repository shop-repository-web",
    ]);
    assert.deepEqual(await tagsOf(stack.emulator, "shop/web"), ["v1.0.0"]);
    await succeeds(stack.up({ expectNoChanges: true }));
  });

  step("goes where its images are deleted first", async () => {
    await fails(stack.destroy());
    await ecr(stack.emulator, "BatchDeleteImage", {
      repositoryName: "shop/web",
      imageIds: [{ imageTag: "v1.0.0" }],
    });
    await succeeds(stack.destroy());
  });
});

const ACCESS = `import { EcrAccess } from "ghcr-fargate";
new EcrAccess("projects", {
  form: "session-tag",
  attributeSource: "\${path:enterprise.department}",
  members: { identityCenterUserNames: ["ana", "bo"] },
});
`;

describe("rights by the tags of sessions", function () {
  this.timeout(400_000);
  const step = steps();
  let stack: EngineStack;
  let before: string[];

  step("are one permission set for all, which another attribute leaves as it is", async () => {
    stack = await createStack("by-tags", ACCESS);
    await createUsers(stack.emulator, ["ana", "bo"]);
    before = await inventory(stack.emulator);
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(
      changes.filter((line) => line.includes(" ssoadmin:")),
      [
        "create ssoadmin:AccountAssignment projects-full-user-ana",
        "create ssoadmin:AccountAssignment projects-full-user-bo",
        "create ssoadmin:InstanceAccessControlAttributes projects-access-attributes",
        "create ssoadmin:PermissionSet projects-full-permission-set",
        "create ssoadmin:PermissionSetInlinePolicy projects-full-permissions",
      ],
    );
    await succeeds(stack.up({ expectNoChanges: true }));
    stack.write("index.ts", ACCESS.replace("department", "costCenter"));
    assert.deepEqual((await succeeds(stack.up())).changes, [
      "update ssoadmin:InstanceAccessControlAttributes projects-access-attributes",
    ]);
  });

  step("are destroyed, and leave nothing", async () => {
    await succeeds(stack.destroy());
    assert.deepEqual(await inventory(stack.emulator), before);
  });
});

/** `pulumi import`, as docs/ecr.md has it. */
async function importRepository(stack: EngineStack, component: string, below: string): Promise<void> {
  const resources = ((await stack.stack.exportStack()).deployment as { resources: { urn: string }[] }).resources;
  const urn = resources.find(({ urn: some }) => some.endsWith(`EcrNamespace::${component}`))?.urn ?? "";
  await promisify(execFile)(
    "pulumi",
    [
      "import",
      "aws:ecr/repository:Repository",
      `${component}-repository-${below}`,
      `shop/${below}`,
      "--parent",
      `${component}=${urn}`,
      "--protect=false",
      "--generate-code=false",
      "--stack",
      "dev",
      "--yes",
    ],
    { cwd: stack.directory, env: { ...process.env, ...stack.environment } },
  );
}

function ecr<T>(emulator: Emulator, action: string, body: object): Promise<T> {
  return emulator.json<T>("ecr", `${ECR}.${action}`, body);
}

async function pushImage(emulator: Emulator, repositoryName: string, imageTag: string): Promise<void> {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: `sha256:${"0".repeat(64)}`, size: 2 },
    layers: [],
  });
  await ecr(emulator, "PutImage", { repositoryName, imageTag, imageManifest });
}

async function tagsOf(emulator: Emulator, repositoryName: string): Promise<(string | undefined)[]> {
  const { imageIds } = await ecr<{ imageIds: { imageTag?: string }[] }>(emulator, "ListImages", { repositoryName });
  return imageIds.map(({ imageTag }) => imageTag);
}

async function lifecycleOf(
  emulator: Emulator,
  repositoryName: string,
): Promise<{ readonly rules: readonly { readonly description: string }[] }> {
  const { lifecyclePolicyText } = await ecr<{ lifecyclePolicyText: string }>(emulator, "GetLifecyclePolicy", {
    repositoryName,
  });
  return JSON.parse(lifecyclePolicyText) as { rules: { description: string }[] };
}

/** Users in the emulator's identity store, which is one for the whole run. */
async function createUsers(emulator: Emulator, names: readonly string[]): Promise<void> {
  const { Instances } = await emulator.json<{ Instances: { IdentityStoreId: string }[] }>(
    "sso",
    "SWBExternalService.ListInstances",
  );
  const IdentityStoreId = Instances[0]?.IdentityStoreId;
  const { Users } = await emulator.json<{ Users: { UserName: string }[] }>(
    "identitystore",
    "AWSIdentityStore.ListUsers",
    {
      IdentityStoreId,
    },
  );
  const known = Users.map(({ UserName }) => UserName);
  for (const UserName of names.filter((name) => !known.includes(name)))
    await emulator.json("identitystore", "AWSIdentityStore.CreateUser", {
      IdentityStoreId,
      UserName,
      DisplayName: UserName,
      Name: { GivenName: UserName, FamilyName: UserName },
    });
}
