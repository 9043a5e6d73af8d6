// Debian's docker-registry as a process of its own, and a way to fill it that shares no code with the product.

import { strict as assert } from "node:assert";
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { CONFIG_TYPE, IMAGE_TYPE, INDEX_TYPE, LAYER_TYPE } from "./registryServer";

/** Programs that a test needs and this machine lacks. */
export function missingPrograms(...programs: readonly string[]): string[] {
  return programs.filter((program) => spawnSync(program, ["--version"]).error !== undefined);
}

/** Runs skopeo, the oracle for digests. */
export function skopeo(...argv: readonly string[]): Buffer {
  return execFileSync("skopeo", ["--insecure-policy", ...argv], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs skopeo against a server of this process, which has to go on meanwhile. */
export async function skopeoBeside(...argv: readonly string[]): Promise<string> {
  return (await promisify(execFile)("skopeo", ["--insecure-policy", ...argv])).stdout;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface RegistryOptions {
  /** Lines of an htpasswd file; left out: everybody may do everything. */
  readonly htpasswd?: string;
}

/** A running registry. */
export class DockerRegistry {
  private constructor(
    readonly host: string,
    private readonly directory: string,
    private readonly child: ChildProcess,
  ) {}

  static async start({ htpasswd }: RegistryOptions = {}): Promise<DockerRegistry> {
    const directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-registry-"));
    const host = `127.0.0.1:${await freePort()}`;
    if (htpasswd !== undefined) writeFileSync(join(directory, "htpasswd"), htpasswd);
    const config = {
      version: 0.1,
      log: { level: "error", accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(directory, "storage") }, delete: { enabled: true } },
      ...(htpasswd !== undefined && { auth: { htpasswd: { realm: "test", path: join(directory, "htpasswd") } } }),
      http: { addr: host },
    };
    // JSON is YAML.
    writeFileSync(join(directory, "config.yml"), JSON.stringify(config));
    const child = spawn("docker-registry", ["serve", join(directory, "config.yml")], { stdio: "ignore" });
    const registry = new DockerRegistry(host, directory, child);
    for (let attempt = 0; attempt < 100; attempt++) {
      const answers = await fetch(`http://${host}/v2/`).then(
        ({ status }) => status === 200 || status === 401,
        () => false,
      );
      if (answers) return registry;
      await sleep(100);
    }
    await registry.stop();
    throw new Error("docker-registry did not start within 10 seconds");
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill();
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  async putBlob(repository: string, content: Buffer | string, mediaType = LAYER_TYPE): Promise<Descriptor> {
    const body = Buffer.from(content);
    const digest = digestOf(body);
    const started = await fetch(`http://${this.host}/v2/${repository}/blobs/uploads/`, { method: "POST" });
    const url = new URL(started.headers.get("location")!, `http://${this.host}`);
    url.searchParams.set("digest", digest);
    const { status } = await fetch(url, {
      method: "PUT",
      body,
      headers: { "content-type": "application/octet-stream" },
    });
    assert.equal(status, 201);
    return { mediaType, digest, size: body.length };
  }

  async putManifest(repository: string, reference: string | undefined, document: object): Promise<Descriptor> {
    const body = Buffer.from(JSON.stringify(document));
    const digest = digestOf(body);
    const { mediaType = IMAGE_TYPE } = document as { mediaType?: string };
    const response = await fetch(`http://${this.host}/v2/${repository}/manifests/${reference ?? digest}`, {
      method: "PUT",
      body,
      headers: { "content-type": mediaType },
    });
    assert.equal(response.status, 201, await response.text());
    return { mediaType, digest, size: body.length };
  }

  /** An image of one platform; `layers` are contents. Without a tag it is stored by digest. */
  async putImage(
    repository: string,
    { tag, platform = "linux/amd64", layers, created, ...rest }: ImageOptions,
  ): Promise<Descriptor> {
    const [os, architecture] = platform.split("/");
    const config = await this.putBlob(
      repository,
      JSON.stringify({ os, architecture, ...(created !== undefined && { created }), rootfs: { type: "layers" } }),
      CONFIG_TYPE,
    );
    const descriptors: Descriptor[] = [];
    for (const layer of layers) descriptors.push(await this.putBlob(repository, layer));
    const mediaType = rest.withoutMediaType ? {} : { mediaType: IMAGE_TYPE };
    return this.putManifest(repository, tag, {
      schemaVersion: 2,
      ...mediaType,
      config,
      layers: descriptors,
      ...(rest.subject !== undefined && { subject: rest.subject }),
    });
  }

  /** An index as buildx makes it: images of two platforms and an attestation for each. */
  async putIndex(repository: string, tag: string, content: string): Promise<Descriptor> {
    const manifests: object[] = [];
    for (const architecture of ["amd64", "arm64"]) {
      const platform = { os: "linux", architecture };
      const image = await this.putImage(repository, {
        platform: `linux/${architecture}`,
        layers: [`${content} for ${architecture}`, "shared layer"],
      });
      const attestation = await this.putImage(repository, {
        platform: "unknown/unknown",
        layers: [`provenance of ${image.digest}`],
      });
      manifests.push(
        { ...image, platform },
        {
          ...attestation,
          platform: { os: "unknown", architecture: "unknown" },
          annotations: {
            "vnd.docker.reference.type": "attestation-manifest",
            "vnd.docker.reference.digest": image.digest,
          },
        },
      );
    }
    return this.putManifest(repository, tag, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests });
  }

  /** Deletes a manifest; its tags go with it. */
  async deleteManifest(repository: string, digest: string): Promise<void> {
    const { status } = await fetch(`http://${this.host}/v2/${repository}/manifests/${digest}`, { method: "DELETE" });
    assert.equal(status, 202);
  }
}

export interface ImageOptions {
  readonly tag?: string;
  readonly platform?: string;
  readonly layers: readonly (string | Buffer)[];
  readonly created?: string;
  readonly withoutMediaType?: boolean;
  readonly subject?: Descriptor;
}

export function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === "object" && address);
  return address.port;
}
