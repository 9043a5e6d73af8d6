// Memory that grows neither with blobs nor with tags: in a process of its own, with a limit that would end it.

import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "../package/installed";
import { CONFIG_TYPE, IMAGE_TYPE, LAYER_TYPE } from "../support/registryServer";

const CHUNK = Buffer.alloc(1024 * 1024);
const MIB = 400;
const TAGS = 20_000;

const digestOf = (content: Buffer | string): string => `sha256:${createHash("sha256").update(content).digest("hex")}`;

describe("the memory of a migration", function () {
  let server: Server;
  let received: number;

  const config = JSON.stringify({ os: "linux" });
  const bigHash = createHash("sha256");
  for (let at = 0; at < MIB; at++) bigHash.update(CHUNK);
  const layer = { mediaType: LAYER_TYPE, digest: `sha256:${bigHash.digest("hex")}`, size: MIB * CHUNK.length };
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: IMAGE_TYPE,
      config: { mediaType: CONFIG_TYPE, digest: digestOf(config), size: config.length },
      layers: [layer],
    }),
  );

  before(() => build());

  /** A source with one image under many tags, and a target that has nothing and keeps nothing. */
  beforeEach(async () => {
    received = 0;
    server = createServer((request, response) => {
      const { url = "", method = "" } = request;
      const isSource = url.startsWith("/v2/acme/");
      request.on("data", (chunk: Buffer) => (received += chunk.length));
      request.on("end", () => {
        if (url === "/v2/") response.end("{}");
        else if (method === "POST") response.writeHead(202, { location: `${url}one` }).end();
        else if (method === "PUT") response.writeHead(201).end();
        else if (!isSource) response.writeHead(404).end('{"errors":[{"code":"NAME_UNKNOWN"}]}');
        else if (url.includes("/tags/list")) {
          const [, repository = "", last = "-1"] = /^\/v2\/(acme\/\w+).*?(?:last=t(\d+))?$/.exec(url) ?? [];
          const count = repository === "acme/many" ? TAGS : 1;
          const from = Number(last) + 1;
          const to = Math.min(from + 1000, count);
          if (to < count)
            response.setHeader("link", `</v2/${repository}/tags/list?n=1000&last=t${to - 1}>; rel="next"`);
          response.end(JSON.stringify({ tags: Array.from({ length: to - from }, (_, at) => `t${from + at}`) }));
        } else if (url.includes("/manifests/")) {
          response.writeHead(200, { "content-type": IMAGE_TYPE, "docker-content-digest": digestOf(manifest) });
          response.end(method === "HEAD" ? undefined : manifest);
        } else if (url.endsWith(layer.digest)) {
          response.writeHead(200, { "content-length": layer.size });
          let left = MIB;
          const send = (): void => {
            while (left-- > 0) if (!response.write(CHUNK)) return void response.once("drain", send);
            response.end();
          };
          send();
        } else if (url.includes("/blobs/")) response.end(config);
        else response.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** The highest resident set of a command, in MiB. */
  async function measure(command: string, repository: string): Promise<{ peakMib: number; output: string }> {
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Not resourceUsage().maxRSS, which Linux starts at that of the parent. Elsewhere than on Linux there is nothing better.
    const script = `const { existsSync, readFileSync } = require("node:fs");
const highest = () => existsSync("/proc/self/status")
  ? /VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1] : process.resourceUsage().maxRSS;
process.on("exit", () => process.stderr.write("peak " + highest()));
require(${JSON.stringify(join(__dirname, "../../dist/cli/main.js"))});`;
    const argv = ["migrate", command, `registry:${host}/acme/${repository}`, `${host}/copies`];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", script, ...argv], {
      maxBuffer: 1 << 26,
      env: { ...process.env, DOCKER_CONFIG: "/nonexistent" },
    });
    return { peakMib: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024, output: stdout };
  }

  it(`stays below 150 MiB while a blob of ${MIB} MiB passes`, async () => {
    const { peakMib, output } = await measure("copy", "web");
    assert.equal(output, "1 tag: 1 copied\n");
    assert.equal(received, layer.size + config.length + manifest.length);
    assert.ok(peakMib < 150, `${peakMib.toFixed(0)} MiB`);
  });

  it(`stays below 150 MiB for a plan of ${TAGS} tags`, async () => {
    const { peakMib, output } = await measure("plan", "many");
    assert.match(output, new RegExp(`^1 repository, ${TAGS} tags: ${TAGS} new$`, "m"));
    assert.ok(peakMib < 150, `${peakMib.toFixed(0)} MiB`);
  });
});
