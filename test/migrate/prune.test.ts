// The clean-up of a namespace. ECR, ECS and Lambda are stand-ins with their paging, limits and order of deletion.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import type { PruneApi } from "../../migrate/prune/images";
import type { InUseApi } from "../../migrate/prune/inUse";
import { migrate, type Outcome } from "../support/migrateRun";
import { CONFIG_TYPE, IMAGE_TYPE, INDEX_TYPE, LAYER_TYPE } from "../support/registryServer";

const HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const OLD = new Date("2020-01-01T00:00:00Z");

interface Image {
  readonly digest: string;
  readonly manifest: string;
  readonly type: string;
  tags: string[];
  pushedAt: Date;
}

describe("ghcr-fargate migrate prune", () => {
  let repositories: Map<string, Image[]>;
  let tasks: { image: string; imageDigest?: string }[];
  let serviceDefinition: string;
  let definitions: Record<string, string[]>;
  let functions: { name: string; image: string }[];
  let deleted: string[][];
  let denied: string | undefined;

  beforeEach(() => {
    repositories = new Map();
    tasks = [];
    serviceDefinition = "web:5";
    definitions = {};
    functions = [];
    deleted = [];
    denied = undefined;
  });

  function put(
    repository: string,
    document: object,
    { tags = [] as string[], pushedAt = OLD, type = IMAGE_TYPE } = {},
  ): Image {
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: type, ...document });
    const image = { digest: digestOf(manifest), manifest, type, tags, pushedAt };
    repositories.set(repository, [...(repositories.get(repository) ?? []), image]);
    return image;
  }
  const putImage = (
    repository: string,
    content: string,
    options: { tags?: string[]; pushedAt?: Date; subject?: Image } = {},
  ): Image => {
    const { subject, ...rest } = options;
    return put(
      repository,
      {
        config: { mediaType: CONFIG_TYPE, digest: digestOf(`config ${content}`), size: 100 },
        layers: [
          { mediaType: LAYER_TYPE, digest: digestOf("base"), size: 1_000_000 },
          { mediaType: LAYER_TYPE, digest: digestOf(content), size: 1000 },
        ],
        ...(subject && { subject: { mediaType: IMAGE_TYPE, digest: subject.digest, size: 1 } }),
      },
      rest,
    );
  };
  const putIndex = (repository: string, images: readonly Image[], tags: string[]): Image => {
    const manifests = images.map(({ digest, manifest }) => ({ mediaType: IMAGE_TYPE, digest, size: manifest.length }));
    return put(repository, { manifests }, { tags, type: INDEX_TYPE });
  };

  /** Refuses what the test denies, as AWS does. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each caller names the API that it stands for
  const guarded = <Api extends object>(api: Record<string, (input: never) => unknown>): Api =>
    Object.fromEntries(
      Object.entries(api).map(([name, call]) => [
        name,
        (input: never) =>
          name === denied
            ? Promise.reject(Object.assign(new Error("not authorized"), { name: "AccessDeniedException" }))
            : Promise.resolve(call(input)),
      ]),
    ) as Api;

  const ecr = (): PruneApi =>
    guarded({
      // Pages of one.
      describeRepositories: ({ nextToken }: { nextToken?: string }) => {
        const names = ["other", ...repositories.keys()];
        const at = Number(nextToken ?? 0);
        return {
          repositories: [{ repositoryName: names[at] }],
          nextToken: at + 1 < names.length ? String(at + 1) : undefined,
        };
      },
      describeImages: ({ repositoryName }: { repositoryName: string }) => ({
        imageDetails: repositories.get(repositoryName)!.map(({ digest, tags, pushedAt, type }) => ({
          imageDigest: digest,
          imageTags: tags,
          imagePushedAt: pushedAt,
          imageManifestMediaType: type,
        })),
      }),
      batchGetImage: ({
        repositoryName,
        imageIds,
      }: {
        repositoryName: string;
        imageIds: { imageDigest: string }[];
      }) => {
        assert.ok(imageIds.length <= 100);
        return {
          images: imageIds.map(({ imageDigest }) => ({
            imageId: { imageDigest },
            imageManifest: repositories.get(repositoryName)!.find(({ digest }) => digest === imageDigest)!.manifest,
          })),
        };
      },
      batchDeleteImage: ({
        repositoryName,
        imageIds,
      }: {
        repositoryName: string;
        imageIds: { imageDigest: string }[];
      }) => {
        assert.ok(imageIds.length <= 100);
        const failures: object[] = [];
        for (const imageId of imageIds) {
          const images = repositories.get(repositoryName)!;
          if (images.some(({ type, manifest }) => type === INDEX_TYPE && manifest.includes(imageId.imageDigest)))
            failures.push({ imageId, failureCode: "ImageReferencedByManifestList" });
          else
            repositories.set(
              repositoryName,
              images.filter(({ digest }) => digest !== imageId.imageDigest),
            );
        }
        deleted.push(imageIds.map(({ imageDigest }) => imageDigest));
        return { failures };
      },
    });

  const inUse = (): InUseApi => ({
    ecs: guarded({
      listClusters: ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined ? { clusterArns: ["empty"], nextToken: "more" } : { clusterArns: ["prod"] },
      listTasks: ({ cluster }: { cluster: string }) => ({ taskArns: cluster === "prod" ? ["task/1"] : [] }),
      describeTasks: () => ({ tasks: [{ taskArn: "task/1", containers: tasks }] }),
      listServices: ({ cluster }: { cluster: string }) => ({ serviceArns: cluster === "prod" ? ["service/web"] : [] }),
      describeServices: () => ({ services: [{ taskDefinition: serviceDefinition, deployments: [] }] }),
      listTaskDefinitionFamilies: () => ({ families: ["web"] }),
      listTaskDefinitions: ({ maxResults }: { maxResults: number }) => ({
        taskDefinitionArns: Object.keys(definitions).reverse().slice(0, maxResults),
      }),
      describeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => ({
        taskDefinition: {
          family: "web",
          revision: Number(taskDefinition.split(":")[1]),
          containerDefinitions: (definitions[taskDefinition] ?? []).map((image) => ({ image })),
        },
      }),
    }),
    lambda: guarded({
      listFunctions: () => ({
        Functions: [
          ...functions.map(({ name }) => ({ FunctionName: name, Version: "$LATEST", PackageType: "Image" })),
          { FunctionName: "zip", Version: "1", PackageType: "Zip" },
        ],
      }),
      getFunction: ({ FunctionName }: { FunctionName: string }) => ({
        Code: { ResolvedImageUri: functions.find(({ name }) => name === FunctionName)!.image },
      }),
    }),
  });

  const prune = (...flags: string[]): Promise<Outcome> =>
    migrate(["prune", `${HOST}/shop`, ...flags], {
      access: { connectPrune: () => Promise.resolve(ecr()), connectInUse: () => Promise.resolve(inUse()) },
    });
  const left = (repository = "shop/web"): string[] => (repositories.get(repository) ?? []).map(({ digest }) => digest);

  it("spares what tasks, revisions and functions use, and says why", async () => {
    const running = putImage("shop/web", "running");
    const previous = putImage("shop/web", "previous", { tags: ["1.4"] });
    const older = putImage("shop/web", "older", { tags: ["1.3"] });
    const deployed = putImage("shop/web", "deployed", { tags: ["1.0"] });
    const resize = putImage("shop/web", "function");
    const unused = putImage("shop/web", "unused", { tags: ["0.9"] });
    putImage("bank/web", "of another namespace");
    // The tag has moved on, but the task still runs what it stood for.
    tasks = [{ image: `${HOST}/shop/web:latest`, imageDigest: running.digest }];
    definitions = {
      "web:3": [`${HOST}/shop/web:1.3`],
      "web:4": [`${HOST}/shop/web:1.4`],
      "web:9": ["postgres:16"],
      "web:5": [`${HOST}/shop/web:1.0`],
    };
    functions = [{ name: "resize", image: `${HOST}/shop/web@${resize.digest}` }];
    const { output, exitCode } = await prune("--revisions", "3");
    assert.equal(exitCode, 0);
    assert.equal(
      output,
      `shop/web, 2.5 KiB to free
  keep    ${running.digest}  no tag  (used by task task/1)
  keep    ${previous.digest}  1.4  (used by task definition web:4)
  delete  ${older.digest}  1.3
  keep    ${deployed.digest}  1.0  (used by task definition web:5)
  keep    ${resize.digest}  no tag  (used by function resize:$LATEST)
  delete  ${unused.digest}  0.9

2 images to delete, which frees 2.5 KiB
Nothing was deleted; pass --apply to do so.
`.replaceAll("2.5 KiB", /[\d.]+ KiB/.exec(output)![0]),
    );
    assert.deepEqual(deleted, []);

    await prune("--revisions", "3", "--apply");
    assert.deepEqual(
      left(),
      [running, previous, deployed, resize].map(({ digest }) => digest),
    );
    assert.equal(left("bank/web").length, 1);
  });

  it("spares what is used under another of the registry's names, dual-stack or FIPS", async () => {
    const images = ["amazonaws", "dual-stack", "FIPS", "of another Region"].map((content) =>
      putImage("shop/web", content),
    );
    const hosts = [
      HOST,
      "123456789012.dkr-ecr.eu-central-1.on.aws",
      "123456789012.dkr.ecr-fips.eu-central-1.amazonaws.com",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    ];
    tasks = hosts.map((host, i) => ({ image: `${host}/shop/web@${images[i]?.digest ?? ""}` }));
    await prune("--apply");
    assert.deepEqual(
      left(),
      images.slice(0, 3).map(({ digest }) => digest),
    );
  });

  it("counts as freed what no image needs any more: shared layers stay", async () => {
    const unused = putImage("shop/web", "unused");
    putImage("shop/web", "kept", { tags: ["v1"] });
    const shared = JSON.parse((await prune("--keep", "v*", "--json")).output) as { freedBytes: number };
    assert.equal(shared.freedBytes, 1000 + 100 + unused.manifest.length);
  });

  it("keeps the platforms of an index, its signatures and theirs, and an index of which one platform runs", async () => {
    const platforms = ["amd64", "arm64"].map((platform) => putImage("shop/web", platform));
    putIndex("shop/web", platforms, ["1.0"]);
    const signature = putImage("shop/web", "signature", { subject: platforms[1]! });
    putImage("shop/web", "signature of the signature", { tags: [`${signature.digest.replace(":", "-")}.sig`] });
    tasks = [{ image: `${HOST}/shop/web`, imageDigest: platforms[0]!.digest }];
    await prune("--apply");
    assert.deepEqual([left().length, deleted], [5, []]);
  });

  it("deletes an index before its platforms, with their signatures, in batches", async () => {
    for (let at = 0; at < 40; at++) {
      const platforms = ["amd64", "arm64"].map((platform) => putImage("shop/web", `${platform} ${at}`));
      const index = putIndex("shop/web", platforms, []);
      putImage("shop/web", `signature ${at}`, { tags: [`${index.digest.replace(":", "-")}.sig`] });
    }
    const { exitCode, errors } = await prune("--apply");
    assert.deepEqual([exitCode, errors, left()], [0, "", []]);
    assert.deepEqual(
      deleted.map((batch) => batch.length),
      [100, 60],
    );
  });

  it("spares what was pushed lately and what --keep matches", async () => {
    const recent = putImage("shop/web", "recent", { pushedAt: new Date() });
    const release = putImage("shop/web", "release", { tags: ["release-1"] });
    putImage("shop/web", "old", { tags: ["dev-1"] });
    await prune("--apply", "--keep", "release-*");
    assert.deepEqual(left(), [recent.digest, release.digest]);
  });

  it("deletes nothing of a repository of which something came into use meanwhile", async () => {
    const image = putImage("shop/web", "started meanwhile");
    const api = ecr();
    const { exitCode, errors } = await migrate(["prune", `${HOST}/shop`, "--apply"], {
      access: {
        connectPrune: () =>
          Promise.resolve({
            ...api,
            describeImages: (input: never) => {
              tasks = [{ image: `${HOST}/shop/web`, imageDigest: image.digest }];
              return api.describeImages(input);
            },
          }),
        connectInUse: () => Promise.resolve(inUse()),
      },
    });
    assert.equal(exitCode, 1);
    assert.equal(errors, `shop/web@${image.digest}: has come into use; plan again\n`);
    assert.deepEqual(deleted, []);
  });

  for (const [call, action] of [
    ["describeTasks", "ecs:DescribeTasks"],
    ["listTaskDefinitionFamilies", "ecs:ListTaskDefinitionFamilies"],
    ["listFunctions", "lambda:ListFunctions"],
  ] as const)
    it(`deletes nothing where ${action} is denied`, async () => {
      putImage("shop/web", "unused");
      denied = call;
      const { exitCode, errors } = await prune("--apply");
      assert.equal(exitCode, 3);
      assert.equal(errors, `error: permission denied: ${action} is missing; not authorized\n`);
      assert.deepEqual(deleted, []);
    });

  it("refuses a registry that is not ECR", async () => {
    const { exitCode, errors } = await migrate(["prune", "registry.example.com/shop"]);
    assert.deepEqual(
      [exitCode, errors],
      [64, "error: TARGET: registry.example.com is not a private registry of ECR\n"],
    );
  });
});

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
