// Copies to Amazon ECR: its Docker API and its own API are stand-ins with ECR's peculiarities; the source is Debian's
// docker-registry, and skopeo reads the digests. What it cannot show: that ECR itself behaves as noted.

import { strict as assert } from "node:assert";
import type { RepositoryCreationTemplate } from "@aws-sdk/client-ecr";
import type { MigrateAccess } from "../../cli/migrateOptions";
import type { EcrApi } from "../../migrate/ecr";
import { DockerRegistry, missingPrograms, skopeo, skopeoBeside } from "../support/dockerRegistry";
import { ECR_LOGIN, EcrFront } from "../support/ecrFront";
import { migrate, type Outcome } from "../support/migrateRun";
import { refuse } from "../support/registryServer";

const MISSING = missingPrograms("docker-registry", "skopeo");
const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

describe("a copy to ECR", () => {
  let source: DockerRegistry;
  let ecr: EcrFront;
  let templates: RepositoryCreationTemplate[];
  let created: object[];
  let policies: object[];
  let denied: boolean;

  before(async function () {
    if (MISSING.length > 0) {
      console.log(`    skipped: ${MISSING.join(" and ")} not installed; see .ci/install-registry-tools`);
      this.skip();
    }
    source = await DockerRegistry.start();
    await source.putIndex("acme/web", "1.0", "web");
    await source.putImage("acme/web", { tag: "latest", layers: ["another image"] });
    await source.putImage("acme/old", { tag: "1.0", layers: ["built long ago"], withoutMediaType: true });
  });
  beforeEach(async () => {
    ecr = await new EcrFront().start();
    templates = [];
    created = [];
    policies = [];
    denied = false;
  });
  afterEach(() => ecr.stop());
  after(async () => {
    if (MISSING.length === 0) await source.stop();
  });

  const named = (name: string): Error => Object.assign(new Error(name), { name });
  const setPolicy = (input: object): Promise<object> => {
    if (denied) return Promise.reject(named("AccessDeniedException"));
    policies.push(input);
    return Promise.resolve({ $metadata: {} });
  };
  const api: EcrApi = {
    getAuthorizationToken: () =>
      Promise.resolve({
        $metadata: {},
        authorizationData: [{ authorizationToken: Buffer.from(`AWS:${ecr.password}`).toString("base64") }],
      }),
    describeRepositories: ({ repositoryNames = [] }: { repositoryNames?: string[] }) =>
      ecr.repositories.has(repositoryNames[0]!)
        ? Promise.resolve({ $metadata: {} })
        : Promise.reject(named("RepositoryNotFoundException")),
    createRepository: (input: { repositoryName?: string }) => {
      created.push(input);
      ecr.createRepository(input.repositoryName!);
      return Promise.resolve({ $metadata: {} });
    },
    putLifecyclePolicy: (input: object) => setPolicy(input),
    setRepositoryPolicy: (input: object) => setPolicy(input),
    describeRepositoryCreationTemplates: () =>
      Promise.resolve({ $metadata: {}, repositoryCreationTemplates: templates }),
  } as unknown as EcrApi;
  const access = (): MigrateAccess => ({
    originOf: (registry) => new URL(`http://${registry === ECR ? ecr.host : registry}`),
    connectEcr: (region) => {
      assert.equal(region, "eu-central-1");
      return Promise.resolve(api);
    },
    options: { clock: { now: Date.now, sleep: () => new Promise((resolve) => setTimeout(resolve, 1)) } },
  });
  const run = (command: string, path: string, ...flags: string[]): Promise<Outcome> =>
    migrate([command, `registry:${source.host}/acme/${path}`, `${ECR}/shop`, ...flags], { access: access() });

  it("creates repositories with the settings of the namespace's template, and logs in through AWS", async () => {
    templates = [
      { prefix: "ROOT", appliedFor: ["REPLICATION"], imageTagMutability: "IMMUTABLE" },
      {
        prefix: "shop",
        appliedFor: ["REPLICATION"],
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest" }],
        encryptionConfiguration: { encryptionType: "AES256" },
        resourceTags: [{ Key: "project", Value: "shop" }],
        lifecyclePolicy: '{"rules":[]}',
        repositoryPolicy: '{"Statement":[]}',
      },
    ];
    const { exitCode, errors } = await run("copy", "web", "--repository-tag", "team=a");
    assert.equal(exitCode, 0, errors);
    assert.deepEqual(created, [
      {
        repositoryName: "shop/web",
        tags: [
          { Key: "project", Value: "shop" },
          { Key: "team", Value: "a" },
        ],
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest" }],
        encryptionConfiguration: { encryptionType: "AES256" },
      },
    ]);
    assert.deepEqual(policies, [
      { repositoryName: "shop/web", lifecyclePolicyText: '{"rules":[]}' },
      { repositoryName: "shop/web", policyText: '{"Statement":[]}' },
    ]);
    assert.match(errors, /^created {2}shop\/web$/m);
    assert.equal((await run("verify", "web", "--blobs")).exitCode, 0);
  });

  it("copies without the template's policies where they may not be set, and says so", async () => {
    denied = true;
    templates = [{ prefix: "shop", appliedFor: ["REPLICATION"], lifecyclePolicy: '{"rules":[]}' }];
    const { exitCode, errors } = await run("copy", "web");
    assert.deepEqual([exitCode, policies], [0, []]);
    assert.match(
      errors,
      /^created {2}shop\/web {2}\(without what the template says of it: ecr:PutLifecyclePolicy denied\)$/m,
    );
  });

  it("leaves the creation to ECR where a template creates on push", async () => {
    ecr.createOnPush = true;
    templates = [{ prefix: "shop", appliedFor: ["CREATE_ON_PUSH"] }];
    const { exitCode, errors } = await run("copy", "web");
    assert.deepEqual([exitCode, created], [0, []]);
    assert.match(errors, /^created on push {2}shop\/web$/m);
  });

  it("sends whole blobs, never chunks, and the children before the index", async () => {
    ecr.createRepository("shop/web");
    assert.equal((await run("copy", "web", "--include", "*:1.0")).exitCode, 0);
    assert.deepEqual(
      ecr.seen.filter((request) => request.startsWith("PATCH")),
      [],
    );
    const puts = ecr.seen.filter((request) => /^PUT .*\/manifests\//.test(request));
    assert.equal(puts.length, 5);
    assert.equal(puts.at(-1), "PUT /v2/shop/web/manifests/1.0");
  });

  it("keeps digests that skopeo agrees with, although ECR converts what is read by tag", async () => {
    ecr.createRepository("shop/web");
    await run("copy", "web");
    for (const tag of ["1.0", "latest"]) {
      const raw = skopeo("inspect", "--raw", "--tls-verify=false", `docker://${source.host}/acme/web:${tag}`);
      const creds = `${ECR_LOGIN.username}:${ECR_LOGIN.password}`;
      const copied = await skopeoBeside(
        "inspect",
        "--raw",
        "--tls-verify=false",
        "--creds",
        creds,
        `docker://${ecr.host}/shop/web:${tag}`,
      );
      assert.equal(copied, raw.toString());
    }
  });

  it("reports manifests that ECR refuses, and with --rewrite changes them and says how", async () => {
    ecr.createRepository("shop/old");
    const refused = await run("copy", "old");
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.errors,
      /^unsupported .*:1\.0 {2}\(the manifest has no mediaType, which ECR refuses; --rewrite adds it, which changes the digest\)$/m,
    );
    assert.deepEqual(ecr.repositories.get("shop/old")!.tags, new Map());

    const { exitCode, output } = await run("copy", "old", "--rewrite", "--json");
    assert.equal(exitCode, 0);
    const tag = output
      .split("\n")
      .map((line) => JSON.parse(line || "{}") as Record<string, string>)
      .find(({ event }) => event === "tag")!;
    assert.equal(tag.rewrittenDigest, ecr.repositories.get("shop/old")!.tags.get("1.0"));
    assert.notEqual(tag.rewrittenDigest, tag.digest);
    assert.equal((await run("copy", "old", "--rewrite")).output, "1 tag: 1 same\n");
    assert.equal((await run("verify", "old", "--rewrite")).exitCode, 0);
    assert.equal((await run("verify", "old")).exitCode, 2);
  });

  it("takes an immutable tag for done where it has the same digest, and for a conflict where it has another", async () => {
    ecr.createRepository("shop/web");
    assert.equal((await run("copy", "web")).exitCode, 0);
    ecr.immutable = true;
    assert.equal((await run("copy", "web")).output, "2 tags: 2 same\n");
    // Another copy stores the tag between the question and the answer.
    ecr.fail(
      /^HEAD \/v2\/shop\/web\/manifests\/latest$/,
      (_, response) => refuse(response, 404, "MANIFEST_UNKNOWN"),
      1,
    );
    assert.equal((await run("copy", "web")).output, "2 tags: 1 copied, 1 same\n");
    const { tags } = ecr.repositories.get("shop/web")!;
    tags.set("latest", tags.get("1.0")!);
    const { exitCode, errors } = await run("copy", "web", "--overwrite");
    assert.equal(exitCode, 2);
    assert.match(errors, /^conflict .*:latest {2}\(the target has sha256:[a-f0-9]{64}, and keeps it\)$/m);
  });

  it("stays below ECR's rate of PutImage", async () => {
    ecr.createRepository("shop/web");
    ecr.putsPerSecond = 10;
    const real: MigrateAccess = { ...access(), options: {} };
    const argv = ["copy", `registry:${source.host}/acme/web`, `${ECR}/shop`];
    const started = Date.now();
    assert.equal((await migrate(argv, { access: real })).exitCode, 0);
    const puts = ecr.seen.filter((request) => /^PUT .*\/manifests\//.test(request)).length;
    assert.deepEqual([puts, ecr.throttled], [6, 0]);
    assert.ok(Date.now() - started >= 490);
  });

  it("asks AWS for a new login when one has ended", async () => {
    ecr.createRepository("shop/web");
    let changed = false;
    ecr.fail(
      /^POST /,
      (_, response) => {
        changed = true;
        ecr.password = "another-login";
        response.writeHead(401, { "www-authenticate": 'Basic realm="https://ecr/",service="ecr.amazonaws.com"' }).end();
      },
      1,
    );
    assert.equal((await run("copy", "web")).exitCode, 0);
    assert.ok(changed);
  });

  it("changes names that ECR does not take, and shows both", async () => {
    const other = await DockerRegistry.start();
    try {
      await other.putImage("acme/web__api", { tag: "1", layers: ["a"] });
      await other.putImage("acme/web--ui", { tag: "1", layers: ["b"] });
      const argv = [`registry:${other.host}/acme`, `${ECR}/shop`];
      const planned = await migrate(["plan", ...argv], { access: access() });
      assert.match(
        planned.output,
        /Names that must change:\n {2}web--ui -> shop\/web-ui\n {2}web__api -> shop\/web_api\n/,
      );
      assert.match(
        planned.output,
        /at least 1 s at ECR's limit of 10 PutImage a second\nStorage: about 0\.00 USD a month at list price\n$/,
      );

      await other.putImage("acme/web_api", { tag: "1", layers: ["c"] });
      const refused = await migrate(["copy", ...argv], { access: access() });
      assert.equal(refused.exitCode, 64);
      assert.equal(
        refused.errors,
        `error: several repositories would get the same name at the target; rename them with --rename SOURCE=NAME, or exclude all but one:\n  shop/web_api: ${other.host}/acme/web__api, ${other.host}/acme/web_api\n`,
      );
      assert.deepEqual([created, ecr.repositories.size], [[], 0]);
      ecr.createOnPush = true;
      const renamed = await migrate(["copy", ...argv, "--rename", "web__api=web-backend"], { access: access() });
      assert.equal(renamed.exitCode, 0);
      assert.deepEqual([...ecr.repositories.keys()].sort(), ["shop/web-backend", "shop/web-ui", "shop/web_api"]);
    } finally {
      await other.stop();
    }
  });
});
