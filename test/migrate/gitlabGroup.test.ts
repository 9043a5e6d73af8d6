// A GitLab group's move, from the first plan to the proof, killed twice on the way. GitLab's API and tokens are a stand-in; both
// registries are Debian's docker-registry, and skopeo says what the digests are. Skipped where one of the programs is missing.

import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { DockerRegistry, missingPrograms, skopeo } from "../support/dockerRegistry";
import { GITLAB_TOKEN, GitlabServer } from "../support/gitlabServer";
import { migrate, type Outcome } from "../support/migrateRun";

const MISSING = missingPrograms("docker-registry", "skopeo");
const ENV = { GITLAB_TOKEN };

describe("the move of a GitLab group", () => {
  let backing: DockerRegistry;
  let target: DockerRegistry;
  let gitlab: GitlabServer;
  /** Every tag that can be moved, below the group. */
  let tags: string[];

  before(async function () {
    if (MISSING.length > 0) {
      console.log(`    skipped: ${MISSING.join(" and ")} not installed; see .ci/install-registry-tools`);
      this.skip();
    }
    [backing, target] = await Promise.all([DockerRegistry.start(), DockerRegistry.start()]);
    tags = [];
    for (const path of ["backend/api", "backend/api/worker", "backend/sub/deep", "web"]) {
      for (const tag of ["1.0.0", "1.1.0", "Latest"]) {
        await backing.putIndex(`acme/${path}`, tag, `${path} ${tag === "Latest" ? "1.1.0" : tag}`);
        tags.push(`${path}:${tag}`);
      }
    }
    // A signature as cosign stores it, by the tag of its image's digest.
    const signed = await backing.putImage("acme/web", { tag: "signed", layers: ["signed content"] });
    const signature = signed.digest.replace(":", "-");
    await backing.putImage("acme/web", { tag: `${signature}.sig`, layers: ["a signature"] });
    tags.push("web:signed", `web:${signature}.sig`);

    const projects = [
      { path: "Acme/Backend/API", images: ["", "worker"] },
      { path: "Acme/Backend/Sub/Deep", images: ["", "old delete_scheduled"] },
      { path: "Acme/Empty" },
      { path: "Acme/NoRegistry", refusal: 404 as const },
      { path: "Acme/Web", images: [""] },
    ];
    gitlab = await new GitlabServer("Acme", projects, backing.host).start();
  });

  after(async () => {
    if (MISSING.length === 0) await Promise.all([gitlab.stop(), backing.stop(), target.stop()]);
  });

  const ends = (): string[] => [`gitlab:${gitlab.url}/Acme`, `${target.host}/shop`];
  const run = (command: string, ...flags: string[]): Promise<Outcome> =>
    migrate([command, ...ends(), ...flags], { env: ENV });

  it("is planned without writing anything", async () => {
    const { output, exitCode } = await run("plan");
    assert.equal(exitCode, 0);
    assert.equal(output.match(/^ {2}new /gm)?.length, tags.length);
    assert.match(
      output,
      new RegExp(`^${gitlab.registry}/acme/backend/api/worker -> ${target.host}/shop/backend/api/worker$`, "m"),
    );
    assert.match(
      output,
      /Skipped:\n {2}acme\/backend\/sub\/deep\/old: is being deleted at GitLab\n {2}Acme\/Empty: has no container images\n {2}Acme\/NoRegistry: has no container images\n/,
    );
    assert.match(output, /^4 repositories, 14 tags: 14 new$/m);
    const catalog = (await (await fetch(`http://${target.host}/v2/_catalog`)).json()) as object;
    assert.deepEqual(catalog, { repositories: [] });
  });

  it("goes on where it was killed, twice, and proves that every digest is the same", async function () {
    gitlab.blobDelayMs = 30;
    assert.equal(await copyUntilKilled(2), "SIGKILL");
    assert.equal(await copyUntilKilled(3), "SIGKILL");
    gitlab.blobDelayMs = 0;
    assert.equal((await run("verify")).exitCode, 1);

    const { output, exitCode } = await run("copy", "--json");
    const events = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; state?: string });
    assert.equal(exitCode, 0);
    const states = events.filter(({ event }) => event === "tag").map(({ state }) => state);
    assert.equal(states.length, tags.length);
    // What was there before the kills is not copied again.
    assert.ok(states.filter((state) => state === "same").length >= 4, states.join());

    const proof = await run("verify", "--blobs");
    assert.equal(proof.exitCode, 0, proof.output);
    assert.match(proof.output, /^14 tags: 14 same$/m);
    // Tokens ended on the way, and were asked for anew.
    assert.ok(gitlab.tokensGiven > 8, String(gitlab.tokensGiven));
  });

  it("leaves digests that skopeo agrees with, those of every platform and attestation too", () => {
    const digests = (host: string, path: string): string[] => {
      const [repository, tag] = path.split(":") as [string, string];
      const raw = skopeo("inspect", "--raw", "--tls-verify=false", `docker://${host}/${repository}:${tag}`).toString();
      const { manifests = [] } = JSON.parse(raw) as { manifests?: { digest: string }[] };
      for (const { digest } of manifests)
        assert.ok(
          skopeo("inspect", "--raw", "--tls-verify=false", `docker://${host}/${repository}@${digest}`).length > 0,
        );
      return [raw, ...manifests.map(({ digest }) => digest)];
    };
    for (const path of ["web:1.0.0", "web:signed", "backend/sub/deep:Latest"])
      assert.deepEqual(digests(target.host, `shop/${path}`), digests(backing.host, `acme/${path}`));
  });

  it("reports a tag that vanished, and goes on with the others", async () => {
    gitlab.ghosts.set("acme/web", ["vanished"]);
    const { errors, output, exitCode } = await run("copy");
    gitlab.ghosts.clear();
    assert.equal(exitCode, 1);
    assert.match(
      errors,
      new RegExp(`^gone  ${target.host}/shop/web:vanished  \\(the source listed it, but no longer has it\\)$`, "m"),
    );
    assert.equal(output, "15 tags: 14 same, 1 gone\n");
  });

  it("does not overwrite a tag that is another image at the target, unless told to", async () => {
    const [repository, tag] = ["web", "1.0.0"];
    await target.putImage(`shop/${repository}`, { tag, layers: ["pushed by somebody else"] });
    assert.equal((await run("copy", "--include", "web")).exitCode, 2);
    const refused = await run("verify", "--format", "json");
    assert.equal(refused.exitCode, 2);
    const { tags: lines, summary } = JSON.parse(refused.output) as {
      tags: { state: string; reference: string }[];
      summary: object;
    };
    assert.deepEqual(
      lines.filter(({ state }) => state !== "same").map(({ state, reference }) => [state, reference]),
      [["different", tag]],
    );
    assert.deepEqual(summary, { tags: 14, states: { same: 13, different: 1 }, proven: false });
    assert.equal((await run("copy", "--include", "web", "--overwrite")).exitCode, 0);
    assert.equal((await run("verify")).exitCode, 0);
  });

  it("takes signatures with the images that a filter takes, and leaves the others out", async () => {
    const { output } = await migrate(
      ["plan", `gitlab:${gitlab.url}/Acme`, `${target.host}/other`, "--include", "web:signed"],
      { env: ENV },
    );
    assert.match(output, /^ {2}new {10}signed/m);
    assert.match(output, /^ {2}new {10}sha256-[a-f0-9]{64}\.sig/m);
    assert.match(output, /^1 repository, 2 tags: 2 new$/m);
  });

  it("takes a single project, and only a GitLab that the user named sees the token", async () => {
    const project = await migrate(
      ["plan", `gitlab:${gitlab.url}/Acme/Web`, `${target.host}/one`, "--semver", ">=1.1"],
      { env: ENV },
    );
    assert.match(
      project.output,
      new RegExp(`^${gitlab.registry}/acme/web -> ${target.host}/one/web\n  new {10}1.1.0`, "m"),
    );
    const foreign = await migrate(["plan", `registry:${gitlab.registry}/acme`, `${target.host}/one`], {
      env: { MIGRATE_SOURCE_USERNAME: "token", MIGRATE_SOURCE_PASSWORD: GITLAB_TOKEN },
    });
    assert.equal(foreign.exitCode, 3);
    assert.match(
      foreign.errors,
      /asks for the credentials to be sent to http:\/\/localhost:\d+, another party; they were not sent/,
    );
  });

  it("says what to do about a wrong group or token", async () => {
    const wrong = await migrate(["plan", `gitlab:${gitlab.url}/Nobody`, `${target.host}/shop`], { env: ENV });
    assert.equal(wrong.exitCode, 3);
    assert.match(
      wrong.errors,
      /^error: localhost:\d+\/api\/v4\/projects\/Nobody\/registry\/repositories answered 404; check the name, and that the token may read it\n$/,
    );
    const refused = await migrate(["plan", ...ends()]);
    assert.equal(refused.exitCode, 3);
    assert.match(refused.errors, /answered 401; pass a token\n$/);
  });

  /** Copies in a process of its own, and kills it without warning after so many tags. */
  function copyUntilKilled(count: number): Promise<string | null> {
    const argv = [
      "-r",
      "ts-node/register/transpile-only",
      join(__dirname, "../support/migrateProcess.ts"),
      "migrate",
      "copy",
    ];
    const child = spawn(process.execPath, [...argv, ...ends(), "--json"], {
      env: { ...process.env, ...ENV, DOCKER_CONFIG: "/nonexistent" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let seen = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      seen += chunk.toString().split('"state":"copied"').length - 1;
      if (seen >= count) child.kill("SIGKILL");
    });
    return new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  }
});
