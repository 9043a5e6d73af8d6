// What goes wrong between two registries, and that nothing wrong arrives. Both ends are stand-ins with faults on demand.

import { strict as assert } from "node:assert";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Terminal } from "../../cli/terminal";
import { EcrFront, ECR_LOGIN } from "../support/ecrFront";
import { migrate, type Outcome } from "../support/migrateRun";
import { FakeClock } from "../support/network";
import { IMAGE_TYPE, INDEX_TYPE, LAYER_TYPE, refuse, RegistryServer } from "../support/registryServer";

const LOGIN = { MIGRATE_TARGET_USERNAME: ECR_LOGIN.username, MIGRATE_TARGET_PASSWORD: ECR_LOGIN.password };

describe("a copy between faulty registries", () => {
  let source: RegistryServer;
  let target: EcrFront;
  let clock: FakeClock;

  beforeEach(async () => {
    source = await new RegistryServer("open").start();
    target = await new EcrFront().start();
    target.createOnPush = true;
    clock = new FakeClock();
    putIndex(source, "1.0", ["one", "two"]);
    putIndex(source, "2.0", ["three"]);
  });
  afterEach(() => Promise.all([source.stop(), target.stop()]));

  const run = (command: string, flags: readonly string[] = [], terminal: Partial<Terminal> = {}): Promise<Outcome> =>
    migrate([command, `registry:${source.host}/acme/web`, `${target.host}/shop`, ...flags], {
      env: LOGIN,
      access: { options: { clock } },
      terminal,
    });
  const tags = (): string[] => [...(target.repositories.get("shop/web")?.tags.keys() ?? [])].sort();
  const cutAfter =
    (bytes: string) =>
    (_: unknown, response: ServerResponse): void => {
      response.writeHead(200).write(bytes);
      setTimeout(() => response.destroy(), 5);
    };

  it("reads a blob again whose connection was cut", async () => {
    source.fail(/\/blobs\/sha256/, cutAfter("half of it"), 2);
    assert.equal((await run("copy")).exitCode, 0);
    assert.deepEqual([tags(), (await run("verify")).exitCode], [["1.0", "2.0"], 0]);
    assert.ok(clock.slept.length > 0);
  });

  it("sends a blob again where the target cut the connection", async () => {
    target.fail(/^PUT .*\/blobs\/uploads\//, (request) => request.socket.destroy(), 2);
    assert.equal((await run("copy")).exitCode, 0);
    assert.equal((await run("verify", ["--blobs"])).exitCode, 0);
  });

  it("waits out a storm of 429 at both ends, as long as it is told to", async () => {
    const busy = (_: unknown, response: ServerResponse): void => {
      response.setHeader("retry-after", "7");
      refuse(response, 429, "TOOMANYREQUESTS");
    };
    source.fail(/\/blobs\//, busy, 12);
    target.fail(/^(?:PUT|POST) /, busy, 12);
    assert.equal((await run("copy")).exitCode, 0);
    assert.equal(clock.slept.filter((time) => time === 7000).length, 24);
  });

  it("goes on after 500, 502, 503 and 504 at both ends", async () => {
    for (const status of [500, 502, 503, 504]) {
      source.fail(/\/(?:blobs|manifests)\//, (_, response) => response.writeHead(status).end(), 1);
      target.fail(/^PUT /, (_, response) => response.writeHead(status).end(), 1);
    }
    assert.equal((await run("copy")).exitCode, 0);
  });

  it("stores nothing of a blob whose content is not what its digest says, and moves the other images", async () => {
    const wrong = source.put(LAYER_TYPE, "what the digest says");
    const image = putImage(source, wrong);
    source.tag("acme/web", "bad", image.digest);
    source.fail(new RegExp(`/blobs/${wrong.digest}`), (_, response) => {
      response.writeHead(200, { "content-length": wrong.size }).end("x".repeat(wrong.size));
    });
    const { exitCode, errors } = await run("copy");
    assert.equal(exitCode, 1);
    assert.match(
      errors,
      new RegExp(
        `^failed .*:bad {2}\\(GET .*: ${source.host} sent content with the digest sha256:\\w+ for ${wrong.digest}\\)$`,
        "m",
      ),
    );
    assert.deepEqual(tags(), ["1.0", "2.0"]);
    assert.ok(!target.repositories.get("shop/web")!.blobs.has(wrong.digest));
  });

  it("refuses a blob of another size than the manifest says", async () => {
    const blob = source.put(LAYER_TYPE, "content of a size");
    const image = putImage(source, { ...blob, size: blob.size + 1 });
    source.tag("acme/web", "bad", image.digest);
    const { errors } = await run("copy");
    assert.match(
      errors,
      new RegExp(`^failed .*:bad {2}\\(.* sent ${blob.size} bytes for a blob of ${blob.size + 1} bytes\\)$`, "m"),
    );
  });

  it("reports an index that names a manifest which the source does not have", async () => {
    const missing = { mediaType: IMAGE_TYPE, digest: `sha256:${"0".repeat(64)}`, size: 100 };
    const index = source.put(INDEX_TYPE, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [missing] });
    source.tag("acme/web", "broken", index.digest);
    const planned = await run("plan");
    assert.equal(planned.exitCode, 1);
    assert.match(
      planned.output,
      new RegExp(
        `^ {2}incomplete {3}broken {2}\\(the source does not have ${missing.digest}, which the index names\\)$`,
        "m",
      ),
    );
    assert.equal((await run("copy")).output, "3 tags: 2 copied, 1 incomplete\n");
    assert.equal((await run("verify")).exitCode, 1);
  });

  it("reports what no registry takes any more", async () => {
    const schema1 = source.put("application/vnd.docker.distribution.manifest.v1+prettyjws", {
      schemaVersion: 1,
      name: "web",
    });
    source.tag("acme/web", "ancient", schema1.digest);
    assert.match(
      (await run("plan")).output,
      /^ {2}unsupported {2}ancient {2}\(a manifest of the retired schema 1; push it with a newer Docker\)$/m,
    );
  });

  it("is as good as one when it runs twice at the same time", async () => {
    const both = await Promise.all([run("copy"), run("copy")]);
    assert.deepEqual(
      both.map(({ exitCode }) => exitCode),
      [0, 0],
    );
    assert.deepEqual([tags(), (await run("verify", ["--blobs"])).exitCode], [["1.0", "2.0"], 0]);
  });

  it("reads each blob of a repository once, however many tags share it", async () => {
    for (let at = 0; at < 20; at++) putIndex(source, `3.${at}`, ["three", `of ${at}`]);
    await run("copy");
    const reads = source.seen.filter(({ method, path }) => method === "GET" && path.includes("/blobs/"));
    assert.equal(new Set(reads.map(({ path }) => path)).size, reads.length);
  });

  it("ends with 130 at Ctrl-C, and goes on when it is run again", async () => {
    let interrupt: () => void = () => undefined;
    const onInterrupt: Terminal["onInterrupt"] = (handler) => {
      interrupt = handler;
      return () => undefined;
    };
    source.fail(/\/blobs\//, () => interrupt(), 1);
    const { exitCode, errors, output } = await run("copy", [], { onInterrupt });
    assert.equal(exitCode, 130);
    assert.match(errors, /^interrupted; run the same command again to continue$/m);
    assert.match(output, /^\d+ tags/);
    assert.equal((await run("copy")).exitCode, 0);
  });

  describe("with blobs behind a redirect", () => {
    let storage: Server;
    let authorizations: (string | undefined)[];

    beforeEach(async () => {
      authorizations = [];
      storage = createServer(({ url = "", headers }, response) => {
        authorizations.push(headers.authorization);
        const digest = new URL(url, "http://storage").pathname.slice(1);
        response.end(target.repositories.get("acme/web")!.blobs.get(digest));
      });
      await new Promise<void>((resolve) => storage.listen(0, resolve));
      await migrate(["copy", `registry:${source.host}/acme/web`, `${target.host}/acme`], {
        env: LOGIN,
        access: { options: { clock } },
      });
      target.storage = `http://localhost:${(storage.address() as AddressInfo).port}`;
    });
    afterEach(() => new Promise((resolve) => storage.close(resolve)));

    const move = (...flags: string[]): Promise<Outcome> =>
      migrate(["copy", `registry:${target.host}/acme/web`, `${target.host}/moved`, ...flags], {
        env: LOGIN,
        access: { options: { clock } },
      });

    it("does not follow it into a private network that the user did not name", async () => {
      const { exitCode, errors } = await move();
      assert.equal(exitCode, 1);
      assert.match(errors, /redirects to localhost, a host in a private network/);
      assert.deepEqual(authorizations, []);
    });

    it("follows it to a host that the user named, without the credentials", async () => {
      const { exitCode, errors } = await move("--allow-host", "localhost");
      assert.equal(exitCode, 0, errors);
      assert.ok(authorizations.length > 0 && authorizations.every((authorization) => authorization === undefined));
    });
  });
});

/** Stores and tags an index with an image for each content. */
function putIndex(source: RegistryServer, tag: string, contents: readonly string[]): void {
  const manifests = contents.map((content) => ({
    mediaType: IMAGE_TYPE,
    ...putImage(source, source.put(LAYER_TYPE, content)),
  }));
  source.tag("acme/web", tag, source.put(INDEX_TYPE, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests }).digest);
}

function putImage(source: RegistryServer, layer: { digest: string; size: number }): { digest: string; size: number } {
  const config = source.put("application/vnd.oci.image.config.v1+json", { os: "linux", architecture: "amd64" });
  return source.put(IMAGE_TYPE, {
    schemaVersion: 2,
    mediaType: IMAGE_TYPE,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [{ mediaType: LAYER_TYPE, ...layer }],
  });
}
