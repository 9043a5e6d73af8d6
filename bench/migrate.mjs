// What `ghcr-fargate migrate copy` costs beside skopeo (Debian's package): the same images, the same two registries (Debian's
// docker-registry on the loopback), the sides in turn, a fresh target for each run, medians. Requests are counted by the
// registries' own access logs, memory is the highest resident set of the process. Exit code 1: slower than skopeo, or over
// 150 MiB. Skipped where one of the programs is missing. Needs `npm run build` and, for the large set, 15 GiB of disk.
//
//   npm run bench:migrate                       all sets
//   npm run bench:migrate -- small platforms    some of them: small, platforms, large, plan

import { Buffer } from "node:buffer";
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomFillSync } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inTurn, median } from "./measure.mjs";

const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const MAX_MEMORY_MIB = 150;
/** Runs of each side; BENCH_RUNS changes it. */
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const PORT = { source: 5801, target: 5802 };
const TYPES = {
  image: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

const SETS = {
  small: { title: "500 tags of 60 shared layers", fill: fillSmall },
  platforms: { title: "40 multi-platform images with attestations", fill: fillPlatforms },
  large: { title: "2 images of 2 GiB", fill: fillLarge },
};

const directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-bench-"));
const missing = ["docker-registry", "skopeo"].filter((program) => spawnSync(program, ["--version"]).error);
const wanted = process.argv.slice(2);
const failures = [];
try {
  if (missing.length > 0) console.log(`skipped: ${missing.join(" and ")} not installed`);
  else for (const name of Object.keys(SETS)) if (wanted.length === 0 || wanted.includes(name)) await compare(name);
  if (wanted.length === 0 || wanted.includes("plan")) await measurePlan();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Copies one set with both programs. */
async function compare(name) {
  const { title, fill } = SETS[name];
  const source = await startRegistry("source");
  try {
    await fill(source);
    const results = await inTurn(["skopeo", "migrate"], RUNS, (side) => measureCopy(side, source));
    const row = (side) => {
      const of = (key) => median(results[side].map((result) => result[key]));
      const cpu = `${of("cpuSeconds").toFixed(2)} s CPU`;
      return [
        side,
        `${of("seconds").toFixed(2)} s`,
        cpu,
        `${of("memoryMiB").toFixed(0)} MiB`,
        `${of("requests")} requests`,
      ];
    };
    console.log(`${title}, medians of ${RUNS} runs:`);
    for (const side of ["skopeo", "migrate"])
      console.log(
        row(side)
          .map((cell) => cell.padStart(16))
          .join(""),
      );
    const seconds = (side) => median(results[side].map((result) => result.seconds));
    const ratio = seconds("skopeo") / seconds("migrate");
    console.log(`  throughput: ${ratio.toFixed(2)} times skopeo's`);
    if (ratio < 1) failures.push(`${title}: ${ratio.toFixed(2)} times skopeo's throughput`);
    const memory = Math.max(...results.migrate.map(({ memoryMiB }) => memoryMiB));
    if (memory > MAX_MEMORY_MIB) failures.push(`${title}: ${memory.toFixed(0)} MiB`);
  } finally {
    await source.stop();
  }
}

async function measureCopy(side, source) {
  const target = await startRegistry("target");
  const before = source.requests() + target.requests();
  const argv =
    side === "skopeo"
      ? [
          "skopeo",
          "--insecure-policy",
          "sync",
          "--all",
          "--preserve-digests",
          "--src",
          "docker",
          "--dest",
          "docker",
          "--src-tls-verify=false",
          "--dest-tls-verify=false",
          `${source.host}/acme/web`,
          `${target.host}/acme`,
        ]
      : [
          process.execPath,
          MAIN,
          "migrate",
          "copy",
          `registry:${source.host}/acme/web`,
          `${target.host}/acme`,
          "--json",
        ];
  try {
    const result = await measureProcess(argv);
    await sleep(300);
    return { ...result, requests: source.requests() + target.requests() - before };
  } finally {
    await target.stop();
  }
}

/** Runs a program; its time, its CPU time and the highest resident set that it had. */
async function measureProcess([program, ...argv], env = {}) {
  const started = performance.now();
  const child = spawn(program, argv, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  let memoryMiB = 0;
  let cpuSeconds = 0;
  const poll = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      memoryMiB = Math.max(memoryMiB, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // It has ended.
    }
  }, 20);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  clearInterval(poll);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${errors.slice(-500)}`);
  return { seconds: (performance.now() - started) / 1000, memoryMiB, cpuSeconds };
}

/** A registry with an empty storage of its own, and its access log. */
async function startRegistry(role) {
  const host = `127.0.0.1:${PORT[role]}`;
  const home = mkdtempSync(join(directory, `${role}-`));
  const config = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(home, "storage"), maxthreads: 100 } },
    http: { addr: host },
  };
  writeFileSync(join(home, "config.yml"), JSON.stringify(config));
  const log = join(home, "access.log");
  const child = spawn("docker-registry", ["serve", join(home, "config.yml")], { stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.pipe(createWriteStream(log));
  for (let attempt = 0; ; attempt++) {
    if (
      await fetch(`http://${host}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (attempt === 100) throw new Error("docker-registry did not start within 10 seconds");
    await sleep(100);
  }
  return {
    host,
    home,
    requests: () =>
      statSync(log, { throwIfNoEntry: false })
        ? (readFileSync(log, "utf8").match(/"(?:GET|HEAD|POST|PUT|PATCH) \/v2\/./g) ?? []).length
        : 0,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function fillSmall({ host }) {
  const layers = [];
  for (let at = 0; at < 60; at++)
    layers.push(await putBlob(host, TYPES.layer, randomFillSync(Buffer.alloc(64 * 1024))));
  for (let tag = 0; tag < 500; tag++) {
    const own = Array.from({ length: 8 }, (_, at) => layers[(tag * 7 + at * 11) % 60]);
    await putImage(host, `v${tag}`, { tag }, own);
  }
}

async function fillPlatforms({ host }) {
  for (let tag = 0; tag < 40; tag++) {
    const manifests = [];
    for (const architecture of ["amd64", "arm64"]) {
      const layers = [];
      for (let at = 0; at < 4; at++)
        layers.push(await putBlob(host, TYPES.layer, randomFillSync(Buffer.alloc(512 * 1024))));
      const image = await putImage(host, undefined, { os: "linux", architecture, tag }, layers);
      const provenance = await putBlob(host, "application/vnd.in-toto+json", Buffer.from(`{"of":"${image.digest}"}`));
      const attestation = await putImage(
        host,
        undefined,
        { os: "unknown", architecture: "unknown", of: image.digest },
        [provenance],
      );
      manifests.push({ ...image, platform: { os: "linux", architecture } });
      manifests.push({ ...attestation, platform: { os: "unknown", architecture: "unknown" } });
    }
    await putManifest(host, `v${tag}`, { schemaVersion: 2, mediaType: TYPES.index, manifests });
  }
}

async function fillLarge({ host }) {
  for (const tag of ["one", "two"]) {
    const file = join(directory, "layer");
    const hash = createHash("sha256");
    const chunk = Buffer.alloc(16 * 1024 * 1024);
    const out = createWriteStream(file);
    for (let at = 0; at < 128; at++) {
      randomFillSync(chunk);
      hash.update(chunk);
      await new Promise((resolve) => out.write(Buffer.from(chunk), resolve));
    }
    await new Promise((resolve) => out.end(resolve));
    const digest = `sha256:${hash.digest("hex")}`;
    const { size } = statSync(file);
    await upload(host, digest, size, (put) => createReadStream(file).pipe(put));
    rmSync(file);
    await putImage(host, tag, { tag }, [{ mediaType: TYPES.layer, digest, size }]);
  }
}

async function putBlob(host, mediaType, content) {
  const digest = digestOf(content);
  await upload(host, digest, content.length, (put) => put.end(content));
  return { mediaType, digest, size: content.length };
}

async function upload(host, digest, size, send) {
  const started = await fetch(`http://${host}/v2/acme/web/blobs/uploads/`, { method: "POST" });
  const url = new URL(started.headers.get("location"), `http://${host}`);
  url.searchParams.set("digest", digest);
  const headers = { "content-type": "application/octet-stream", "content-length": size };
  const status = await new Promise((resolve, reject) => {
    const put = request(url, { method: "PUT", headers }, (response) => resolve(response.resume().statusCode));
    put.once("error", reject);
    send(put);
  });
  if (status !== 201) throw new Error(`the registry answered ${status}`);
}

async function putImage(host, tag, config, layers) {
  const blob = await putBlob(
    host,
    TYPES.config,
    Buffer.from(JSON.stringify({ ...config, rootfs: { type: "layers", diff_ids: [] } })),
  );
  return putManifest(host, tag, { schemaVersion: 2, mediaType: TYPES.image, config: blob, layers });
}

async function putManifest(host, tag, document) {
  const body = Buffer.from(JSON.stringify(document));
  const digest = digestOf(body);
  const { mediaType } = document;
  const url = `http://${host}/v2/acme/web/manifests/${tag ?? digest}`;
  const { status } = await fetch(url, { method: "PUT", body, headers: { "content-type": mediaType } });
  if (status !== 201) throw new Error(`the registry answered ${status}`);
  return { mediaType, digest, size: body.length };
}

/** Plans a simulated registry of 100,000 tags, and one of 10,000: memory must not follow the number of tags. */
async function measurePlan() {
  const [few, many] = [10_000, 100_000];
  const results = {};
  for (const tags of [few, many]) {
    const server = await simulate(tags);
    const argv = [
      process.execPath,
      MAIN,
      "migrate",
      "plan",
      `registry:${server.host}/acme/web`,
      `${server.host}/copies`,
      "--format",
      "csv",
    ];
    results[tags] = await measureProcess(argv);
    await server.stop();
    const { seconds, memoryMiB } = results[tags];
    console.log(
      `plan of ${tags} tags: ${seconds.toFixed(1)} s, ${memoryMiB.toFixed(0)} MiB, ${server.requests()} requests`,
    );
  }
  if (results[many].memoryMiB > MAX_MEMORY_MIB)
    failures.push(`plan of ${many} tags: ${results[many].memoryMiB.toFixed(0)} MiB`);
}

/** A registry that answers for images which it makes up: a tag's digest is the hash of its manifest. */
async function simulate(tags) {
  let requests = 0;
  const layer = { mediaType: TYPES.layer, digest: digestOf(Buffer.from("layer")), size: 1_000_000 };
  const manifestOf = (tag) => {
    const config = { mediaType: TYPES.config, digest: digestOf(Buffer.from(`config ${tag}`)), size: 100 };
    return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: TYPES.image, config, layers: [layer] }));
  };
  const byDigest = new Map();
  const server = createServer(({ url, method }, response) => {
    requests++;
    const [, repository, kind, reference] = /^\/v2\/(.*)\/(manifests|tags)\/([^?]*)/.exec(url) ?? [];
    if (url === "/v2/") return response.end("{}");
    if (repository !== "acme/web") return response.writeHead(404).end('{"errors":[{"code":"NAME_UNKNOWN"}]}');
    if (kind === "tags") {
      const from = Number(/last=t(\d+)/.exec(url)?.[1] ?? -1) + 1;
      const to = Math.min(from + 1000, tags);
      if (to < tags) response.setHeader("link", `</v2/acme/web/tags/list?n=1000&last=t${to - 1}>; rel="next"`);
      return response.end(JSON.stringify({ tags: Array.from({ length: to - from }, (_, at) => `t${from + at}`) }));
    }
    const body = byDigest.get(reference) ?? manifestOf(reference);
    const digest = digestOf(body);
    if (method === "HEAD") byDigest.set(digest, body);
    else byDigest.delete(digest);
    response.writeHead(200, {
      "content-type": TYPES.image,
      "docker-content-digest": digest,
      "content-length": body.length,
    });
    response.end(method === "HEAD" ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${server.address().port}`,
    requests: () => requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function digestOf(content) {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
