// Every command of docs/migrate.md, run in the page's order. GitLab, GitHub and ECR are stand-ins behind the page's names; the
// other registries are Debian's docker-registry. Skipped where it is missing.

import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MigrateAccess } from "../../cli/migrateOptions";
import type { EcrApi } from "../../migrate/ecr";
import type { PruneApi } from "../../migrate/prune/images";
import type { InUseApi } from "../../migrate/prune/inUse";
import { blocksOf, commandsOf } from "../package/blocks";
import { DockerRegistry, missingPrograms } from "../support/dockerRegistry";
import { EcrFront } from "../support/ecrFront";
import { GITLAB_TOKEN, GitlabServer } from "../support/gitlabServer";
import { migrate, type Outcome } from "../support/migrateRun";
import { PASSWORD, RegistryServer } from "../support/registryServer";

const PAGE = join(__dirname, "../../docs/migrate.md");
const MISSING = missingPrograms("docker-registry");
const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

describe("docs/migrate.md", () => {
  let backing: DockerRegistry;
  let second: DockerRegistry;
  let gitlab: GitlabServer;
  let ghcr: RegistryServer;
  let ecr: EcrFront;
  let directory: string;

  before(async function () {
    if (MISSING.length > 0) {
      console.log(`    skipped: ${MISSING.join(" and ")} not installed; see .ci/install-registry-tools`);
      this.skip();
    }
    [backing, second] = await Promise.all([DockerRegistry.start(), DockerRegistry.start()]);
    for (const tag of ["1.0.0", "1.1.0"]) await backing.putIndex("acme/backend/api", tag, `api ${tag}`);
    await backing.putImage("acme/web", { tag: "1.0.0", layers: ["web"], created: "2024-05-01T00:00:00Z" });
    await backing.putImage("acme/web", { tag: "0.9.0", layers: ["old web"], created: "2023-05-01T00:00:00Z" });
    const projects = [
      { path: "acme/backend/api", images: [""] },
      { path: "acme/web", images: [""] },
    ];
    gitlab = await new GitlabServer("acme", projects, backing.host).start();
    gitlab.names = { url: "https://gitlab.example.com", registry: "registry.example.com" };
    ghcr = await new RegistryServer("open").start();
    ghcr.putIndex("octo-org/web", "main", ["linux/amd64"]);
    ghcr.putIndex("octo-org/web", "dev-1", ["linux/amd64"]);
    ecr = await new EcrFront().start();
    ecr.createOnPush = true;
    directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-page-"));
    writeFileSync(join(directory, "images.txt"), "registry.example.com/acme/web:1.0.0 # the current one\n");
    writeFileSync(join(directory, "compose.yaml"), "image: registry.example.com/acme/web:1.0.0\n");
  });
  after(async () => {
    if (MISSING.length > 0) return;
    await Promise.all([backing.stop(), second.stop(), gitlab.stop(), ghcr.stop(), ecr.stop()]);
    rmSync(directory, { recursive: true });
  });

  /** The internet as the page knows it. */
  const originOf = (registry: string): URL => {
    const hosts: Record<string, string> = {
      "ghcr.io": ghcr.host,
      "registry2.example.com": second.host,
      [ECR]: ecr.host,
    };
    return new URL(`http://${hosts[registry] ?? registry}`);
  };
  const pageFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin === "https://gitlab.example.com") return fetch(new URL(url.pathname + url.search, gitlab.url), init);
    if (url.origin === "https://api.github.com") return Promise.resolve(answerGithub(url, init));
    return fetch(url, init);
  };
  /** `octo-org` is an organization with one package. */
  const answerGithub = (url: URL, init?: RequestInit): Response => {
    assert.equal(new Headers(init?.headers).get("authorization"), `Bearer ${PASSWORD}`);
    assert.equal(url.pathname + url.search, "/orgs/octo-org/packages?package_type=container&per_page=100");
    return Response.json([{ name: "web" }]);
  };
  const access = (source: string): MigrateAccess => ({
    // GitLab's registry asks for a token, which only its own source has.
    originOf: (registry) =>
      registry === "registry.example.com"
        ? new URL(`http://${source.startsWith("gitlab:") ? gitlab.registry : backing.host}`)
        : originOf(registry),
    options: { fetch: pageFetch },
    connectEcr: () =>
      Promise.resolve({
        getAuthorizationToken: () =>
          Promise.resolve({
            authorizationData: [{ authorizationToken: Buffer.from(`AWS:${ecr.password}`).toString("base64") }],
          }),
        describeRepositories: () => Promise.resolve({}),
      } as unknown as EcrApi),
    connectPrune: () =>
      Promise.resolve({ describeRepositories: () => Promise.resolve({ repositories: [] }) } as unknown as PruneApi),
    connectInUse: () => {
      const nothing = (): Promise<object> => Promise.resolve({});
      return Promise.resolve({
        ecs: { listClusters: nothing, listTaskDefinitionFamilies: nothing },
        lambda: { listFunctions: nothing },
      } as unknown as InUseApi);
    },
  });

  async function run(command: string): Promise<Outcome> {
    const [invocation = "", file] = command.split(" > ");
    const [, , , ...argv] = invocation.split(" ");
    const local = argv.map((word) =>
      word === "."
        ? directory
        : word === "report.json"
          ? join(directory, word)
          : word.replace("list:", `list:${directory}/`),
    );
    const env = { GITLAB_TOKEN, GHCR_TOKEN: PASSWORD };
    const outcome = await migrate(local, { env, access: access(local[1] ?? "") });
    if (file !== undefined) writeFileSync(join(directory, file), outcome.output);
    return outcome;
  }

  const commands = blocksOf(PAGE, readFileSync(PAGE, "utf8"))
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => commandsOf(code));
  /** What a reader sees, command by command. */
  const SHOWN: readonly RegExp[] = [
    /^2 repositories, 4 tags: 4 new$/m,
    /^4 tags: 4 copied$/m,
    /^4 tags: 4 same$/m,
    /^1 repository, 1 tag: 1 new$/m,
    /^1 repository, 1 tag: 1 new$/m,
    /^state,source,target,reference,.*\r\nnew,registry\.example\.com\/acme\/web,registry2\.example\.com\/acme\/web,1\.0\.0,/,
    /"event":"tag".*"state":"copied"/,
    /"proven":true/,
    new RegExp(`^\\+image: ${ECR}/acme/web:1\\.0\\.0$`, "m"),
    new RegExp(`^\\+image: ${ECR}/acme/web:1\\.0\\.0$`, "m"),
    /^0 images to delete/m,
    /^0 images deleted/m,
  ];

  it("shows commands that this test knows", () => assert.equal(commands.length, SHOWN.length));

  for (const [at, command] of commands.entries())
    it(`does what it says: ${command}`, async () => {
      const { output, errors, exitCode } = await run(command);
      assert.equal(exitCode, 0, output + errors);
      assert.match(output, SHOWN[at]!);
    });

  it("divides a group into parts that together are the whole", async () => {
    const [source, target] = ["gitlab:https://gitlab.example.com/acme", "registry2.example.com/sharded"];
    const names: string[] = [];
    for (const shard of ["1/3", "2/3", "3/3"]) {
      const { output } = await run(`npx ghcr-fargate migrate plan ${source} ${target} --shard ${shard} --format csv`);
      names.push(...output.split("\r\n").slice(1, -1));
    }
    const whole = await run(`npx ghcr-fargate migrate plan ${source} ${target} --format csv`);
    assert.deepEqual(names.sort(), whole.output.split("\r\n").slice(1, -1).sort());
  });
});
