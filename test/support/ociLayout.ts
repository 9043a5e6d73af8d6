// An image on disk, in the OCI image layout, as a builder would write it.

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { CONFIG_TYPE, IMAGE_TYPE, INDEX_TYPE, LAYER_TYPE } from "./registryServer";

/** Writes an index of images with one empty layer each; returns the index's digest. */
export function writeOciLayout(directory: string, tag: string, architectures: readonly string[]): string {
  const blobs = join(directory, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const put = (content: Buffer | object): { digest: string; size: number } => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const hash = sha256(bytes);
    writeFileSync(join(blobs, hash), bytes);
    return { digest: `sha256:${hash}`, size: bytes.length };
  };

  // An empty tar archive is two blocks of zeros.
  const tar = Buffer.alloc(1024);
  const layer = { mediaType: LAYER_TYPE, ...put(gzipSync(tar)) };
  const manifests = architectures.map((architecture) => {
    const platform = { architecture, os: "linux" };
    const config = put({ ...platform, config: {}, rootfs: { type: "layers", diff_ids: [`sha256:${sha256(tar)}`] } });
    const image = put({
      schemaVersion: 2,
      mediaType: IMAGE_TYPE,
      config: { mediaType: CONFIG_TYPE, ...config },
      layers: [layer],
    });
    return { mediaType: IMAGE_TYPE, ...image, platform };
  });
  const index = put({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests });
  writeFileSync(join(directory, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  writeFileSync(
    join(directory, "index.json"),
    JSON.stringify({
      schemaVersion: 2,
      manifests: [{ mediaType: INDEX_TYPE, ...index, annotations: { "org.opencontainers.image.ref.name": tag } }],
    }),
  );
  return index.digest;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
