// A migration's ends that other tests leave out: packages of a GitHub user, blobs that are mounted, bars on a terminal.

import { strict as assert } from "node:assert";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DockerRegistry, missingPrograms } from "../support/dockerRegistry";
import { ECR_LOGIN, EcrFront } from "../support/ecrFront";
import { migrate } from "../support/migrateRun";
import { Network } from "../support/network";
import { CONFIG_TYPE, IMAGE_TYPE, LAYER_TYPE, RegistryServer } from "../support/registryServer";

const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
const MISSING = missingPrograms("docker-registry");

describe("the packages of a GitHub user", () => {
  let github: Server;
  let registry: RegistryServer;
  let asked: string[];
  let refusal: number;

  beforeEach(async () => {
    asked = [];
    refusal = 404;
    registry = await new RegistryServer("open").start();
    for (const name of ["web", "api"]) registry.putIndex(`octocat/${name}`, "1", ["linux/amd64"]);
    github = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://api");
      asked.push(
        `${url.pathname}${url.searchParams.has("page") ? " page 2" : ""} ${request.headers.authorization ?? ""}`,
      );
      if (url.pathname !== "/users/octocat/packages") {
        response.writeHead(refusal).end('{"message":"Not Found"}');
        return;
      }
      const last = url.searchParams.has("page");
      if (!last) response.setHeader("link", `<https://api.github.com${url.pathname}${url.search}&page=2>; rel="next"`);
      response.end(JSON.stringify([{ name: last ? "api" : "Web" }]));
    });
    await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    await registry.stop();
    await new Promise((resolve) => github.close(resolve));
  });

  const plan = () => {
    const { options } = new Network({
      "https://ghcr.io": registry.url,
      "https://api.github.com": `http://127.0.0.1:${(github.address() as AddressInfo).port}`,
    });
    return migrate(["plan", "ghcr:octocat", `${registry.host}/copies`, "--format", "csv"], {
      env: { GHCR_TOKEN: TOKEN },
      access: { options },
    });
  };

  it("are listed where there is no organization of that name, page by page", async () => {
    const { output, errors } = await plan();
    assert.equal(errors, "");
    assert.deepEqual(asked, [
      `/orgs/octocat/packages Bearer ${TOKEN}`,
      `/users/octocat/packages Bearer ${TOKEN}`,
      `/users/octocat/packages page 2 Bearer ${TOKEN}`,
    ]);
    assert.match(output, /ghcr\.io\/octocat\/web,/);
    assert.match(output, /ghcr\.io\/octocat\/api,/);
  });

  it("are not asked for where GitHub refuses the token", async () => {
    refusal = 403;
    const { exitCode, errors } = await plan();
    assert.deepEqual(
      [exitCode, errors],
      [
        3,
        "error: api.github.com/orgs/octocat/packages answered 403; pass a token that has not expired and may read it\n",
      ],
    );
    assert.equal(asked.length, 1);
  });
});

describe("blobs that the target has in another repository", () => {
  it("are mounted, and none of their bytes pass", async function () {
    if (MISSING.length > 0) {
      console.log(`    skipped: ${MISSING.join(" and ")} not installed; see .ci/install-registry-tools`);
      this.skip();
    }
    const registry = await DockerRegistry.start();
    try {
      await registry.putImage("acme/web", { tag: "1.0", layers: ["one", "two"] });
      const argv = [`registry:${registry.host}/acme/web`, `${registry.host}/shop`];
      const { exitCode, output } = await migrate(["copy", ...argv, "--json"]);
      assert.equal(exitCode, 0);
      const blobs = output
        .split("\n")
        .map((line) => JSON.parse(line || "{}") as { event?: string; outcome?: string })
        .filter(({ event }) => event === "blob");
      assert.deepEqual(
        blobs.map(({ outcome }) => outcome),
        ["mounted", "mounted", "mounted"],
      );
      assert.equal((await migrate(["verify", ...argv, "--blobs"])).exitCode, 0);
    } finally {
      await registry.stop();
    }
  });
});

describe("the progress of a copy", () => {
  const LARGE = 9 * 1024 * 1024;
  let source: RegistryServer;
  let target: EcrFront;

  beforeEach(async () => {
    source = await new RegistryServer("open").start();
    target = await new EcrFront().start();
    target.createOnPush = true;
    const config = source.put(CONFIG_TYPE, { os: "linux" });
    const layers = ["small", "x".repeat(LARGE)].map((content) => ({
      mediaType: LAYER_TYPE,
      ...source.put(LAYER_TYPE, content),
    }));
    const image = { schemaVersion: 2, mediaType: IMAGE_TYPE, config: { mediaType: CONFIG_TYPE, ...config }, layers };
    source.tag("acme/web", "1.0", source.put(IMAGE_TYPE, image).digest);
    // Slow enough for a bar to be drawn.
    source.fail(new RegExp(`/blobs/${layers[1]?.digest ?? ""}`), (_, response) => {
      response.writeHead(200, { "content-length": LARGE });
      response.write("x".repeat(LARGE / 3));
      setTimeout(() => response.end("x".repeat((LARGE / 3) * 2)), 700);
    });
  });
  afterEach(() => Promise.all([source.stop(), target.stop()]));

  const copy = (interactive: boolean, ...flags: string[]) =>
    migrate(["copy", `registry:${source.host}/acme/web`, `${target.host}/shop`, ...flags], {
      env: { MIGRATE_TARGET_USERNAME: ECR_LOGIN.username, MIGRATE_TARGET_PASSWORD: ECR_LOGIN.password },
      terminal: { interactive },
    });

  it("is a bar for the large blob on a terminal, with the lines above it, and leaves no bar behind", async () => {
    const { exitCode, errors, output } = await copy(true);
    assert.equal(exitCode, 0);
    assert.match(errors, /[\u2588\u2591]+ \d+ % {2}9\.0 MiB {2}shop\/web {2}sha256:/);
    assert.match(errors, new RegExp(`copied {2}${target.host}/shop/web:1\\.0`));
    const [hidden, shown] = ["\u001b[?25l", "\u001b[?25h"].map((sequence) => errors.lastIndexOf(sequence));
    assert.ok(hidden! >= 0 && shown! > hidden!, "the cursor is hidden, and shown again");
    assert.equal(output, "1 tag: 1 copied\n");
  });

  it("is lines on a terminal too where no blob is large", async () => {
    const image = {
      schemaVersion: 2,
      mediaType: IMAGE_TYPE,
      config: { mediaType: CONFIG_TYPE, ...source.put(CONFIG_TYPE, {}) },
    };
    source.tag("acme/web", "1.0", source.put(IMAGE_TYPE, { ...image, layers: [] }).digest);
    assert.equal((await copy(true)).errors, `copied  ${target.host}/shop/web:1.0\n`);
  });

  it("is lines elsewhere, and nothing beside the events with --json", async () => {
    const { errors } = await copy(false);
    assert.equal(errors, `copied  ${target.host}/shop/web:1.0\n`);
    target.repositories.clear();
    const { errors: beside, output } = await copy(false, "--json");
    assert.equal(beside, "");
    for (const line of output.trim().split("\n")) assert.equal(typeof JSON.parse(line), "object");
  });
});
